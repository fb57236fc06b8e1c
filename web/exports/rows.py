"""What every export has of a found report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from indexer.answers.leaves import Locator, leaves
from indexer.concordance.occurrences import Occurrence, occurrences_in
from indexer.document import IndexDocument
from indexer.hits import Highlights
from indexer.passages import highlight, show
from indexer.query import Query

SeenOn = Callable[[str], date | None]
"""When the report of an id was fetched last; ``None`` if that is not known."""


@dataclass(frozen=True)
class Row:
    """A found report. What costs something is worked out when it is asked for, once."""

    query: Query
    _locator: Locator
    _seen_on: SeenOn

    @property
    def document(self) -> IndexDocument:
        """What the index has of it."""
        return self._locator.document

    @cached_property
    def highlights(self) -> Highlights:
        """Places in title and text that were found."""
        return highlight(self.query, self._locator)

    @cached_property
    def occurrences(self) -> list[Occurrence]:
        """Places where the query stands literally, as the concordance has them."""
        return occurrences_in(self._locator, tuple(leaves(self.query)))

    @property
    def excerpt(self) -> str:
        """The best passage on one line."""
        best = show(self.query, self._locator).passages
        return best[0].text.replace("\n", " ") if best else ""

    def captured(self, name: str) -> tuple[str, ...]:
        """Return what a group captured, occurrence by occurrence."""
        groups = (group for each in self.occurrences for group in each.groups)
        return tuple(text for key, text in groups if key == name and text is not None)

    @property
    def seen_on(self) -> date | None:
        """When it was fetched last."""
        return self._seen_on(self.document.report_id)


def rows(query: Query, found: Iterable[Locator], seen_on: SeenOn) -> Iterator[Row]:
    """Yield a row for every found document."""
    return (Row(query, locator, seen_on) for locator in found)
