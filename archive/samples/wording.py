"""Sentence patterns with slots, filled from word lists and figures.

A pattern is text with slots in braces: ``{town}`` is a word from a list or a known fact,
``{10-90}`` a whole number, ``{1.0-9.9}`` a number with one decimal, ``{<}`` somewhat less than
the number before it, ``{rest}`` what is missing to 100.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Draw = Callable[[], float]
"""Gives the next number in [0, 1). Nothing else of ``random`` is used: only this method is
promised to give the same numbers in every version of Python."""

Facts = Mapping[str, Sequence[str]]
"""What is known where a pattern is filled; a fact with several values is drawn from."""

_T = TypeVar("_T")
_Slot = Callable[[Draw, Facts, list[str]], str]
"""The list is what the slots before it in the same pattern were filled with."""
_SLOT = re.compile(r"\{([^{}]+)\}")
_WHOLE = re.compile(r"(\d+)-(\d+)")
_DECIMAL = re.compile(r"(\d+\.\d)-(\d+\.\d)")
_LOCAL = re.compile(r"\{(town|village|company|street|project)\}")
_REDRAWS = 3  # to keep "{law}、{law}" from naming one law twice


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; ``source`` is what it was made from."""

    source: str
    _format: str
    _slots: tuple[_Slot, ...]

    def fill(self, draw: Draw, facts: Facts) -> str:
        """Return the text with every slot filled."""
        if not self._slots:
            return self._format
        filled: list[str] = []
        for slot in self._slots:
            filled.append(slot(draw, facts, filled))
        return self._format % tuple(filled)

    @property
    def is_local(self) -> bool:
        """Whether it names a spot or a firm: then it can be said again of another one."""
        return _LOCAL.search(self.source) is not None


@dataclass(frozen=True, slots=True)
class Wording:
    """The word lists; compiles patterns whose slots name them.

    Raises ``KeyError`` when a filled pattern names neither a list nor a fact.
    """

    lists: Mapping[str, Sequence[str]]
    _words: dict[str, tuple[Pattern, ...]] = field(default_factory=dict)

    def pattern(self, source: str) -> Pattern:
        """Compile one pattern."""
        names = _SLOT.findall(source)
        text = source.replace("%", "%%") if names else source
        return Pattern(source, _SLOT.sub("%s", text), tuple(map(self._slot, names)))

    def patterns(self, sources: Sequence[str]) -> tuple[Pattern, ...]:
        """Compile several."""
        return tuple(map(self.pattern, sources))

    def _slot(self, name: str) -> _Slot:
        if match := _WHOLE.fullmatch(name):
            return _whole(int(match[1]), int(match[2]))
        if match := _DECIMAL.fullmatch(name):
            return _decimal(float(match[1]), float(match[2]))
        if name in self.lists:
            return self._listed(name)
        return _RELATIVE.get(name) or _fact(name)

    def _listed(self, name: str) -> _Slot:
        if name not in self._words:
            self._words[name] = self.patterns(self.lists[name])
        words = self._words[name]

        def slot(draw: Draw, facts: Facts, before: list[str]) -> str:
            for _ in range(_REDRAWS):
                # Squaring favours the front of the list: word frequencies get a long tail.
                word = words[int(draw() ** 2 * len(words))].fill(draw, facts)
                if word not in before:
                    break
            return word

        return slot


def pick(draw: Draw, choices: Sequence[_T]) -> _T:
    """Return one of the choices, all equally likely."""
    return choices[int(draw() * len(choices))]


def shuffled(draw: Draw, items: Sequence[_T]) -> list[_T]:
    """Return the items in a drawn order (Fisher and Yates)."""
    result = list(items)
    for last in range(len(result) - 1, 0, -1):
        other = int(draw() * (last + 1))
        result[last], result[other] = result[other], result[last]
    return result


def _whole(low: int, high: int) -> _Slot:
    span = high - low + 1
    return lambda draw, _facts, _before: str(low + int(draw() * span))


def _decimal(low: float, high: float) -> _Slot:
    first, span = round(low * 10), round((high - low) * 10) + 1

    def slot(draw: Draw, _facts: Facts, _before: list[str]) -> str:
        tenths = first + int(draw() * span)
        return f"{tenths // 10}.{tenths % 10}"

    return slot


def _fact(name: str) -> _Slot:
    def slot(draw: Draw, facts: Facts, before: list[str]) -> str:
        values = facts[name]
        if len(values) == 1:
            return values[0]
        for _ in range(_REDRAWS):
            word = pick(draw, values)
            if word not in before:
                break
        return word

    return slot


def _less(draw: Draw, _facts: Facts, before: list[str]) -> str:
    share = 0.86 + 0.12 * draw()
    if "." in before[-1]:
        return f"{float(before[-1]) * share:.1f}"
    return str(int(int(before[-1]) * share))


def _rest(_draw: Draw, _facts: Facts, before: list[str]) -> str:
    return str(100 - sum(map(int, before)))


_RELATIVE: dict[str, _Slot] = {"<": _less, "rest": _rest}
