"""Facets: how many of the found reports each filter would leave.

A count is what a search with that filter added would find, because it is the filter itself
that is asked which values it accepts. The documents with each value are counted at once; what
a filter accepts is remembered as long as the index stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from archive.facts import Level
from indexer.answers.filters import PROBLEM_FREE, acceptance, is_doubtful
from indexer.columns import Column, Columns, Selection
from indexer.facets import Facet, Location, Site
from indexer.places import shared_depth
from indexer.query import Days, Filter, Years

COUNTED = (
    Facet.YEAR,
    Facet.KIND,
    Facet.LEVEL,
    Facet.PLACE,
    Facet.ORGAN,
    Facet.ISSUER,
    Facet.SITE,
    Facet.PUBLISHED,
    Facet.STATUS,
)
"""The facets that are counted. Every report has a document number of its own, and 章节 is no
filter of reports: it says where the words are to stand."""

MOST_VALUES = 30


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: what to call it, the filter that asks for it, how many reports that leaves."""

    label: str
    filter: Filter
    count: int


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """The counts of one facet.

    ``values`` are the most frequent ones out of ``distinct``; of ``unknown`` reports it is not
    known.
    """

    facet: Facet
    values: tuple[FacetValue, ...]
    distinct: int
    unknown: int


def facet_counts(
    columns: Columns, found: Selection, most: int = MOST_VALUES
) -> tuple[FacetCounts, ...]:
    """Return the counts of all facets that are counted, up to ``most`` values of each.

    Years come newest first, levels from the top down, everything else by frequency. Places
    come level by level: those of the next one only where all found reports are in one place.
    """
    return tuple(_counts(columns, found, facet, most) for facet in COUNTED)


def _counts(columns: Columns, found: Selection, facet: Facet, most: int) -> FacetCounts:
    column = columns.facets[facet]
    numbers = np.bincount(column.codes[found], minlength=len(column.values))
    choices, unknown = _choices(facet, column, numbers)
    likeliest = sorted(choices.items(), key=lambda item: (-item[1], item[0].label))[:most]
    values = [
        FacetValue(choice.label, choice.filter, _accepted(columns, numbers, choice.filter))
        for choice, _ in likeliest
    ]
    return FacetCounts(facet, tuple(sorted(values, key=_ORDERS[facet])), len(choices), unknown)


@dataclass(frozen=True, slots=True)
class _Choice:
    label: str
    filter: Filter


def _choices(
    facet: Facet, column: Column, numbers: npt.NDArray[np.int64]
) -> tuple[Counter[_Choice], int]:
    """Return what can be chosen, with the reports that suggest it, and those that do not."""
    choices, unknown = Counter[_Choice](), 0
    present = np.flatnonzero(numbers).tolist()
    depth = shared_depth(column.values[code] for code in present)
    for code in present:
        value, number = column.values[code], int(numbers[code])
        suggested = () if value is None else tuple(_CHOICES[facet](value, depth))
        for choice in suggested:
            choices[choice] += number
        unknown += 0 if suggested else number
    return choices, unknown


_remembered: WeakKeyDictionary[Columns, dict[Filter, npt.NDArray[np.bool_]]] = WeakKeyDictionary()


def _accepted(columns: Columns, numbers: npt.NDArray[np.int64], asked: Filter) -> int:
    known = _remembered.setdefault(columns, {})
    accepted = known.get(asked)
    if accepted is None:
        values = columns.facets[asked.facet].values
        accepted = np.fromiter(map(acceptance(asked), values), np.bool_, len(values))
        known[asked] = accepted
    return int(numbers[accepted].sum())


def _place_choices(value: Hashable, depth: int) -> Iterator[_Choice]:
    assert isinstance(value, Location)
    last = len(value.names) - 1
    for level, name in enumerate(value.names[: depth + 1]):
        if not value.code:
            asked = name
        elif level == last:
            asked = value.code
        else:
            asked = f"{value.code[: 2 * level + 2]:0<6}"
        yield _Choice(name, Filter(Facet.PLACE, asked))


def _site_choices(value: Hashable, _depth: int) -> Iterator[_Choice]:
    assert isinstance(value, Site)
    if value.host:
        yield _Choice(value.name or value.host, Filter(Facet.SITE, value.host))
    elif value.name:
        yield _Choice(value.name, Filter(Facet.SITE, value.name))


def _year_choices(value: Hashable, _depth: int) -> Iterator[_Choice]:
    assert isinstance(value, int)
    yield _Choice(str(value), Filter(Facet.YEAR, Years(value, value)))


def _published_choices(value: Hashable, _depth: int) -> Iterator[_Choice]:
    assert isinstance(value, date)
    year = Days(date(value.year, 1, 1), date(value.year, 12, 31))
    yield _Choice(str(value.year), Filter(Facet.PUBLISHED, year))


def _status_choices(value: Hashable, _depth: int) -> Iterator[_Choice]:
    assert isinstance(value, tuple)
    free = () if is_doubtful(value) else (PROBLEM_FREE,)
    for status in dict.fromkeys((*value, *free)):
        yield _Choice(status, Filter(Facet.STATUS, status))


def _plain_choices(facet: Facet) -> Callable[[Hashable, int], Iterator[_Choice]]:
    def choices(value: Hashable, _depth: int) -> Iterator[_Choice]:
        yield _Choice(str(value), Filter(facet, str(value)))

    return choices


_CHOICES: Mapping[Facet, Callable[[Hashable, int], Iterator[_Choice]]] = {
    Facet.YEAR: _year_choices,
    Facet.KIND: _plain_choices(Facet.KIND),
    Facet.LEVEL: _plain_choices(Facet.LEVEL),
    Facet.PLACE: _place_choices,
    Facet.ORGAN: _plain_choices(Facet.ORGAN),
    Facet.ISSUER: _plain_choices(Facet.ISSUER),
    Facet.SITE: _site_choices,
    Facet.PUBLISHED: _published_choices,
    Facet.STATUS: _status_choices,
}


def _by_frequency(value: FacetValue) -> tuple[int | str, ...]:
    return (-value.count, value.label)


def _newest_first(value: FacetValue) -> tuple[int | str, ...]:
    return (-int(value.label),)


def _from_the_top(value: FacetValue) -> tuple[int | str, ...]:
    return (list(Level).index(Level(value.label)),)


_ORDERS: Mapping[Facet, Callable[[FacetValue], tuple[int | str, ...]]] = {
    **dict.fromkeys(COUNTED, _by_frequency),
    Facet.YEAR: _newest_first,
    Facet.PUBLISHED: _newest_first,
    Facet.LEVEL: _from_the_top,
}
