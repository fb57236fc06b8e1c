"""What stands behind a field's colon: years, days, one of a few values, or a name."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from archive.facts import Doubt, Level, Organ, ReportKind, SectionKind
from indexer.facets import Facet
from indexer.fold import fold
from indexer.query.nodes import Days, Filter, InSection, Years

CHOICES: dict[Facet, type[StrEnum]] = {
    Facet.KIND: ReportKind,
    Facet.LEVEL: Level,
    Facet.ORGAN: Organ,
}
"""The facets that have a fixed set of values."""

_RANGE = re.compile(r"(?P<first>.*?)(?:\.\.+|…+|~|～|至|—+|–)(?P<last>.*)", re.DOTALL)
_TWO_YEARS = re.compile(r"(\d{4})年?-(\d{4})年?")
_YEAR = re.compile(r"(\d{4})年?")
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_APART, _TOGETHER = ("区分", "apart", "exact"), ("不区分", "合并", "together")
_LEAST_PART = 2  # characters of a value that are enough to name it
_SOME_YEARS, _SOME_DAYS = "2019、2019..2024", "2023、2023-05、2023-01-01..2023-06-30"
_NUMERALS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")

_End = TypeVar("_End")


class NotAValueError(ValueError):
    """What stands behind a field's colon is none of its values.

    ``expected`` says in few words what is; ``nearest`` is what may have been meant.
    """

    def __init__(self, expected: str, nearest: str | None = None) -> None:
        super().__init__(expected)
        self.expected = expected
        self.nearest = nearest


def years(text: str) -> Years:
    """Read ``2019``, ``2019..2024``, ``..2024`` or ``2019..``. Raises ``NotAValueError``."""
    two = _TWO_YEARS.fullmatch(text)
    ends = _ends("..".join(two.groups()) if two else text, _year)
    if ends is None:
        raise NotAValueError(_SOME_YEARS, _years_meant(text))
    first, last = ends
    if first is not None and last is not None and first > last:
        raise NotAValueError("2019..2024", f"{last}..{first}")
    return Years(first, last)


def days(text: str) -> Days:
    """Read ``2023-05-01``, ``2023-05``, ``2023`` or a range. Raises ``NotAValueError``."""
    ends = _ends(text, _span_of_days)
    if ends is None:
        raise NotAValueError(_SOME_DAYS, _day_meant(text))
    first, last = ends
    if first and last and first[0] > last[1]:
        raise NotAValueError("2023-01-01..2023-06-30", f"{last[0]}..{first[1]}")
    return Days(first[0] if first else None, last[1] if last else None)


def one_of(text: str, choices: type[StrEnum]) -> str:
    """Return the value that ``text`` names: itself, its English name, or what only it contains.

    Raises ``NotAValueError``.
    """
    chosen = _chosen(text, choices)
    if len(chosen) == 1:
        return chosen[0].value
    names = [each.value for each in choices]
    close = [each.value for each in chosen] or get_close_matches(text, names, 1, cutoff=0.3)
    nearest = f"({' OR '.join(close)})" if len(close) > 1 else next(iter(close), None)
    raise NotAValueError("、".join(names), nearest)


def filter_of(facet: Facet, text: str) -> Filter:
    """Return the filter that ``text`` behind the field's colon means. Raises ``NotAValueError``."""
    if facet is Facet.YEAR:
        return Filter(facet, years(text))
    if facet is Facet.PUBLISHED:
        return Filter(facet, days(text))
    if facet is Facet.STATUS:
        doubts = _chosen(text, Doubt)
        return Filter(facet, doubts[0].value if len(doubts) == 1 else text)
    return Filter(facet, one_of(text, CHOICES[facet]) if facet in CHOICES else text)


def section(text: str) -> InSection:
    """Return the kind of section that ``text`` names, else those with it in their heading."""
    chosen = _chosen(text, SectionKind)
    if len(chosen) == 1:
        return InSection(SectionKind(chosen[0].value))
    return InSection(heading=fold(text))


def told_apart(text: str) -> bool:
    """Read ``区分`` or ``不区分``. Raises ``NotAValueError``."""
    if text.lower() in _APART:
        return True
    if text.lower() in _TOGETHER:
        return False
    raise NotAValueError("区分、不区分", "区分")


def _chosen(text: str, choices: type[StrEnum]) -> list[StrEnum]:
    """Return the choice that ``text`` names, or all that contain it."""
    folded = fold(text)
    for each in choices:
        names = (each.value, f"{each.value}级", each.name, each.name.replace("_", ""))
        if folded in map(fold, names):
            return [each]
    if len(folded) < _LEAST_PART:
        return []
    return [each for each in choices if folded in fold(each.value)]


def _ends(text: str, read: Callable[[str], _End]) -> tuple[_End | None, _End | None] | None:
    """Return both ends of a range, or the same twice; ``None`` where it is open or for none."""
    match = _RANGE.fullmatch(text)
    first, last = (match["first"], match["last"]) if match else (text, text)
    try:
        ends = tuple(read(end.strip()) if end.strip() else None for end in (first, last))
    except ValueError:
        return None
    return None if ends == (None, None) else (ends[0], ends[1])


def _year(text: str) -> int:
    match = _YEAR.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return int(match[1])


def _years_meant(text: str) -> str | None:
    """Read years in Chinese numerals, of two digits, in a list, or behind a comparison."""
    plain = fold(text).translate(_NUMERALS)
    numbers = [f"20{each}" if len(each) == 2 else each for each in re.findall(r"\d+", plain)]
    if not numbers or any(len(each) != 4 for each in numbers):
        return None
    if len(numbers) > 1:
        return f"({' OR '.join(numbers)})"
    year, is_in = int(numbers[0]), "=" in plain
    return {">": f"{year + (not is_in)}..", "<": f"..{year - (not is_in)}"}.get(plain[0], f"{year}")


def _day_meant(text: str) -> str | None:
    """Read a day without marks between, or one behind the last of its month."""
    numbers = re.fullmatch(r"(\d{4})\D?(\d{2})\D?(\d{2})", text.strip())
    if numbers is None:
        return None
    year, month, day = map(int, numbers.groups())
    if not (1 <= month <= 12 and day and year):
        return None
    return date(year, month, min(day, monthrange(year, month)[1])).isoformat()


def _span_of_days(text: str) -> tuple[date, date]:
    """Return the first and the last day of a year, a month or a day."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if day is not None and month is not None:
        return date(year, month, day), date(year, month, day)
    first_month, last_month = (1, 12) if month is None else (month, month)
    last_day = monthrange(year, last_month)[1]
    return date(year, first_month, 1), date(year, last_month, last_day)
