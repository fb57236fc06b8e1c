"""What stands under the page's own heading: the main text of pages that no rule knows.

However short a text is, it follows the heading that the page's head names, and the date and
source below that. Abstracts of other articles, readers' comments and notices of copyright may
be longer, but they stand elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from archive.clean.body import Main
from archive.clean.edges import Head
from archive.clean.labels import read_labels
from archive.clean.line_rules import Zone, rule_for
from archive.clean.lines import ROW, Line, is_body, is_structured
from archive.clean.page_heading import page_headings
from archive.clean.tree import Page

HEADED: Final = "under the heading"
_MAX_LINES: Final = 4000  # every line is judged; longer pages have a densest stretch
_MAX_BELOW: Final = 60  # lines of date, source and buttons below a heading
_MAX_MARK: Final = 40  # characters of a line that says that other things follow
_MOST: Final = 0.7  # of its characters; the rest may be unknown buttons, labels, counters
_LINK, _PROSE, _SHORT = "LPS"
_TEASERS: Final = re.compile("(?:LS{0,2}PS{0,2}){2,}")  # headlines of others with their abstracts
_ENDS: Final = frozenset({"related links", "previous and next"})


@dataclass(frozen=True, slots=True)
class _Below:
    """The lines from ``start`` to before ``end`` that follow a heading.

    ``top`` is where the heading begins, ``reach`` how far the element goes that was taken,
    ``value`` how many characters of text more than of links there are.
    """

    top: int
    start: int
    end: int
    reach: int
    value: int


def headed(page: Page) -> Main | None:
    """Return the text under the page's heading, ``None`` where no heading has any."""
    if len(page.lines) > _MAX_LINES:
        return None
    found = (_below(page, top, after) for top, after in page_headings(page))
    best = max((each for each in found if each), key=lambda each: each.value, default=None)
    return Main((_span(page, best),), HEADED) if best else None


def _below(page: Page, top: int, after: int) -> _Below | None:
    """Return the stretch below a heading that has the most text and the fewest links.

    Of elements inside each other that hold its first line, each outer one is taken if it
    brings more of the text and not of the site.
    """
    start = _start(page.lines, after)
    around = sorted({r.end for r in page.regions if r.start <= start < r.end} | {len(page.lines)})
    limit = _mark(page, start, around)
    sums = [0, *accumulate(_weights(page, start, limit))]
    chosen, reach = min(1, limit - start), start
    for region_end in around:
        last = min(region_end, limit) - start
        end = max(range(last + 1), key=sums.__getitem__)
        if end > chosen and _may_grow(page.lines[start : start + end], chosen, sums):
            chosen, reach = end, start + last
    if sums[chosen] <= 0:
        return None
    end = start + chosen
    is_own = start == after and any(r.start == top and r.end >= end for r in page.regions)
    return _Below(top, top if is_own else start, end, max(reach, end), sums[chosen])


def _start(lines: Sequence[Line], after: int) -> int:
    """Return where the date, source and buttons below a heading end."""
    head = Head(lines[after : after + _MAX_BELOW], through=True)
    head.read()
    return next(after + n for n in range(_MAX_BELOW + 1) if n not in head.rules)


def _mark(page: Page, start: int, around: Sequence[int]) -> int:
    """Return where a line says that the text is over, the end of the page if none does."""
    for number in range(start + 1, len(page.lines)):
        line = page.lines[number]
        if len(line.text) <= _MAX_MARK and (
            rule_for(line, Zone.END) or rule_for(line, Zone.TAIL) in _ENDS
        ):
            end = next(one for one in around if one > number)
            if not any(map(is_structured, page.lines[number:end])):
                return number
    return len(page.lines)


def _weights(page: Page, start: int, end: int) -> Iterator[int]:
    """Yield what each line adds to the text; the names of a page's files are part of it."""
    files = {mention.line for mention in page.files}
    kinds = "".join(_kind(page.lines[n], is_file=n in files) for n in range(start, end))
    teasers = {n for found in _TEASERS.finditer(kinds) for n in range(*found.span())}
    for number, kind in enumerate(kinds):
        line = page.lines[start + number]
        if kind == _LINK:
            yield -2 * line.link_chars
        else:
            yield -len(line.text) if number in teasers or _is_chrome(line) else len(line.text)


def _kind(line: Line, *, is_file: bool) -> str:
    return _LINK if line.is_link and not is_file else _PROSE if line.is_prose else _SHORT


def _is_chrome(line: Line) -> bool:
    if rule_for(line, Zone.TAIL):
        return True
    labelled = None if line.is_prose else read_labels(line.text)
    return bool(labelled and labelled.is_whole and labelled.is_strong)


def _may_grow(lines: Sequence[Line], before: int, sums: Sequence[int]) -> bool:
    """Whether more lines bring more text; with links they must bring as much text again."""
    if sums[len(lines)] <= sums[before]:
        return False
    brings_links = any(line.is_link for line in lines[before:])
    return before == 1 or not brings_links or sums[len(lines)] >= 2 * sums[before]


def _span(page: Page, below: _Below) -> tuple[int, int]:
    """Return where a text begins and ends that stands somewhere below its heading."""
    element = _element(page, below)
    if element is not None:
        return element
    above = _above(page, below)
    return (below.start if above == below.top > 0 else above), below.end


def _element(page: Page, below: _Below) -> tuple[int, int] | None:
    """Return the smallest element that holds all of the prose and most of the rest, if any.

    A table or list does not count: what stands above and below it is of the text, too.
    """
    lines = page.lines[below.start : below.end]
    least = _MOST * sum(len(line.text) for line in lines)
    prose = [n for n, line in enumerate(lines, below.start) if line.is_prose]
    for region in page.regions:  # inner ones come before outer ones
        if not below.start <= region.start < region.end - 1 < below.reach:
            continue
        inside = page.lines[region.start : region.end]
        is_whole = all(region.start <= number < region.end for number in prose)
        is_part = all(ROW in line.text or line.item for line in inside)
        if is_whole and not is_part and sum(len(line.text) for line in inside) >= least:
            return region.start, region.end
    return None


def _above(page: Page, below: _Below) -> int:
    """Return where a text begins that has its page's heading inside, as that of an annex."""
    around = (r.start for r in page.regions if r.start < below.top and r.end >= below.end)
    start = next(around, below.top)
    lines = page.lines[start : below.top]
    is_text = any(map(is_body, lines)) and not any(line.is_link for line in lines)
    return start if is_text else below.top
