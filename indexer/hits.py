"""What a search gives back: highlights are text plus spans, never HTML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from archive.facts import Doubt
from indexer.answers.counting import FacetCounts
from indexer.answers.explain import ScorePart
from indexer.query import Query

Spans = tuple[tuple[int, int], ...]
"""Half-open character ranges ``[start, end)``, ascending, not overlapping."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the original text; ``spans`` are the places in it that were found."""

    text: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Highlights:
    """The places in a title and in its text that were found."""

    title: Spans
    text: Spans


@dataclass(frozen=True, slots=True)
class Shown:
    """A found document as shown: places in its title, and the best pieces of its text."""

    title_spans: Spans
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One found report. ``title_spans`` are places in ``title``.

    ``copies`` counts near-identical reports that were folded into this one; ``explanation`` has
    the parts of the score where these were asked for. ``doubts`` are those about the report.
    """

    report_id: str
    url: str
    title: str
    issuer: str | None
    published_on: date | None
    place: str | None
    score: float
    literal: bool
    title_spans: Spans
    passages: tuple[Passage, ...]
    copies: int = 0
    explanation: tuple[ScorePart, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query as typed. ``total`` counts all hits, ``hits`` is one page of them.

    ``literal_total`` counts the hits that contain every part of the query literally. ``lines``
    is how many hits all pages have: fewer than ``total`` if near-identical ones are folded.
    ``facets`` say what each filter would leave of all hits; empty if nobody asked. ``barren``
    are parts of a query without hits that find nothing by themselves.
    """

    query: str
    total: int
    literal_total: int
    took_ms: float
    hits: tuple[Hit, ...]
    lines: int = -1
    facets: tuple[FacetCounts, ...] = ()
    barren: tuple[Query, ...] = ()

    def __post_init__(self) -> None:
        """Take every hit for a line where nothing is folded."""
        if self.lines < 0:
            object.__setattr__(self, "lines", self.total)
