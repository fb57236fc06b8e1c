"""Trends: how much was found year by year or month by month, beside how much there is.

Every number comes with its denominator: the reports there are in the same period and group,
found or not, that satisfy the query's filters. So ``地区:重庆 “枫桥经验”`` is measured against the
reports of 重庆, not against all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from indexer.answers import Patience, evaluate
from indexer.answers.leaves import occurrences
from indexer.columns import Column, Columns, Selection
from indexer.engine import Reading
from indexer.facets import Facet, Location
from indexer.places import shared_depth
from indexer.query import And, AsWritten, Everything, Filter, Not, Or, Query, Within


class Period(StrEnum):
    """What is counted by: the year reported on, or when it was published."""

    YEAR = "year"
    PUBLISHED_YEAR = "published-year"
    MONTH = "month"


class Grouping(StrEnum):
    """What is told apart; places are those right below the ones that all reports share."""

    NONE = "none"
    PLACE = "place"
    LEVEL = "level"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Tally:
    """``reports`` of the ``out_of`` there are were found, with ``occurrences`` in them."""

    reports: int
    out_of: int
    occurrences: int

    @property
    def share(self) -> float | None:
        """The found reports as a share of those there are; ``None`` if there are none."""
        return self.reports / self.out_of if self.out_of else None


@dataclass(frozen=True, slots=True)
class Point:
    """What was found in a period: ``2023`` or ``2023-05``."""

    period: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Series:
    """The points of a group, one for every period of the whole trend.

    ``name`` is ``None`` for all reports or for those of which the group is not known.
    ``undated`` are those without a period. ``first`` is the first period with a find.
    """

    name: str | None
    points: tuple[Point, ...]
    undated: Tally
    total: Tally

    @property
    def first(self) -> str | None:
        """When it appears first."""
        return next((point.period for point in self.points if point.tally.reports), None)


@dataclass(frozen=True, slots=True)
class Trend:
    """All reports together, and group by group (none without a grouping).

    Groups come by first appearance, then by how many reports were found.
    """

    period: Period
    grouping: Grouping
    overall: Series
    groups: tuple[Series, ...]


def trend(
    reading: Reading,
    query: Query,
    found: Selection,
    period: Period = Period.YEAR,
    grouping: Grouping = Grouping.NONE,
    patience: Patience | None = None,
) -> Trend:
    """Count ``found``, what ``query`` finds. Raises ``TooSlowError`` if that takes too long."""
    patience = patience or Patience(None)
    there = evaluate(reading, filters_of(query), patience).matching | found
    counting = _Counting(
        found,
        there,
        occurrences(reading, query, found, patience),
        _periods(reading.columns, period, there),
    )
    everything = _Labels((None,), np.zeros(len(found), np.int64))
    (overall,) = counting.all_series(everything)
    if grouping is Grouping.NONE:
        return Trend(period, grouping, overall, ())
    groups = counting.series(_groups(reading.columns, grouping, there))
    return Trend(period, grouping, overall, tuple(sorted(groups, key=_appearance)))


def filters_of(query: Query) -> Query:
    """Return what of a query says which reports are looked at: its filters at the top.

    >>> from indexer.query import Phrase, Years
    >>> year = Filter(Facet.YEAR, Years(2023, 2023))
    >>> filters_of(And((year, Phrase("枫桥经验")))) == year
    True
    """
    filters = tuple(part for part in _required(query) if _only_filters(part))
    if not filters:
        return Everything()
    return filters[0] if len(filters) == 1 else And(filters)


def _required(query: Query) -> Iterator[Query]:
    """Yield what must all hold, also where ``章节:`` or ``繁简:`` stands beside it."""
    match query:
        case And(parts):
            for part in parts:
                yield from _required(part)
        case Within(_, part) | AsWritten(part):
            yield from _required(part)
        case Or(parts) if all(isinstance(part, Within) for part in parts):
            # 章节:(甲 OR 乙): what is in all the branches
            branches = [tuple(_required(part)) for part in parts]
            yield from (each for each in branches[0] if all(each in some for some in branches))
        case _:
            yield query


def _only_filters(query: Query) -> bool:
    match query:
        case Filter() | Everything():
            return True
        case Not(part):
            return _only_filters(part)
        case And(parts) | Or(parts):
            return all(map(_only_filters, parts))
        case _:
            return False


@dataclass(frozen=True, slots=True, eq=False)
class _Labels:
    """A name for every document: ``names[codes[ordinal]]``."""

    names: tuple[str | None, ...]
    codes: npt.NDArray[np.int64]

    @classmethod
    def of(cls, column: Column, name: Callable[[Hashable], str | None]) -> _Labels:
        found = [None if value is None else name(value) for value in column.values]
        names = sorted({each for each in found if each is not None})
        codes = {each: code for code, each in enumerate((*names, None))}
        by_value = np.array([*(codes[each] for each in found), 0], np.int64)
        return cls((*names, None), by_value[column.codes])


@dataclass(frozen=True, slots=True, eq=False)
class _Counting:
    """What was found, what there is, and how often in which period."""

    found: Selection
    there: Selection
    occurrences: npt.NDArray[np.int64]
    periods: _Labels

    def series(self, groups: _Labels) -> list[Series]:
        """Return the groups that have reports."""
        return [each for each in self.all_series(groups) if each.total.out_of]

    def all_series(self, groups: _Labels) -> list[Series]:
        shape = len(groups.names), len(self.periods.names)
        cells = groups.codes * shape[1] + self.periods.codes

        def counted(which: Selection) -> npt.NDArray[np.int64]:
            return np.bincount(cells[which], minlength=shape[0] * shape[1]).reshape(shape)

        weights = np.zeros(shape[0] * shape[1], np.int64)
        np.add.at(weights, cells[self.found], self.occurrences[self.found])
        table = np.stack([counted(self.found), counted(self.there), weights.reshape(shape)], 2)
        return [self._series(name, rows) for name, rows in zip(groups.names, table, strict=True)]

    def _series(self, name: str | None, rows: npt.NDArray[np.int64]) -> Series:
        by_period = dict(zip(self.periods.names, map(_tally, rows), strict=True))
        undated = by_period.pop(None)
        points = (Point(period, tally) for period, tally in by_period.items() if period)
        return Series(name, tuple(points), undated, _tally(rows.sum(axis=0)))


def _tally(row: npt.NDArray[np.int64]) -> Tally:
    return Tally(*map(int, row))


def _periods(columns: Columns, period: Period, there: Selection) -> _Labels:
    """The periods of the reports there are, from the first to the last without gaps."""
    facet, name = _PERIODS[period]
    column = columns.facets[facet]
    labels = _Labels.of(column, name)
    present = [
        label for label in map(labels.names.__getitem__, np.unique(labels.codes[there])) if label
    ]
    names = (*_between(min(present), max(present), period), None) if present else (None,)
    codes = {each: code for code, each in enumerate(names)}
    undated = len(names) - 1
    renumbered = np.array([codes.get(each, undated) for each in labels.names], np.int64)
    return _Labels(names, renumbered[labels.codes])


def _between(first: str, last: str, period: Period) -> Iterator[str]:
    if period is not Period.MONTH:
        yield from (f"{year:04}" for year in range(int(first), int(last) + 1))
        return
    (year, month), end = (map(int, each.split("-")) for each in (first, last))
    until = tuple(end)
    while (year, month) <= until:
        yield f"{year:04}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _groups(columns: Columns, grouping: Grouping, there: Selection) -> _Labels:
    facet = {
        Grouping.PLACE: Facet.PLACE,
        Grouping.LEVEL: Facet.LEVEL,
        Grouping.KIND: Facet.KIND,
    }[grouping]
    column = columns.facets[facet]
    if grouping is not Grouping.PLACE:
        return _Labels.of(column, str)
    depth = shared_depth(column.values[code] for code in np.unique(column.codes[there]))
    return _Labels.of(column, lambda value: _place_name(value, depth))


def _place_name(value: Hashable, depth: int) -> str:
    assert isinstance(value, Location)
    own_level = len(value.names) <= depth  # a province's own report among those of its cities
    return f"{value.names[-1]}本级" if own_level else value.names[depth]


def _appearance(series: Series) -> tuple[bool, str, bool, int, str]:
    first = series.first
    return (
        first is None,
        first or "",
        series.name is None,
        -series.total.reports,
        series.name or "",
    )


def _year(value: Hashable) -> str:
    assert isinstance(value, int)
    return f"{value:04}"


def _published_year(value: Hashable) -> str:
    assert isinstance(value, date)
    return f"{value.year:04}"


def _month(value: Hashable) -> str:
    assert isinstance(value, date)
    return f"{value.year:04}-{value.month:02}"


_PERIODS: dict[Period, tuple[Facet, Callable[[Hashable], str]]] = {
    Period.YEAR: (Facet.YEAR, _year),
    Period.PUBLISHED_YEAR: (Facet.PUBLISHED, _published_year),
    Period.MONTH: (Facet.PUBLISHED, _month),
}
