"""Facets: how many of the found reports each filter would leave.

A count is what a search with that filter added would find, because it is the filter itself
that is asked which values it accepts. The documents with each value are counted at once; what
a filter accepts is remembered as long as the index stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from archive.facts import Level
from indexer.answers.choices import Menu
from indexer.answers.tallies import Tally
from indexer.columns import Column, Columns, Numbers, Selection
from indexer.facets import Facet
from indexer.places import shared_depth
from indexer.query import Filter

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
    numbers = _tally(columns).numbers(found)
    return tuple(_counts(columns, facet, numbers[facet], most) for facet in COUNTED)


def _counts(columns: Columns, facet: Facet, numbers: Numbers, most: int) -> FacetCounts:
    column = columns.facets[facet]
    menu = _menu(columns, facet, numbers)
    suggestions = menu.suggestions(numbers)
    distinct = int(np.count_nonzero(suggestions))
    likeliest = np.argsort(-suggestions, kind="stable")[: min(most, distinct)]
    values = [
        _value(column, numbers, menu, choice, suggested)
        for choice, suggested in zip(
            likeliest.tolist(), suggestions[likeliest].tolist(), strict=True
        )
    ]
    return FacetCounts(
        facet,
        tuple(sorted(values, key=_ORDERS[facet])),
        distinct,
        int(numbers[menu.silent].sum()),
    )


_tallies: WeakKeyDictionary[Columns, Tally] = WeakKeyDictionary()
_menus: WeakKeyDictionary[Columns, dict[tuple[Facet, int], Menu]] = WeakKeyDictionary()


def _tally(columns: Columns) -> Tally:
    if columns not in _tallies:
        _tallies[columns] = Tally(columns, COUNTED)
    return _tallies[columns]


def _menu(columns: Columns, facet: Facet, numbers: Numbers) -> Menu:
    column, depth = columns.facets[facet], 0
    if facet is Facet.PLACE:
        depth = shared_depth(column.values[code] for code in np.flatnonzero(numbers).tolist())
    known = _menus.setdefault(columns, {})
    if (facet, depth) not in known:
        known[facet, depth] = Menu.of(facet, column, depth)
    return known[facet, depth]


def _value(column: Column, numbers: Numbers, menu: Menu, number: int, suggested: int) -> FacetValue:
    accepted = menu.accepted(number, column)
    count = suggested if accepted is None else int(numbers[accepted].sum())
    return FacetValue(menu.choices[number].label, menu.choices[number].filter, count)


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
