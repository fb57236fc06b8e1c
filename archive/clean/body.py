"""Which lines of a page are the main text.

Container rules name candidates; the stretch with the most prose is the yardstick, so that a
container which is empty, a toolbar, or only the abstract loses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from archive.clean.lines import Line
from archive.clean.rules import containers
from archive.clean.tree import Page
from archive.clean.walk import Region

DENSEST = "densest stretch"
# A container may lack this share of the densest stretch, or if it has any prose at all this
# many characters of it, before it is disbelieved: abstracts of related articles and notes on
# copyright stand outside it rightly.
_MAY_LACK_SHARE = 0.5
_MAY_LACK_CHARS = 150


@dataclass(frozen=True, slots=True)
class Main:
    """The main text: ascending stretches of lines, and the rule that found them."""

    spans: tuple[tuple[int, int], ...]
    rule: str

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


def find_main(page: Page) -> Main | None:
    """Return the main text of a page, ``None`` where neither rule nor prose shows one."""
    values = [0, *accumulate(_values(page.lines))]
    densest = _densest(page.regions, values)
    best = _value(densest, values) if densest else 0
    for number, rule in enumerate(containers().rules):
        spans = _matching(page, number)
        value = sum(values[end] - values[start] for start, end in spans)
        allowed = max(best * _MAY_LACK_SHARE, _MAY_LACK_CHARS if value > 0 else 0)
        if spans and best - value <= allowed:
            return Main(spans, f"container {rule.name}")
    if densest is None or best <= 0:
        return None
    return Main(((densest.start, densest.end),), DENSEST)


def _values(lines: Iterable[Line]) -> Iterator[int]:
    """Yield what each line adds; the second copy of a text, as elder modes have it, nothing."""
    seen: set[str] = set()
    for line in lines:
        yield 0 if line.is_prose and line.text in seen else line.value
        seen.add(line.text)


def _value(region: Region, values: Sequence[int]) -> int:
    return values[region.end] - values[region.start]


def _densest(regions: Iterable[Region], values: Sequence[int]) -> Region | None:
    """Return the element with the most prose and the fewest links, the innermost of equals.

    Source: Pasternack and Roth, Extracting article text from the web with maximum
    subsequence segmentation, WWW 2009; here over elements instead of tokens.
    """
    best = max(regions, key=lambda region: _value(region, values), default=None)
    if best is None or not best.is_leaf:
        return best
    # The best element is one paragraph. Its signature and headings stand beside it, so take
    # the element around it unless links come with that.
    around = (
        region
        for region in regions
        if region.start <= best.start
        and region.end >= best.end
        and not region.is_leaf
        and _value(region, values) >= _value(best, values)
    )
    return next(around, best)


def _matching(page: Page, rule: int) -> tuple[tuple[int, int], ...]:
    """Return the outermost stretches that match a rule, a repeated text only once."""
    found = sorted((r.start, -r.end) for r in page.regions if r.rule == rule)
    spans: list[tuple[int, int]] = []
    seen: set[tuple[str, ...]] = set()
    for start, negative_end in found:
        text = tuple(line.text for line in page.lines[start:-negative_end] if line.is_prose)
        if (not spans or start >= spans[-1][1]) and not (text and text in seen):
            spans.append((start, -negative_end))
            seen.add(text)
    return tuple(spans)


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
    first = {line.text for line in lines[: prose[half - 1] + 1]}
    first |= {line.text for line in lines[prose[half - 1] : prose[half]]}
    begin = prose[half]
    while begin > prose[half - 1] + 1 and _stands_before(lines, begin - 1, prose[0]):
        begin -= 1
    return frozenset(n for n in range(begin, len(lines)) if lines[n].text in first)


def _stands_before(lines: Sequence[Line], number: int, end: int) -> bool:
    return any(line.text == lines[number].text for line in lines[:end])
