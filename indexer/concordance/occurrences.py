"""All places where a query was found, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.document import IndexDocument
from indexer.passages import highlight
from indexer.query import Query


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One found place: ``[start, end)`` of a document's title or of its text."""

    document: IndexDocument
    in_title: bool
    start: int
    end: int

    @property
    def text(self) -> str:
        """What it stands in."""
        return self.document.title if self.in_title else self.document.text

    @property
    def found(self) -> str:
        """The found characters."""
        return self.text[self.start : self.end]


def occurrences(query: Query, documents: Iterable[IndexDocument]) -> Iterator[Occurrence]:
    """Yield every place in title and text that a reader sees marked, in the documents' order.

    Places of different parts of the query that overlap are one, as they are one mark.
    """
    for document in documents:
        found = highlight(query, document)
        for in_title, spans in ((True, found.title), (False, found.text)):
            for start, end in spans:
                yield Occurrence(document, in_title, start, end)
