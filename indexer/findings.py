"""Everything that a query finds in one state of the index, for views that need all of it.

A page of hits comes from ``indexer.searcher``; concordance, trends and exports come from here.
Nothing is capped, and documents are read one after the other, so memory stays flat.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from indexer.answers import Patience, Sort, evaluate
from indexer.answers.leaves import Locator
from indexer.answers.order import ordered
from indexer.answers.relevance import relevance
from indexer.columns import Ordinals
from indexer.concordance import (
    Collocates,
    Line,
    LineOrder,
    NeighbourCounter,
    Neighbours,
    collocates,
    in_order,
    lines,
    neighbours,
    occurrences,
)
from indexer.concordance.collocates import AT_LEAST
from indexer.concordance.lines import DEFAULT_WIDTH
from indexer.concordance.neighbours import DEFAULT_SIZE
from indexer.engine import Reading
from indexer.query import Query
from indexer.trends import Grouping, Period, Trend, trend

_AT_ONCE = 200  # documents whose folded texts are held: about 2 MB


@dataclass(frozen=True, slots=True)
class Concordance:
    """One page of lines; ``neighbours`` count all of them, not only this page."""

    lines: tuple[Line, ...]
    neighbours: Neighbours


class Findings:
    """What ``query`` finds in ``reading``; of use as long as the reading is.

    ``asked`` is the query as typed, ``index_version`` names the state of the index.
    """

    def __init__(
        self,
        reading: Reading,
        query: Query,
        asked: str,
        index_version: str,
        sort: Sort = Sort.RELEVANCE,
        patience: Patience | None = None,
    ) -> None:
        """Find it. Raises ``TooSlowError`` if that takes too long."""
        self.query = query
        self.asked = asked
        self.index_version = index_version
        self._reading = reading
        self._patience = patience or Patience(None)
        self._found = evaluate(reading, query, self._patience)
        self._sort = sort

    @property
    def total(self) -> int:
        """How many reports were found."""
        return int(np.count_nonzero(self._found.matching))

    @property
    def literal_total(self) -> int:
        """How many of them contain every part of the query literally."""
        return int(np.count_nonzero(self._found.literal))

    @property
    def document_count(self) -> int:
        """How many reports there are in this state of the index."""
        return int(np.count_nonzero(self._reading.columns.live))

    def documents(self) -> Iterator[Locator]:
        """Yield all found documents in the order of the search, ready to be looked into.

        Raises ``TooSlowError`` where patience runs out on the way.
        """
        scores = relevance(self._reading, self._found.terms, self._found.matching)
        ranked = ordered(self._reading, self.query, self._found, scores, self._sort, self._patience)
        for start in range(0, len(ranked), _AT_ONCE):
            yield from self._located(ranked[start : start + _AT_ONCE])

    def _located(self, ordinals: Ordinals) -> Iterator[Locator]:
        """Yield some documents with the folded texts that the index has of them."""
        batch = np.zeros_like(self._found.matching)
        batch[ordinals] = True
        folded = dict(self._reading.folded(batch))
        documents = self._reading.documents(ordinals.tolist())
        for ordinal, document in zip(ordinals.tolist(), documents, strict=True):
            self._patience.check()
            yield Locator(document, folded[ordinal])

    def lines(
        self,
        order: LineOrder = LineOrder.FOUND,
        width: int = DEFAULT_WIDTH,
        *,
        limit: int | None = None,
        offset: int = 0,
    ) -> Iterator[Line]:
        """Yield the concordance from line ``offset`` on, ``limit`` lines or all."""
        found = occurrences(self.query, self.documents())
        return in_order(lines(found, width), order, limit=limit, offset=offset)

    def concordance(
        self, order: LineOrder, width: int, size: int, *, limit: int, offset: int
    ) -> Concordance:
        """Return a page of lines and what all occurrences have beside them, read once."""
        counter = NeighbourCounter(size)
        found = lines(counter.counting(occurrences(self.query, self.documents())), width)
        page = tuple(in_order(found, order, limit=limit, offset=offset))
        deque(found, maxlen=0)  # what is not on the page is counted as well
        return Concordance(page, counter.counted())

    def neighbours(self, size: int = DEFAULT_SIZE) -> Neighbours:
        """Count what stands directly before and behind every occurrence."""
        return neighbours(occurrences(self.query, self.documents()), size)

    def collocates(self, at_least: int = AT_LEAST) -> Collocates:
        """Return the words that stand near an occurrence more often than expected."""
        return collocates(self.query, self.documents(), at_least=at_least)

    def trend(self, period: Period = Period.YEAR, grouping: Grouping = Grouping.NONE) -> Trend:
        """Count year by year or month by month."""
        return trend(
            self._reading, self.query, self._found.matching, period, grouping, self._patience
        )
