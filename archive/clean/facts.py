"""The facts about a report beyond its text, each with the words it was read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.clean.divisions import Division
from archive.clean.kinds import kind_of
from archive.clean.levels import level_of, organ_of
from archive.clean.place import named_place
from archive.clean.reading import Reading
from archive.clean.sections import find_sections
from archive.clean.years import year_of
from archive.facts import Evidence, Facts, Place, ReportKind


@dataclass(frozen=True, slots=True)
class Known:
    """What the cleaner knows of a report before its facts are read."""

    url: str
    title: str
    is_titled: bool
    issuer: str | None
    site: str | None
    paragraphs: tuple[str, ...]


def read_facts(known: Known) -> Facts:
    """Return the facts of a report."""
    kind = _kind(known)
    year = year_of(known.title, known.paragraphs, known.url)
    named = named_place(known.issuer, known.title, known.site)
    division = named.division if named else None
    level = level_of(division, named.path if named else None, known.issuer, known.title)
    organ = organ_of(known.issuer, known.title)
    return Facts(
        kind=kind.value if kind else None,
        year=year.value if year else None,
        place=_place(division) if division else None,
        level=level.value if level else None,
        organ=organ.value if organ else None,
        sections=find_sections(known.paragraphs),
        addresses=(known.url,),
        evidence=tuple(_evidence({"kind": kind, "year": year, "level": level, "organ": organ})),
    )


def _evidence(readings: Mapping[str, Reading[object] | None]) -> Iterator[Evidence]:
    return (reading.evidence(name) for name, reading in readings.items() if reading)


def _kind(known: Known) -> Reading[ReportKind] | None:
    kind = kind_of(known.title)
    if kind is ReportKind.OTHER and not known.is_titled:
        return None
    return Reading(kind, "title", known.title)


def _place(division: Division) -> Place:
    return Place(division.code, division.province, division.city, division.county)
