"""What every export has of a found report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from indexer.document import IndexDocument
from indexer.hits import Spans
from indexer.passages import highlight, show
from indexer.query import Query

SeenOn = Callable[[str], date | None]
"""When the report of an id was fetched last; ``None`` if that is not known."""


@dataclass(frozen=True, slots=True)
class Row:
    """A found report. What costs something is worked out when it is asked for."""

    query: Query
    document: IndexDocument
    _seen_on: SeenOn

    @property
    def title_spans(self) -> Spans:
        """Places in the title that were found."""
        return highlight(self.query, self.document).title

    @property
    def text_spans(self) -> Spans:
        """Places in the text that were found."""
        return highlight(self.query, self.document).text

    @property
    def occurrences(self) -> int:
        """How many places were found in title and text together."""
        found = highlight(self.query, self.document)
        return len(found.title) + len(found.text)

    @property
    def excerpt(self) -> str:
        """The best passage on one line."""
        best = show(self.query, self.document).passages
        return best[0].text.replace("\n", " ") if best else ""

    @property
    def seen_on(self) -> date | None:
        """When it was fetched last."""
        return self._seen_on(self.document.report_id)


def rows(query: Query, documents: Iterable[IndexDocument], seen_on: SeenOn) -> Iterator[Row]:
    """Yield a row for every document."""
    return (Row(query, document, seen_on) for document in documents)
