"""Ranking: ``indexer.ranking``'s formula, over whole blocks of postings at a time."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from indexer.engine import Scores
from indexer.ranking import K1, B, idf
from indexer.whoosh_engine.schema import WORDS
from indexer.whoosh_engine.view import View

_MOST_TERMS = 32  # the rarest ones; the others of a pasted paragraph weigh next to nothing


def scores(view: View, terms: Iterable[str]) -> Scores:
    """Return the score of every document, deleted ones included, in occurrences and idf too."""
    found = np.zeros(view.size, np.float64)
    norms = K1 * (1 - B) + K1 * B * view.relative_lengths
    keys = {term.encode() for term in terms}
    by_rarity = sorted((view.frequency(WORDS, key), key) for key in keys)
    for frequency, key in [pair for pair in by_rarity if pair[0]][:_MOST_TERMS]:
        factor = idf(view.size, frequency) * (K1 + 1)
        for numbers, weights in view.blocks(WORDS, key):
            found[numbers] += factor * weights / (weights + norms[numbers])
    return found
