"""Which texts can contain a folded phrase.

Postings answer what they can: a single character, and a phrase that is a word. For the rest
they name candidates, and the folded texts decide (``indexer.stored``).
"""

from __future__ import annotations

import numpy as np

from indexer.columns import Selection
from indexer.whoosh_engine.pairs import telling_pairs
from indexer.whoosh_engine.schema import CHARACTERS, PAIRS, WORDS
from indexer.whoosh_engine.view import View
from indexer.words import stands_as_it_is

_MOST_PAIRS = 16
_NARROWING_FACTOR = 64  # reading 64 postings costs as much as looking at one text


def known_and_candidates(view: View, phrase: str, within: Selection) -> tuple[Selection, Selection]:
    """Return who is known to contain ``phrase``, and of whom else the texts must be asked."""
    if len(phrase) == 1:
        known = view.documents_with(CHARACTERS, phrase.encode()) & within
        return known, np.zeros_like(known)
    known = _having_it_as_word(view, phrase) & within
    return known, _candidates(view, phrase, within & ~known)


def _having_it_as_word(view: View, phrase: str) -> Selection:
    """Documents that need no look: what has a phrase as a word contains it literally."""
    if stands_as_it_is(phrase):
        return view.documents_with(WORDS, phrase.encode())
    return np.zeros(view.size, np.bool_)


def _candidates(view: View, phrase: str, within: Selection) -> Selection:
    """Those of ``within`` that have the phrase's pairs of characters, or somewhat more."""
    candidates = within
    pairs = telling_pairs(phrase, _MOST_PAIRS)
    for frequency, pair in sorted((view.frequency(PAIRS, pair), pair) for pair in pairs):
        if frequency > _NARROWING_FACTOR * np.count_nonzero(candidates):
            break
        candidates = candidates & view.documents_with(PAIRS, pair)
    return candidates
