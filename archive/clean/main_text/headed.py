"""What stands under the page's own heading: the main text of pages that no rule knows.

However short a text is, it follows the heading that the page's head names, and the date and
source below that. Abstracts of other articles, readers' comments and notices of copyright may
be longer, but they stand elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from archive.clean.chrome.edges import Head
from archive.clean.main_text.body import Main
from archive.clean.page.lines import ROW, Line, is_body, is_structured
from archive.clean.page.page_heading import page_headings
from archive.clean.page.tree import Page
from archive.clean.page.walk import Region
from archive.clean.words.labels import read_labels
from archive.clean.words.line_rules import Zone, rule_for

HEADED: Final = "under the heading"
_MAX_LINES: Final = 4000  # every line is judged; longer pages have a densest stretch
_MAX_HEADINGS: Final = 6  # a title may stand in the metadata, in a copy for phones and for elders
_MAX_BELOW: Final = 60  # lines of date, source and buttons below a heading
_MAX_MARK: Final = 40  # characters of a line that says that other things follow
_MAX_ABSTRACT: Final = 400  # characters that may stand in an element of their own above a text
_MANY: Final = 5  # times as long as its abstract a text is
_PARAGRAPHS: Final = frozenset({"p", "table", "ul", "ol", "dl", "blockquote", "h2", "h3", "h4"})
_LINK, _PROSE, _SHORT = "LPS"
_TEASERS: Final = re.compile("(?:LS{0,2}PS{0,2}){2,}")  # headlines of others with their abstracts


@dataclass(frozen=True, slots=True)
class _Found:
    """A stretch of lines and how many characters of text more than of links it has."""

    value: int
    start: int
    end: int


def headed(page: Page) -> Main | None:
    """Return the text under the page's heading, ``None`` where no heading has any."""
    if len(page.lines) > _MAX_LINES:
        return None
    headings = page_headings(page)[:_MAX_HEADINGS]
    found = (_below(page, heading.start, heading.end) for heading in headings)
    best = max((one for one in found if one), key=lambda one: one.value, default=None)
    return Main(((best.start, best.end),), HEADED) if best else None


def _below(page: Page, top: int, after: int) -> _Found | None:
    """Return the text below a heading: the element of its first prose and what goes on with it."""
    first = _start(page.lines, after)
    limit = _mark(page, first)
    weights = list(_weights(page, first, limit))
    texts = (n for n, one in enumerate(weights, first) if one > 0 and _is_text(page.lines[n]))
    anchor = next(texts, first)
    sums = [0, *accumulate(weights[anchor - first :])]
    chain = [r for r in page.regions if r.kind and r.start <= anchor < r.end]
    if len(sums) == 1 or not chain:
        return None
    element, size, is_open = chain[0], _best(sums, chain[0], anchor), True
    for inner, outer in pairwise(chain):
        grown = _best(sums, outer, anchor)
        gain = sums[grown] - sums[size]
        if gain <= 0:
            continue
        links = any(line.is_link for line in page.lines[anchor + size : anchor + grown])
        is_open = is_open and _goes_on(page, inner, inner.end, outer.end)
        is_open = is_open and (size <= 1 or not links or gain >= sums[size])
        if is_open or gain > max(_MAX_ABSTRACT, _MANY * sums[size]):
            element, size = outer, grown
    if sums[size] <= 0:
        return None
    begin = _begin(page, top, after, first, element)
    if first < begin and element.tag in _PARAGRAPHS and _goes_on(page, element, first, begin):
        begin = first  # 表1 above a table
    return _Found(sums[size], begin, anchor + size)


def _is_text(line: Line) -> bool:
    return is_body(line) or ROW in line.text or line.text.endswith("。") or line.item > 0


def _best(sums: Sequence[int], region: Region, anchor: int) -> int:
    """Return after how many lines of an element the text has the most more than links."""
    return max(range(min(region.end - anchor + 1, len(sums))), key=sums.__getitem__)


def _goes_on(page: Page, inner: Region, begin: int, end: int) -> bool:
    """Whether the text of an element goes on in the lines beside it.

    It does beside a paragraph, in elements of the same sort and in plain paragraphs; beside
    a paragraph, list or table whatever is one line or another of these is one.
    """
    if inner.is_leaf and inner.end - inner.start == 1:
        return True
    beside = [
        region
        for region in page.regions
        if region.depth == inner.depth and begin <= region.start and region.end <= end
    ]
    if sum(region.end - region.start for region in beside) < end - begin:
        return True  # some stand there without an element of their own
    if inner.tag in _PARAGRAPHS:
        return any(r.tag in _PARAGRAPHS or r.end - r.start == 1 for r in beside)
    return any(region.kind == inner.kind or region.tag == "p" for region in beside)


def _begin(page: Page, top: int, after: int, first: int, element: Region) -> int:
    """Return where a text begins: below its heading, unless that is its own."""
    if element.start >= after:
        return max(first, element.start)
    above = page.lines[element.start : top]
    if any(map(is_body, above)) and not any(line.is_link for line in above):
        return element.start  # the letter before an annex that the page is called after
    is_own = top == 0 or (element.start == top and first == after)
    return top if is_own else first


def _start(lines: Sequence[Line], after: int) -> int:
    """Return where the date, source and buttons below a heading end."""
    head = Head(lines[after : after + _MAX_BELOW], through=True)
    head.read()
    return next(after + n for n in range(_MAX_BELOW + 1) if n not in head.rules)


def _mark(page: Page, start: int) -> int:
    """Return where a line says that the text is over, the end of the page if none does."""
    for number in range(start + 1, len(page.lines)):
        line = page.lines[number]
        if len(line.text) <= _MAX_MARK and (rule_for(line, Zone.END) or _ends(page, number)):
            around = (r.end for r in page.regions if r.start <= start and r.end > number)
            if not any(map(is_structured, page.lines[number : next(around, None)])):
                return number
    return len(page.lines)


def _ends(page: Page, number: int) -> bool:
    """Whether links to other articles begin with a line; 相关信息 may be a text's own heading."""
    rule = rule_for(page.lines[number], Zone.TAIL)
    links = any(line.link_chars for line in page.lines[number : number + 3])
    return rule == "previous and next" or (rule == "related links" and links)


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
