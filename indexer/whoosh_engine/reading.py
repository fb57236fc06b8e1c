"""One state of the index, and what it answers."""

from __future__ import annotations

import threading
from collections.abc import Collection
from functools import cached_property

import numpy as np

from indexer.columns import Selection
from indexer.engine import Scores
from indexer.ranking import Scorer
from indexer.stored import Stock, StoredReading
from indexer.whoosh_engine.view import View
from indexer.words import stands_as_it_is

_MOST_WORDS = 32  # the rarest ones; the others of a pasted paragraph weigh next to nothing


class WhooshReading(StoredReading):
    """The :class:`indexer.engine.Reading` of a view.

    Whoosh's files have one position each, so postings are read under the lock; what is stored
    beside Whoosh's index is not.
    """

    def __init__(self, view: View, stock: Stock, lock: threading.RLock) -> None:
        """Read ``view``, which the caller holds, and what of ``stock`` is in it."""
        super().__init__(stock)
        self.view = view
        self._lock = lock

    def having(self, words: Collection[str], within: Selection) -> Selection:
        """Return the documents that have all ``words``; none if there are none."""
        found = within if words else np.zeros_like(within)
        for word in words:
            found = found & self._with_word(word)
        return found

    def scores(self, words: Collection[str], within: Selection) -> Scores:
        """Return the BM25F scores of documents."""
        keys = {word.encode() for word in words}
        with self._lock:
            by_rarity = sorted((self.view.frequency(key), key) for key in keys)
            chosen = [key for frequency, key in by_rarity if frequency][:_MOST_WORDS]
            return self._scorer.scores(map(self.view.postings, chosen), within)

    def _decided(self, phrase: str, candidates: Selection) -> Selection:
        if not stands_as_it_is(phrase):
            return super()._decided(phrase, candidates)
        # What has a phrase as a word contains it literally: no need to look.
        known = candidates & self._with_word(phrase)
        return known | super()._decided(phrase, candidates & ~known)

    @cached_property
    def _scorer(self) -> Scorer:
        return Scorer(self.columns.live, self._stock.words_counts)

    def _with_word(self, word: str) -> Selection:
        found = np.zeros_like(self.columns.live)
        with self._lock:
            rows, _ = self.view.postings(word.encode())
        found[rows] = True
        return found
