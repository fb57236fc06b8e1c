"""The facts of a document that it is filtered, counted and sorted by, each with its type."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from archive.facts import Level, Organ, ReportKind, SectionKind
from indexer.document import IndexDocument


class Facet(StrEnum):
    """What documents are filtered and counted by; the values are the names people type."""

    KIND = "类型"  # ReportKind
    LEVEL = "级别"  # Level
    ORGAN = "机构类别"  # Organ
    ISSUER = "机构"  # str
    PLACE = "地区"  # Location
    YEAR = "年份"  # int
    PUBLISHED = "发布日期"  # date
    NUMBER = "文号"  # str
    SITE = "站点"  # Site
    STATUS = "状态"  # tuple[str, ...]: the validity as the page has it, and doubts
    SECTIONS = "章节"  # tuple[SectionKind, ...] in the order of the enumeration


@dataclass(frozen=True, slots=True)
class Location:
    """Where a report is from: the division's code and names from the top down, or one name.

    ``code`` is empty if the place was not recognised as a division.
    """

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A web site: its host, and the name it gives itself, which may be empty."""

    host: str
    name: str


def facet_value(document: IndexDocument, facet: Facet) -> Hashable:
    """Return a document's value of a facet, of the type that :class:`Facet` names.

    ``None`` (for the facets with tuples: an empty one) means that it is not known.
    """
    return _VALUES[facet](document)


def to_plain(value: Hashable) -> object:
    """Return a facet's value as JSON can hold it, for an engine to keep."""
    match value:
        case Location(code, names):
            return [code, *names]
        case Site(host, name):
            return [host, name]
        case date():
            return value.isoformat()
        case _:
            return value


def from_plain(facet: Facet, plain: Any) -> Hashable:
    """Return the value that was made plain."""
    return None if plain is None else _TYPED[facet](plain)


def _location(document: IndexDocument) -> Location | None:
    division = document.division
    if division is not None:
        names = (division.province, division.city, division.county)
        return Location(division.code, tuple(name for name in names if name))
    return Location("", (document.place,)) if document.place else None


def _site(document: IndexDocument) -> Site:
    return Site(urlsplit(document.url).hostname or "", document.site or "")


def _status(document: IndexDocument) -> tuple[str, ...]:
    validity = (document.validity,) if document.validity else ()
    return (*validity, *sorted({doubt.value for doubt in document.doubts}))


def _section_kinds(document: IndexDocument) -> tuple[Hashable, ...]:
    return tuple(sorted({section.kind for section in document.sections}))


_VALUES: Mapping[Facet, Callable[[IndexDocument], Hashable]] = {
    Facet.KIND: lambda document: document.kind,
    Facet.LEVEL: lambda document: document.level,
    Facet.ORGAN: lambda document: document.organ,
    Facet.ISSUER: lambda document: document.issuer,
    Facet.PLACE: _location,
    Facet.YEAR: lambda document: document.year,
    Facet.PUBLISHED: lambda document: document.published_on,
    Facet.NUMBER: lambda document: document.document_number,
    Facet.SITE: _site,
    Facet.STATUS: _status,
    Facet.SECTIONS: _section_kinds,
}


_TYPED: Mapping[Facet, Callable[[Any], Hashable]] = {
    Facet.KIND: ReportKind,
    Facet.LEVEL: Level,
    Facet.ORGAN: Organ,
    Facet.ISSUER: str,
    Facet.PLACE: lambda parts: Location(parts[0], tuple(parts[1:])),
    Facet.YEAR: int,
    Facet.PUBLISHED: date.fromisoformat,
    Facet.NUMBER: str,
    Facet.SITE: lambda parts: Site(*parts),
    Facet.STATUS: tuple,
    Facet.SECTIONS: lambda kinds: tuple(map(SectionKind, kinds)),
}
