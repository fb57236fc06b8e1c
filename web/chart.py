"""A chart as SVG, drawn on the server: a bar for every period, one behind it for all there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 720
HEIGHT = 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 8, 12, 34
_MOST_LABELS = 12
_STEPS = tuple(factor * 10**exponent for exponent in range(18) for factor in (1, 2, 5))


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: its label (empty where there is no room), where its bars stand, how high."""

    label: str
    title: str
    x: float
    width: float
    y: float
    height: float
    back_y: float
    back_height: float

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart and its number."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """What a template draws in a view box of ``width`` by ``height``."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    floor: int = HEIGHT - _BOTTOM
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Datum:
    """What is drawn of a period; ``of`` is the height of the bar behind, ``title`` a hint."""

    label: str
    title: str
    value: float
    of: float = 0


def chart(data: Sequence[Datum]) -> Chart:
    """Lay out the bars."""
    values = tick_values(max((max(datum.value, datum.of) for datum in data), default=0))
    slot = (WIDTH - _LEFT - _RIGHT) / max(len(data), 1)
    every = -(-len(data) // _MOST_LABELS) or 1
    bars = tuple(
        _bar(datum, _LEFT + number * slot, slot, values[-1], labelled=number % every == 0)
        for number, datum in enumerate(data)
    )
    return Chart(bars, tuple(Tick(round(_y(value, values[-1]), 1), value) for value in values))


def tick_values(highest: float) -> list[int]:
    """Return round numbers from 0 to at least ``highest``, in up to five steps.

    >>> tick_values(0), tick_values(7), tick_values(873)
    ([0, 1], [0, 2, 4, 6, 8], [0, 200, 400, 600, 800, 1000])
    """
    step = next(step for step in _STEPS if 5 * step >= highest)
    steps = max(1, -int(-highest // step))
    return [number * step for number in range(steps + 1)]


def _bar(datum: Datum, left: float, slot: float, top: int, *, labelled: bool) -> Bar:
    floor, y, back_y = HEIGHT - _BOTTOM, _y(datum.value, top), _y(datum.of, top)
    return Bar(
        label=datum.label if labelled else "",
        title=datum.title,
        x=round(left + slot * 0.14, 1),
        width=round(slot * 0.72, 1),
        y=round(y, 1),
        height=round(floor - y, 1),
        back_y=round(back_y, 1),
        back_height=round(floor - back_y, 1),
    )


def _y(value: float, top: int) -> float:
    return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - value / top)
