"""Neighbouring characters, as index terms: they leave few texts to look at for a phrase.

Documents that have all characters of a phrase are often nearly all documents; documents that
have all its pairs of neighbours are few more than those that have the phrase. Pairs are
hashed, so that a batch of reports has at most as many terms as there are buckets: 2,000
reports have hundreds of thousands of pairs, and a term costs more than a posting. A report of
3,250 characters fills a sixteenth of the buckets, so one pair leaves one text in sixteen to
look at, two pairs one in 250.
"""

from __future__ import annotations

from itertools import pairwise

_BUCKETS = 32_749  # the largest prime below 2^15
_FACTOR = 7_919  # keeps neighbours in Unicode apart; a hash that is the same in every process
_TERMS = tuple(bucket.to_bytes(2, "big") for bucket in range(_BUCKETS))


def pair_terms(folded: str) -> set[bytes]:
    """Return the terms of all pairs of neighbours in a folded text."""
    codes = map(ord, folded)
    return {_TERMS[(first * _FACTOR + second) % _BUCKETS] for first, second in pairwise(codes)}


def telling_pairs(phrase: str, most: int) -> set[bytes]:
    """Return the terms of up to ``most`` pairs, spread evenly over a folded phrase."""
    pairs = [first + second for first, second in pairwise(phrase)]
    step = -(-len(pairs) // most) or 1
    return {term for pair in pairs[::step] for term in pair_terms(pair)}
