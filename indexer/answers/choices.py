"""What can be chosen in a facet: labels, and the filters that ask for them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from indexer.answers.filters import PROBLEM_FREE, acceptance, is_doubtful
from indexer.columns import Column, Numbers
from indexer.facets import Facet, Location, Site
from indexer.query import Days, Filter, Years


@dataclass(frozen=True, slots=True)
class Choice:
    """What to call it, and the filter that asks for it."""

    label: str
    filter: Filter


@dataclass(frozen=True, slots=True, eq=False)
class Menu:
    """All choices of a facet, by label, and the values of its column that suggest them.

    Suggestion ``i`` is: value number ``suggesting[i]`` suggests ``choices[suggested[i]]``.
    ``silent`` are the values that suggest nothing. ``others`` has the numbers of all values that a
    choice's filter accepts, as far as somebody asked; ``None``: just those that suggest it.
    """

    choices: Sequence[Choice]
    suggesting: Numbers
    suggested: Numbers
    silent: Numbers
    others: dict[int, Numbers | None] = field(default_factory=dict)

    @classmethod
    def of(cls, facet: Facet, column: Column, depth: int) -> Menu:
        """Return the menu of a column; places go ``depth`` levels down, beside the topmost."""
        pairs = [
            (code, choice)
            for code, value in enumerate(column.values)
            if value is not None
            for choice in _CHOICES[facet](value, depth)
        ]
        choices = sorted({choice for _, choice in pairs}, key=lambda choice: choice.label)
        numbers = {choice: number for number, choice in enumerate(choices)}
        suggesting = np.array([code for code, _ in pairs], np.int64)
        suggested = np.array([numbers[choice] for _, choice in pairs], np.int64)
        silent = np.setdiff1d(np.arange(len(column.values)), suggesting)
        return cls(choices, suggesting, suggested, silent)

    def suggestions(self, numbers: Numbers) -> Numbers:
        """Return how many documents suggest each choice, if ``numbers`` have each value."""
        weights = numbers[self.suggesting]
        return np.bincount(self.suggested, weights, len(self.choices)).astype(np.int64)

    def accepted(self, number: int, column: Column) -> Numbers | None:
        """Return the values that a choice's filter accepts; ``None``: those that suggest it."""
        if number not in self.others:
            accepted = np.flatnonzero(column.accepted(acceptance(self.choices[number].filter)))
            suggesting = self.suggesting[self.suggested == number]
            self.others[number] = None if np.array_equal(accepted, suggesting) else accepted
        return self.others[number]


def _place_choices(value: Hashable, depth: int) -> Iterator[Choice]:
    assert isinstance(value, Location)
    last = len(value.names) - 1
    for level, name in enumerate(value.names[: depth + 1]):
        if not value.code:
            asked = name
        elif level == last:
            asked = value.code
        else:
            asked = f"{value.code[: 2 * level + 2]:0<6}"
        yield Choice(name, Filter(Facet.PLACE, asked))


def _site_choices(value: Hashable, _depth: int) -> Iterator[Choice]:
    assert isinstance(value, Site)
    if value.host:
        yield Choice(value.name or value.host, Filter(Facet.SITE, value.host))
    elif value.name:
        yield Choice(value.name, Filter(Facet.SITE, value.name))


def _year_choices(value: Hashable, _depth: int) -> Iterator[Choice]:
    assert isinstance(value, int)
    yield Choice(str(value), Filter(Facet.YEAR, Years(value, value)))


def _published_choices(value: Hashable, _depth: int) -> Iterator[Choice]:
    assert isinstance(value, date)
    year = Days(date(value.year, 1, 1), date(value.year, 12, 31))
    yield Choice(str(value.year), Filter(Facet.PUBLISHED, year))


def _status_choices(value: Hashable, _depth: int) -> Iterator[Choice]:
    assert isinstance(value, tuple)
    free = () if is_doubtful(value) else (PROBLEM_FREE,)
    for status in dict.fromkeys((*value, *free)):
        yield Choice(status, Filter(Facet.STATUS, status))


def _plain_choices(facet: Facet) -> Callable[[Hashable, int], Iterator[Choice]]:
    def choices(value: Hashable, _depth: int) -> Iterator[Choice]:
        yield Choice(str(value), Filter(facet, str(value)))

    return choices


_CHOICES: Mapping[Facet, Callable[[Hashable, int], Iterator[Choice]]] = {
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
