"""The fields that can be asked for: their names, and what stands behind the colon."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from enum import Enum, StrEnum
from typing import TypeVar

from archive.facts import Level, Organ, ReportKind, SectionKind
from indexer.facets import Facet
from indexer.fold import fold
from indexer.query.nodes import Days, Field, Filter, InSection, Years


class Script(Enum):
    """The field that says whether traditional and simplified characters are told apart."""

    SCRIPT = "繁简"


FieldName = Facet | Field | Script

_ALIASES: dict[FieldName, tuple[str, ...]] = {
    Field.TITLE: ("title",),
    Field.TEXT: ("text", "body"),
    Facet.ISSUER: ("issuer", "发布机构", "单位"),
    Facet.ORGAN: ("organ",),
    Facet.PLACE: ("place", "region", "地方", "省份"),
    Facet.LEVEL: ("level", "层级"),
    Facet.KIND: ("kind", "type", "种类"),
    Facet.YEAR: ("year", "年度"),
    Facet.SECTIONS: ("section", "部分"),
    Facet.NUMBER: ("number", "发文字号"),
    Facet.SITE: ("site", "host", "网站"),
    Facet.PUBLISHED: ("published", "date", "日期"),
    Facet.STATUS: ("status",),
    Script.SCRIPT: ("script",),
}
FIELDS: dict[str, FieldName] = {
    name: field for field, names in _ALIASES.items() for name in (field.value, *names)
}
"""All names, Chinese and English, each with its field."""

_RANGE = re.compile(r"(?P<first>.*?)(?:\.\.+|…+|~|～|至|—+|–)(?P<last>.*)", re.DOTALL)
_TWO_YEARS = re.compile(r"(\d{4})年?-(\d{4})年?")
_YEAR = re.compile(r"(\d{1,4})年?")
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_APART, _TOGETHER = ("区分", "apart", "exact"), ("不区分", "合并", "together")


_End = TypeVar("_End")


class NotAValueError(ValueError):
    """What stands behind a field's colon is none of its values.

    ``expected`` says in few words what is; ``nearest`` is a value that may have been meant.
    """

    def __init__(self, expected: str, nearest: str | None = None) -> None:
        super().__init__(expected)
        self.expected = expected
        self.nearest = nearest


def closest_field(name: str) -> str | None:
    """Return the field's name that ``name`` may have been meant for."""
    close = get_close_matches(name.lower(), FIELDS, 1, cutoff=0.5)
    if not close:
        return None
    return close[0] if close[0].isascii() else FIELDS[close[0]].value


def years(text: str) -> Years:
    """Read ``2019``, ``2019..2024``, ``..2024`` or ``2019..``. Raises ``NotAValueError``."""
    two = _TWO_YEARS.fullmatch(text)
    first, last = _ends("..".join(two.groups()) if two else text, _year, "2019、2019..2024")
    if first is not None and last is not None and first > last:
        raise NotAValueError("2019..2024", f"{last}..{first}")
    return Years(first, last)


def days(text: str) -> Days:
    """Read ``2023-05-01``, ``2023-05``, ``2023`` or a range. Raises ``NotAValueError``."""
    first, last = _ends(text, _span_of_days, "2023、2023-05、2023-01-01..2023-06-30")
    if first and last and first[0] > last[1]:
        raise NotAValueError("2023-01-01..2023-06-30", f"{last[0]}..{first[1]}")
    return Days(first[0] if first else None, last[1] if last else None)


def one_of(text: str, choices: type[StrEnum]) -> str:
    """Return the value that ``text`` names: itself, its English name, or what only it contains.

    Raises ``NotAValueError``.
    """
    chosen = _chosen(text, choices)
    if chosen is None:
        names = [each.value for each in choices]
        close = get_close_matches(text, names, 1, cutoff=0.3)
        raise NotAValueError("、".join(names), close[0] if close else None)
    return chosen.value


def filter_of(facet: Facet, text: str) -> Filter:
    """Return the filter that ``text`` behind the field's colon means. Raises ``NotAValueError``."""
    if facet is Facet.YEAR:
        return Filter(facet, years(text))
    if facet is Facet.PUBLISHED:
        return Filter(facet, days(text))
    return Filter(facet, one_of(text, CHOICES[facet]) if facet in CHOICES else text)


def section(text: str) -> InSection:
    """Return the kind of section that ``text`` names, else those with it in their heading."""
    kind = _chosen(text, SectionKind)
    return InSection(SectionKind(kind.value)) if kind else InSection(heading=fold(text))


def told_apart(text: str) -> bool:
    """Read ``区分`` or ``不区分``. Raises ``NotAValueError``."""
    if text.lower() in _APART:
        return True
    if text.lower() in _TOGETHER:
        return False
    raise NotAValueError("区分、不区分", "区分")


CHOICES: dict[Facet, type[StrEnum]] = {
    Facet.KIND: ReportKind,
    Facet.LEVEL: Level,
    Facet.ORGAN: Organ,
}
"""The facets that have a fixed set of values."""

_LEAST_PART = 2  # characters of a value that are enough to name it


def _chosen(text: str, choices: type[StrEnum]) -> StrEnum | None:
    folded = fold(text)
    for each in choices:
        names = (each.value, f"{each.value}级", each.name, each.name.replace("_", ""))
        if folded in map(fold, names):
            return each
    if len(folded) < _LEAST_PART:
        return None
    return _only(each for each in choices if folded in fold(each.value))


def _only(found: Iterable[StrEnum]) -> StrEnum | None:
    every = list(found)
    return every[0] if len(every) == 1 else None


def _ends(text: str, read: Callable[[str], _End], expected: str) -> tuple[_End | None, _End | None]:
    """Return both ends of a range, or the same twice; ``None`` where it is open."""
    match = _RANGE.fullmatch(text)
    first, last = (match["first"], match["last"]) if match else (text, text)
    try:
        ends = tuple(read(end.strip()) if end.strip() else None for end in (first, last))
    except ValueError as error:
        raise NotAValueError(expected) from error
    if ends == (None, None):
        raise NotAValueError(expected)
    return ends[0], ends[1]


def _year(text: str) -> int:
    match = _YEAR.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return int(match[1])


def _span_of_days(text: str) -> tuple[date, date]:
    """Return the first and the last day of a year, a month or a day."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if day and month:
        return date(year, month, day), date(year, month, day)
    last_month = month or 12
    last_day = monthrange(year, last_month)[1]
    return date(year, month or 1, 1), date(year, last_month, last_day)
