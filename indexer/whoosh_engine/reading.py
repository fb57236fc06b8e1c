"""One state of the index, and what it answers."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator

import numpy as np

from indexer.columns import Columns, Selection
from indexer.document import IndexDocument
from indexer.engine import Scores
from indexer.folded import FoldedDocument
from indexer.stored import StoredFiles
from indexer.whoosh_engine import ranking, scan
from indexer.whoosh_engine.schema import WORDS
from indexer.whoosh_engine.view import View


class WhooshReading:
    """The :class:`indexer.engine.Reading` of a view.

    Whoosh's files have one position each, so postings are read under the lock; texts and
    documents are not.
    """

    def __init__(self, view: View, stored: StoredFiles, lock: threading.RLock) -> None:
        """Read ``view``, which the caller holds."""
        self.view = view
        self._stored = stored
        self._lock = lock

    @property
    def columns(self) -> Columns:
        """Ids and facts of all documents."""
        return self.view.columns

    def containing(self, phrase: str, within: Selection) -> Selection:
        """Return the documents with ``phrase`` in their folded title or folded text."""
        with self._lock:
            known, candidates = scan.known_and_candidates(
                self.view, phrase, within & self.view.live
            )
        places = self.view.records.places
        return known | self._stored.containing(places, phrase.encode(), candidates)

    def having(self, words: Collection[str], within: Selection) -> Selection:
        """Return the documents that have all ``words``; none if there are none."""
        with self._lock:
            keys = [word.encode() for word in words]
            by_rarity = sorted((self.view.frequency(WORDS, key), key) for key in keys)
            if not by_rarity or not by_rarity[0][0]:
                return np.zeros_like(within)
            found = within & self.view.live
            for _, key in by_rarity:
                found = found & self.view.documents_with(WORDS, key)
        return found

    def scores(self, words: Collection[str]) -> Scores:
        """Return the BM25F scores of all documents."""
        with self._lock:
            return ranking.scores(self.view, words)

    def folded(self, within: Selection) -> Iterator[tuple[int, FoldedDocument]]:
        """Yield the ordinals and folded texts of the documents."""
        return self._stored.folded(self.view.records.places, within & self.view.live)

    def documents(self, ordinals: Iterable[int]) -> Iterator[IndexDocument]:
        """Yield the documents as they were committed, in the order of ``ordinals``."""
        return self._stored.documents(self.view.records.places, ordinals)
