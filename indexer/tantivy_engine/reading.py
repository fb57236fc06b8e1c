"""One state of the index, and what it answers."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import tantivy

from indexer.columns import Ordinals, Selection
from indexer.engine import Scores
from indexer.recent import Recent
from indexer.stored import Stock, StoredReading
from indexer.tantivy_engine.schema import ROW, WORDS, phrase_query, word_query, words_query

# Looking at one text of fifty costs as much as asking tantivy, which goes through all postings.
_LOOKED_AT_OF = 50
# Asking for a document by its id costs as much as two hits: of 20,000, the scores of 3,500 for
# three common words took 8 ms and not 27.
_RESTRICTED = 2
_REMEMBERED_BYTES = 32 << 20
_HIT_BYTES = 12


class TantivyReading(StoredReading):
    """The :class:`indexer.engine.Reading` of one of tantivy's searchers.

    The searcher keeps its files, whatever is committed. Its binding gives out hits one by one,
    0.4 µs each, so those of words, which many documents have, are remembered.
    """

    def __init__(self, searcher: tantivy.Searcher, stock: Stock) -> None:
        """Read what of ``stock`` the searcher finds."""
        super().__init__(stock)
        self._searcher = searcher
        documents = max(len(self.columns.ids), 1)
        self._words: Recent[str, tuple[Ordinals, npt.NDArray[np.float32]]] = Recent(
            max(_REMEMBERED_BYTES // (_HIT_BYTES * documents), 1)
        )

    def having(self, words: Collection[str], within: Selection) -> Selection:
        """Return the documents that have all ``words``; none if there are none."""
        found = within if words else np.zeros_like(within)
        for word in words:
            ordinals, _ = self._with_word(word)
            found = found & self._selection(ordinals)
        return found

    def scores(self, words: Collection[str], within: Selection) -> Scores:
        """Return the BM25F scores of documents, one by one where most of them are wanted."""
        found = np.zeros(len(self.columns.ids))
        # Both ways round differently, so which one is gone must not depend on what is remembered:
        # ties on one page of results would not be ties on the next.
        having = sum(self._searcher.doc_freq(WORDS, word) for word in words)
        if _RESTRICTED * np.count_nonzero(within) < having:
            ids = [self.columns.ids[ordinal] for ordinal in np.flatnonzero(within).tolist()]
            ordinals, scores = self._scored(words_query(sorted(words), ids))
            found[ordinals] = scores
            return found
        for word in sorted(words):
            ordinals, scores = self._with_word(word)
            found[ordinals] += scores
        return found

    def _decided(self, phrase: str, candidates: Selection) -> Selection:
        if _LOOKED_AT_OF * np.count_nonzero(candidates) < len(candidates):
            return super()._decided(phrase, candidates)
        return candidates & self._selection(rows_of(self._searcher, phrase_query(phrase)))

    def _selection(self, ordinals: Ordinals) -> Selection:
        selection = np.zeros(len(self.columns.ids), np.bool_)
        selection[ordinals] = True
        return selection

    def _with_word(self, word: str) -> tuple[Ordinals, npt.NDArray[np.float32]]:
        return self._words.get(word, lambda: self._found_word(word))

    def _found_word(self, word: str) -> tuple[Ordinals, npt.NDArray[np.float32]]:
        return self._scored(word_query(word))

    def _scored(self, query: tantivy.Query) -> tuple[Ordinals, npt.NDArray[np.float32]]:
        limit = max(self._searcher.num_docs, 1)  # tantivy takes no limit of 0
        hits = self._searcher.search(query, limit=limit, count=False).hits
        scores = np.fromiter((score for score, _ in hits), np.float32, len(hits))
        rows = self._searcher.fast_field_values(ROW, [address for _, address in hits])
        return np.array(rows, np.int64), scores


def rows_of(searcher: tantivy.Searcher, query: tantivy.Query) -> Ordinals:
    """Return the stored rows of all documents that a query finds, in no order."""
    limit = max(searcher.num_docs, 1)
    hits = searcher.search(query, limit=limit, count=False, order_by_field=ROW).hits
    return np.fromiter((row for row, _ in hits), np.int64, len(hits))
