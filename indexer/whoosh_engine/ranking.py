"""Ranking: BM25 over jieba's words, read from the postings a block at a time.

A word in the title counts as three in the text; that is in the weights already (BM25F with
one shared length normalisation).

Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from indexer.whoosh_engine.schema import WORDS
from indexer.whoosh_engine.view import View

_K1 = 1.2
_B = 0.75
_MOST_TERMS = 32  # the rarest ones; the others of a pasted paragraph weigh next to nothing


def scores(view: View, terms: Iterable[str], documents: set[int]) -> dict[int, float]:
    """Return the score of every one of ``documents`` that has any of ``terms``."""
    found: dict[int, float] = {}
    keys = {term.encode() for term in terms}
    by_rarity = sorted((view.frequency(WORDS, key), key) for key in keys)
    for frequency, key in [pair for pair in by_rarity if pair[0]][:_MOST_TERMS]:
        _add_scores(view, key, frequency, documents, found)
    return found


def _add_scores(
    view: View, term: bytes, frequency: int, documents: set[int], found: dict[int, float]
) -> None:
    counts = view.records.words_counts
    idf = math.log(1 + (len(counts) - frequency + 0.5) / (frequency + 0.5))
    flat, per_word = _K1 * (1 - _B), _K1 * _B / (view.mean_words_count or 1.0)
    for base, numbers, weights in view.blocks(WORDS, term):
        for own_number, weight in zip(numbers, weights, strict=True):
            number = base + own_number
            if number in documents:
                norm = weight + flat + per_word * counts[number]
                found[number] = found.get(number, 0.0) + idf * weight * (_K1 + 1) / norm
