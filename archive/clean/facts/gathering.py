"""The facts about a report beyond its text, each with the words it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from archive.clean.doubts.judging import find_doubts
from archive.clean.facts.details import Details
from archive.clean.facts.kinds import kind_of
from archive.clean.facts.levels import level_of, organ_of
from archive.clean.facts.locating import Location
from archive.clean.facts.reading import Reading
from archive.clean.paragraphs.sections import find_sections
from archive.facts import Evidence, Facts, ReportKind

_T = TypeVar("_T")
_MAX_WORDS = 200  # of evidence; longer lines are cut


def read_facts(
    details: Details, location: Location | None, paragraphs: tuple[str, ...], url: str
) -> Facts:
    """Return the facts of a report, by its details and its text."""
    kind = _kind(details)
    issuer = first(details.issuer)
    level = level_of(location, issuer, details.title.value, first(details.site_code))
    organ = organ_of(issuer, details.title.value)
    return Facts(
        kind=kind.value if kind else None,
        year=details.year.value if details.year else None,
        place=location.place if location else None,
        level=level.value if level else None,
        organ=organ.value if organ else None,
        publisher=first(details.publisher),
        subject=first(details.subject),
        validity=first(details.validity),
        source=first(details.source),
        author=first(details.author),
        site_code=first(details.site_code),
        sections=find_sections(paragraphs),
        addresses=(url,),
        warnings=find_doubts(details.title.value, paragraphs, url),
        evidence=tuple(
            _evidence(details, kind=kind, place=_place(location), level=level, organ=organ)
        ),
    )


def first(readings: Sequence[Reading[_T]]) -> _T | None:
    """Return the value that counts, ``None`` if there is none."""
    return readings[0].value if readings else None


def _evidence(details: Details, **single: Reading[object] | None) -> Iterator[Evidence]:
    """Yield the words behind every fact, those that count before those that do not."""
    for name in _DETAILS:
        value = getattr(details, name)
        readings = value if isinstance(value, tuple) else (value,)
        yield from _unlike(name, (one for one in readings if one is not None))
    for name, reading in single.items():
        if reading is not None:
            yield _shortened(reading.evidence(name))


_DETAILS = (
    *("title", "issuer", "publisher", "published_on", "written_on", "document_number"),
    *("index_number", "subject", "validity", "source", "author", "site_code", "year"),
)


def _unlike(name: str, readings: Iterable[Reading[object]]) -> Iterator[Evidence]:
    """Yield each reading once: a label printed twice is no second witness."""
    yield from dict.fromkeys(_shortened(reading.evidence(name)) for reading in readings)


def _shortened(evidence: Evidence) -> Evidence:
    return replace(evidence, words=evidence.words[:_MAX_WORDS])


def _kind(details: Details) -> Reading[ReportKind] | None:
    """Return the kind by the title as it stood: 【解读】 may have been taken off it."""
    words = details.title.words
    kind = kind_of(words)
    if kind is ReportKind.OTHER and not details.is_titled:
        return None
    return Reading(kind, "title", words)


def _place(location: Location | None) -> Reading[str] | None:
    return Reading(location.path, location.source, location.words) if location else None
