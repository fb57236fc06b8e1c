"""One state of the index, and what it answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import numpy as np
import tantivy

from indexer.columns import Ordinals, Selection
from indexer.document import IndexDocument
from indexer.engine import Scores
from indexer.folded import FoldedDocument
from indexer.stored import Record, Records, StoredFiles
from indexer.stored.appendfile import AppendFile
from indexer.tantivy_engine.schema import CHARACTERS, NUMBER, RECORD, WORDS


class TantivyReading:
    """The :class:`indexer.engine.Reading` of one of tantivy's searchers.

    Ordinals follow the numbers that documents were given when they were committed; those of
    documents that are gone are skipped. The searcher keeps its files, whatever is committed.
    """

    def __init__(
        self,
        searcher: tantivy.Searcher,
        schema: tantivy.Schema,
        stored: StoredFiles,
        records: AppendFile,
    ) -> None:
        """Read the columns of all documents."""
        self._searcher = searcher
        self._schema = schema
        self._stored = stored
        addresses = self._addresses(tantivy.Query.all_query())
        self._numbers, order = np.unique(self._integers(NUMBER, addresses), return_index=True)
        addresses = [addresses[place] for place in order.tolist()]
        starts, sizes = (self._integers(name, addresses).tolist() for name in RECORD)
        frames = map(records.read, zip(starts, sizes, strict=True))
        known = Records.of([Record.from_bytes(frame) for frame in frames])
        self._places = known.places
        self.columns = known.columns(np.ones(len(starts), np.bool_))

    @property
    def next_number(self) -> int:
        """The smallest number above those of all documents."""
        return int(self._numbers[-1]) + 1 if len(self._numbers) else 0

    def containing(self, phrase: str, within: Selection) -> Selection:
        """Return the documents with ``phrase`` in their folded title or folded text."""
        return within & self._having(_characters(self._schema, phrase))

    def having(self, words: Collection[str], within: Selection) -> Selection:
        """Return the documents that have all ``words``; none if there are none."""
        if not words:
            return np.zeros_like(within)
        return within & self._having(_words(self._schema, words, tantivy.Occur.Must))

    def scores(self, words: Collection[str]) -> Scores:
        """Return the BM25F scores of all documents."""
        found = np.zeros(len(self._numbers))
        if words:
            query = _words(self._schema, words, tantivy.Occur.Should)
            hits = self._hits(query)
            scores = np.fromiter((score for score, _ in hits), np.float64, len(hits))
            found[self._ordinals([address for _, address in hits])] = scores
        return found

    def folded(self, within: Selection) -> Iterator[tuple[int, FoldedDocument]]:
        """Yield the ordinals and folded texts of the documents."""
        return self._stored.folded(self._places, within)

    def documents(self, ordinals: Iterable[int]) -> Iterator[IndexDocument]:
        """Yield the documents as they were committed, in the order of ``ordinals``."""
        return self._stored.documents(self._places, ordinals)

    def _having(self, query: tantivy.Query) -> Selection:
        selection = np.zeros(len(self._numbers), np.bool_)
        selection[self._ordinals(self._addresses(query))] = True
        return selection

    def _ordinals(self, addresses: list[tantivy.DocAddress]) -> Ordinals:
        return np.searchsorted(self._numbers, self._integers(NUMBER, addresses))

    def _integers(self, field: str, addresses: list[tantivy.DocAddress]) -> Ordinals:
        return np.array(self._searcher.fast_field_values(field, addresses), np.int64)

    def _addresses(self, query: tantivy.Query) -> list[tantivy.DocAddress]:
        return [address for _, address in self._hits(query)]

    def _hits(self, query: tantivy.Query) -> list[tuple[float, tantivy.DocAddress]]:
        limit = max(self._searcher.num_docs, 1)  # tantivy takes no limit of 0
        return self._searcher.search(query, limit=limit, count=False).hits


def _characters(schema: tantivy.Schema, phrase: str) -> tantivy.Query:
    if len(phrase) == 1:
        return tantivy.Query.term_query(schema, CHARACTERS, phrase, index_option="basic")
    return tantivy.Query.phrase_query(schema, CHARACTERS, list(phrase))


def _words(schema: tantivy.Schema, words: Collection[str], occur: tantivy.Occur) -> tantivy.Query:
    terms = (tantivy.Query.term_query(schema, WORDS, word, index_option="freq") for word in words)
    return tantivy.Query.boolean_query([(occur, term) for term in terms])
