"""One state of the index, and what it answers."""

from __future__ import annotations

from operator import itemgetter

import numpy as np
import tantivy

from indexer.columns import Ordinals, Selection
from indexer.errors import damage_noticed
from indexer.ranking import Postings
from indexer.stored import Stock, StoredReading
from indexer.tantivy_engine.files import MappedFiles
from indexer.tantivy_engine.schema import ROW, phrase_query

# Looking at one text of twenty costs as much as asking tantivy, which goes through all postings.
_LOOKED_AT_OF = 20


class TantivyReading(StoredReading):
    """The :class:`indexer.engine.Reading` of one of tantivy's searchers.

    The searcher keeps its files, whatever is committed.
    """

    def __init__(self, searcher: tantivy.Searcher, stock: Stock, files: MappedFiles) -> None:
        """Read what of ``stock`` the searcher finds in ``files``."""
        super().__init__(stock)
        self.files = files
        self._searcher = searcher

    def _frequency(self, word: str) -> int:
        return self._stock.frequency(word)

    def _postings(self, word: str) -> Postings:
        return self._stock.postings(word)

    def _decided(self, phrase: str, candidates: Selection) -> Selection:
        if _LOOKED_AT_OF * np.count_nonzero(candidates) < len(candidates):
            return super()._decided(phrase, candidates)
        found = np.zeros_like(candidates)
        self.files.check_searched()
        with damage_noticed(self.files.folder):
            found[rows_of(self._searcher, phrase_query(phrase))] = True
        return candidates & found


def rows_of(searcher: tantivy.Searcher, query: tantivy.Query) -> Ordinals:
    """Return the stored rows of all documents that a query finds, in no order."""
    limit = max(searcher.num_docs, 1)  # tantivy takes no limit of 0
    hits = searcher.search(query, limit=limit, count=False, order_by_field=ROW).hits
    return np.fromiter(map(itemgetter(0), hits), np.int64, len(hits))
