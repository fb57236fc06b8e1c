"""Pagers written by ``createPageHTML``: TRS WCM, and UCAP's function of the same name.

The call is the only trace of the further pages: there is no anchor, and the call often stands
inside a comment, so the source is searched, not the tree. Argument orders seen::

    createPageHTML(pages, current, "index", "html")               TRS, page k is index_{k-1}
    createPageHTML(records, pages, current, "index", "html")      TRS, older
    createPageHTML("page_div", pages, current, "list", "shtml")   UCAP, page k is list_{k}

So the roles are read from the values: the suffix looks like one, the name stands before it,
and ``current`` is the number that the page's own address has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.crawl.page import Found, Page, PageLinks
from archive.crawl.script import Series

NAME = "createPageHTML"

_CALL = r"createPage(?:HTML|Html|html)?\w*"
_SUFFIX = re.compile(r"\.?(s?html?|jhtml|htm|jspx?|aspx?)", re.IGNORECASE)
_STEM = re.compile(r"[\w./:-]*[\w-]")
_MAX_PAGES = 10_000  # a counter beyond that is an error, not a column
_CAP = 50  # where TRS stops counting, however long the list is


@dataclass(frozen=True, slots=True)
class Pager:
    """How many pages there are, what they are called, and which of them this one is.

    ``doubtful``: counted from 1, so that the second page may be called 1 or 2.
    """

    pages: int
    series: Series
    current: int
    doubtful: bool = False

    def names(self) -> list[str]:
        """Return the names of the second page and all after it.

        At the end of a pager that stops at 50 one more is tried, and so on from there.
        """
        names = list(self.series.names(min(self.pages, _MAX_PAGES)))
        if self.doubtful and names:
            names.append(self.series.name(self.pages + 1))
        is_at_cap = self.pages == _CAP and self.current >= _CAP
        return [*names, self.series.name(self.current + 1)] if is_at_cap else names


def recognises(page: Page) -> bool:
    """Whether the page calls the function with values."""
    return bool(pagers_of(page))


def read(page: Page) -> PageLinks:
    """Return the pages of the list (or of the article, if the page is one)."""
    found: dict[str, Found] = {}
    pagers = pagers_of(page)
    for pager in pagers:
        found.update({each.url: each for each in page.all_found(iter(pager.names()))})
    pages = max((pager.pages for pager in pagers), default=None)
    return PageLinks(list_pages=tuple(found.values()), pages=pages)


def pagers_of(page: Page) -> tuple[Pager, ...]:
    """Return what the calls with values say, the first for each name of pages."""
    found: dict[str, Pager] = {}
    for arguments in page.script.calls(_CALL):
        if pager := _pager(page, arguments):
            found.setdefault(pager.series.stem, pager)
    return tuple(found.values())


def _pager(page: Page, arguments: Sequence[str]) -> Pager | None:
    strings = [(i, a[1:-1].strip()) for i, a in enumerate(arguments) if _is_quoted(a)]
    named = next((i for i, text in strings if _SUFFIX.fullmatch(text)), None)
    if named is None:
        return None
    stem = _stem([(i, text) for i, text in strings if i != named], named)
    numbers = [
        n
        for i, a in enumerate(arguments)
        if i != named and (n := page.script.number(a)) is not None
    ]
    if not stem or not numbers:
        return None
    suffix = "." + arguments[named][1:-1].strip().lstrip(".")
    first = arguments[0][1:-1].strip() if _is_quoted(arguments[0]) and named else stem
    has_div = first != stem and not first.isdigit()
    own = Series(f"{stem}_", suffix, 1).page_of(page.url) - 1
    pages, counted_from = _counted(numbers, own, (1, 0) if has_div else (0, 1))
    series = Series(f"{stem}_", suffix, 1 + has_div)
    return Pager(pages, series, series.page_of(page.url), counted_from == 1 and not has_div)


def _stem(strings: Sequence[tuple[int, str]], named: int) -> str:
    """Return the name of the pages: the string right before the suffix, else any other."""
    by_nearness = sorted(strings, key=lambda pair: (pair[0] > named, abs(pair[0] - named)))
    good = (text for _, text in by_nearness if _STEM.fullmatch(text) and not text.isdigit())
    return next(good, "")


def _counted(numbers: Sequence[int], own: int, firsts: tuple[int, int]) -> tuple[int, int]:
    """Return how many pages there are, and what the first page counts as if that is shown.

    ``own`` is the number in the page's own address, 0 if it has none: then ``current`` is one
    of ``firsts``. The number of pages stands right before ``current``.
    """
    for first in firsts if own == 0 else (own,):
        for place in range(len(numbers) - 1, -1, -1):
            if numbers[place] == first and len(numbers) > 1:
                return numbers[place - 1] if place else numbers[1], first if own == 0 else 0
    return (numbers[1] if len(numbers) >= 3 else numbers[0]), 0


def _is_quoted(argument: str) -> bool:
    return len(argument) > 1 and argument[0] in "\"'" and argument[-1] == argument[0]
