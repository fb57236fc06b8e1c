"""One state of the index, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

import numpy as np
import tantivy

from indexer.columns import Ordinals
from indexer.ranking import Postings
from indexer.stored import StoredReading
from indexer.tantivy_engine.schema import ROW


class TantivyReading(StoredReading):
    """The :class:`indexer.engine.Reading` of the rows that tantivy has."""

    def _frequency(self, word: str) -> int:
        return self._stock.frequency(word)

    def _postings(self, word: str) -> Sequence[Postings]:
        return self._stock.postings(word)


def live_rows(searcher: tantivy.Searcher) -> Ordinals:
    """Return the stored rows of all documents, in no order."""
    limit = max(searcher.num_docs, 1)  # tantivy takes no limit of 0
    query = tantivy.Query.all_query()
    hits = searcher.search(query, limit=limit, count=False, order_by_field=ROW).hits
    return np.fromiter(map(itemgetter(0), hits), np.int64, len(hits))
