"""How good an answer is, measured on its lines: cheap, and the same for every extractor.

Measured is what is left of an answer once the chrome rules went over it, so that an extractor
that takes a toolbar along is not thought worse than it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.clean.chrome.stripping import strip_chrome
from archive.clean.main_text.body import Main
from archive.clean.page.lines import Line
from archive.clean.page.tree import Page


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer and the numbers of the lines that the chrome rules leave of it."""

    main: Main
    numbers: frozenset[int]


def candidate(page: Page, main: Main) -> Candidate:
    """Return an answer with what is left of it."""
    numbers = sorted(main.numbers)
    left = strip_chrome(
        [page.lines[number] for number in numbers], page.around(is_known=main.is_known)
    ).numbers
    return Candidate(main, frozenset(numbers[number] for number in left))


def soundness(page: Page, one: Candidate) -> float:
    """Return from 0 to 1 how much an answer looks like a text, and like all of it.

    The harmonic mean of two shares: of its characters those that are no links, and of the
    page's prose that which it holds.
    """
    inside = [page.lines[number] for number in one.numbers]
    chars = sum(len(line.text) for line in inside)
    links = sum(line.link_chars for line in inside)
    return _mean(1 - links / max(chars, 1), _prose(inside) / max(_prose(page.lines), 1))


def agreement(page: Page, one: Candidate, all_of_them: Sequence[Candidate]) -> float:
    """Return from 0 to 1 how well an answer agrees with the majority of the answers.

    A line belongs to the majority's text if more than half of the answers hold it. The value
    is the F1 of the two texts, by characters.
    """
    votes = Counter(number for other in all_of_them for number in other.numbers)
    wanted = {number for number, count in votes.items() if 2 * count > len(all_of_them)}
    common = _chars(page, one.numbers & wanted)
    return _mean(common / max(_chars(page, one.numbers), 1), common / max(_chars(page, wanted), 1))


def _prose(lines: Iterable[Line]) -> int:
    return sum(len(text) for text in {line.text for line in lines if line.is_prose})


def _chars(page: Page, numbers: Iterable[int]) -> int:
    return sum(len(page.lines[number].text) for number in numbers)


def _mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
