"""One state of the index, and what it answers."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from indexer.errors import damage_noticed
from indexer.ranking import Postings
from indexer.stored import Stock, StoredReading
from indexer.whoosh_engine.view import View


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

    def _frequency(self, word: str) -> int:
        with self._lock, damage_noticed(self.view.folder):
            return self.view.frequency(word.encode())

    def _postings(self, word: str) -> Sequence[Postings]:
        with self._lock, damage_noticed(self.view.folder):
            return self.view.postings(word.encode())
