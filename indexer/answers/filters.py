"""What a filter accepts, asked of each distinct value of a facet."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from functools import lru_cache
from typing import TypeVar

from archive.facts import Doubt
from indexer.facets import Facet, Location, Site
from indexer.fold import fold
from indexer.query import Days, Filter, Years

_Ordered = TypeVar("_Ordered", int, date)

PROBLEM_FREE, DOUBTFUL = "正常", "存疑"
"""The status of documents about which there is no doubt, or any; in force or not."""

_DOUBTS = frozenset(Doubt)
_LEAST_NAME = 2  # so many characters of a place's name are enough: 重庆 for 重庆市
_BRACKETS = str.maketrans("", "", "〔〕[]【】()（）［］﹝﹞")


def acceptance(asked: Filter) -> Callable[[Hashable], bool]:
    """Return what tells whether a facet's value is what ``asked`` asks for."""
    match asked.value:
        case Years() as years:
            return lambda year: isinstance(year, int) and _lies(year, years.first, years.last)
        case Days() as days:
            return lambda day: isinstance(day, date) and _lies(day, days.first, days.last)
        case text:
            accepts, wanted = _ACCEPTS[asked.facet], fold(text)
            return lambda value: value is not None and accepts(value, wanted)


def _lies(value: _Ordered, first: _Ordered | None, last: _Ordered | None) -> bool:
    return (first is None or first <= value) and (last is None or value <= last)


@lru_cache(maxsize=1 << 16)
def _folded(name: str) -> str:
    """Return a name folded: facets ask for each of tens of thousands again and again."""
    return fold(name)


def _is(value: Hashable, wanted: str) -> bool:
    return _folded(str(value)) == wanted


def _contains(value: Hashable, wanted: str) -> bool:
    return wanted in _folded(str(value))


def _is_number(value: Hashable, wanted: str) -> bool:
    """Document numbers: 〔2023〕, [2023] and （2023） are one."""
    return wanted.translate(_BRACKETS) in _folded(str(value)).translate(_BRACKETS)


def _lies_in(value: Hashable, wanted: str) -> bool:
    """A place by its name, by the beginning of its name, or by its code; all that lies in it."""
    assert isinstance(value, Location)
    if wanted.isdecimal():
        return bool(value.code) and value.code.startswith(_stem(wanted))
    return any(
        name == wanted or (len(wanted) >= _LEAST_NAME and name.startswith(wanted))
        for name in map(_folded, value.names)
    )


def _stem(code: str) -> str:
    """Return the digits that all places in a division share: 500000 and 50 are 50."""
    code = code.removesuffix("0000") if len(code) == 6 else code
    return code.removesuffix("00") if len(code) == 6 else code


def _is_site(value: Hashable, wanted: str) -> bool:
    """A site by its host, by the domain it is in, or by a part of its name."""
    assert isinstance(value, Site)
    in_domain = value.host == wanted or value.host.endswith(f".{wanted}")
    return in_domain or wanted in _folded(value.name)


def _has_status(value: Hashable, wanted: str) -> bool:
    assert isinstance(value, tuple)
    if wanted in (PROBLEM_FREE, DOUBTFUL):
        return is_doubtful(value) == (wanted == DOUBTFUL)
    return wanted in map(_folded, value)


def is_doubtful(status: tuple[Hashable, ...]) -> bool:
    """Whether a document of this status may not be what it says it is."""
    return any(each in _DOUBTS for each in status)


def _has_section(value: Hashable, wanted: str) -> bool:
    assert isinstance(value, tuple)
    return any(_folded(kind) == wanted for kind in value)


_ACCEPTS: dict[Facet, Callable[[Hashable, str], bool]] = {
    Facet.KIND: _is,
    Facet.LEVEL: _is,
    Facet.ORGAN: _is,
    Facet.ISSUER: _contains,
    Facet.PLACE: _lies_in,
    Facet.NUMBER: _is_number,
    Facet.SITE: _is_site,
    Facet.STATUS: _has_status,
    Facet.SECTIONS: _has_section,
}
