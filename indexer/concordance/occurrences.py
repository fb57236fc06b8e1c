"""All places where a query stands literally, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.answers.finds import Groups
from indexer.answers.leaves import Leaf, Locator, group_labels, leaves
from indexer.document import IndexDocument
from indexer.query import Field, Query


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place: ``[start, end)`` of a document's title or of its text.

    ``groups`` are what a regular expression captured there.
    """

    document: IndexDocument
    in_title: bool
    start: int
    end: int
    groups: Groups = ()

    @property
    def text(self) -> str:
        """What it stands in."""
        return self.document.title if self.in_title else self.document.text

    @property
    def found(self) -> str:
        """The found characters."""
        return self.text[self.start : self.end]


def occurrences(query: Query, found: Iterable[Locator]) -> Iterator[Occurrence]:
    """Yield every place in title and text, in the order of the documents and of reading.

    Everything that ``query`` looks for counts by itself, also where one stands in another, as
    in ``indexer.answers.leaves.occurrences``; a place counts once. What a ``NOT`` excludes has
    no place, and words that are found only apart from each other have none.
    """
    sought = tuple(leaves(query))
    for locator in found:
        yield from occurrences_in(locator, sought)


def occurrences_in(locator: Locator, sought: Sequence[Leaf]) -> list[Occurrence]:
    """Return the places of ``sought`` in one document, in the order of reading."""
    document = locator.document
    found = [
        Occurrence(document, place.field is Field.TITLE, place.start, place.end, place.groups)
        for place in locator.all_places(sought)
    ]
    return sorted(found, key=lambda each: (not each.in_title, each.start, each.end))


def capture_names(query: Query) -> tuple[str, ...]:
    """Return the names or numbers of all groups that ``query`` may capture, each once."""
    labels = group_labels(leaves(query)).values()
    return tuple(dict.fromkeys(label for each in labels for label in each.values()))
