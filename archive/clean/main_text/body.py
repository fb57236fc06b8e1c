"""The main text of a page: which of its lines, and who found them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.clean.page.lines import Line, is_numbered
from archive.clean.page.tree import Page
from archive.clean.rules import Trust

_FEW: Final = 2  # sentences that two sections of one text may share


@dataclass(frozen=True, slots=True)
class Main:
    """An answer to the question for the main text.

    ``spans`` are ascending stretches of lines; ``rule`` names the step that answered.
    ``trust`` says how far a rule is believed that named it.
    """

    spans: tuple[tuple[int, int], ...]
    rule: str
    trust: Trust = Trust.ASKED

    @property
    def is_known(self) -> bool:
        """Whether a rule named it that is believed without question."""
        return self.trust is not Trust.ASKED

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of the lines inside."""
        return frozenset(number for start, end in self.spans for number in range(start, end))

    def lines(self, page: Page) -> tuple[Line, ...]:
        """Return the lines inside."""
        return tuple(line for start, end in self.spans for line in page.lines[start:end])

    def before(self, page: Page) -> tuple[Line, ...]:
        """Return the lines that stand before the main text."""
        return page.lines[: self.spans[0][0]] if self.spans else page.lines

    def after(self, page: Page) -> tuple[Line, ...]:
        """Return the lines that stand after its beginning and outside of it."""
        outside: list[Line] = []
        position = self.spans[0][0] if self.spans else len(page.lines)
        for start, end in (*self.spans, (len(page.lines), len(page.lines))):
            outside += page.lines[position:start]
            position = max(position, end)
        return tuple(outside)


def repeated(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines that are a second copy of the whole text.

    Pages with an elder mode hold the report twice. A copy is one only if all prose stands
    twice in the same order; no line that stands once is ever in it.
    """
    prose = [number for number, line in enumerate(lines) if line.is_prose]
    texts = [lines[number].text for number in prose]
    half, odd = divmod(len(texts), 2)
    if odd or not half or texts[:half] != texts[half:]:
        return frozenset()
    if half <= _FEW and _has_single_heading(lines):
        return frozenset()
    first = {line.text for line in lines[: prose[half - 1] + 1]}
    first |= {line.text for line in lines[prose[half - 1] : prose[half]]}
    begin = prose[half]
    while begin > prose[half - 1] + 1 and _stands_before(lines, begin - 1, prose[0]):
        begin -= 1
    return frozenset(n for n in range(begin, len(lines)) if lines[n].text in first)


def _has_single_heading(lines: Sequence[Line]) -> bool:
    """Whether a numbered heading stands once: two sections may say the same in a sentence."""
    counts = Counter(line.text for line in lines if is_numbered(line.text))
    return 1 in counts.values()


def _stands_before(lines: Sequence[Line], number: int, end: int) -> bool:
    return any(line.text == lines[number].text for line in lines[:end])
