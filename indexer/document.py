"""What an index gets of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.facts import Doubt, Level, Organ, Place, ReportKind, SectionKind


@dataclass(frozen=True, slots=True)
class TextSection:
    """Characters ``[start, end)`` of a document's text that stand below one heading."""

    kind: SectionKind
    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """What an engine gets of a report. ``text`` is the report's paragraphs joined by newlines.

    ``place`` is the place's name as the page has it, ``division`` the administrative division
    it was recognised as. Absent is ``None`` or empty.
    """

    report_id: str
    url: str
    title: str
    text: str
    issuer: str | None = None
    published_on: date | None = None
    site: str | None = None
    place: str | None = None
    kind: ReportKind | None = None
    year: int | None = None
    division: Place | None = None
    level: Level | None = None
    organ: Organ | None = None
    document_number: str | None = None
    validity: str | None = None
    doubts: tuple[Doubt, ...] = ()
    sections: tuple[TextSection, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """What becomes of reports by the changes up to number ``position``.

    ``documents`` are added or take the place of those with the same id; ``removed`` are the ids
    of reports that are no more.
    """

    documents: Sequence[IndexDocument]
    removed: Sequence[str]
    position: int
