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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from archive.crawl.reading.links import MAX_PAGES, Found, PageLinks
from archive.crawl.reading.naming import Series
from archive.crawl.reading.page import Page
from archive.crawl.reading.script import Script

NAME = "createPageHTML"

_CALL = r"(?i:createPage)\w*"
_SUFFIX = re.compile(r"\.?(s?html?|jhtml|htm|jspx?|aspx?)", re.IGNORECASE)
_STEM = re.compile(r"[\w./:-]*[\w-]")
_MAX_CALLS = 10  # a page has one, or one for each of its tabs
_CAP = 50  # where TRS stops counting, however long the list is


@dataclass(frozen=True, slots=True)
class Pager:
    """How many pages there are and what they are called."""

    pages: int
    series: Series

    def names(self, url: str) -> Iterator[str]:
        """Yield the names of the second page and all after it; ``url`` is one of them.

        At the end of a pager that stops at 50 one more is tried, and so on from there.
        """
        yield from self.series.names(min(self.pages, MAX_PAGES))
        if self.pages == _CAP and (self.series.number_in(url) or 0) >= _CAP - 1:
            yield from self.series.following(url)


def recognises(page: Page) -> bool:
    """Whether the page calls the function with values."""
    return bool(pagers_of(page))


def read(page: Page) -> PageLinks:
    """Return the pages of the list (or of the article, if the page is one)."""
    found: dict[str, Found] = {}
    pagers = pagers_of(page)
    for pager in pagers:
        found.update({each.url: each for each in page.all_found(pager.names(page.url))})
    pages = max((pager.pages for pager in pagers), default=None)
    return PageLinks(list_pages=tuple(found.values()), pages=pages)


def pagers_of(page: Page) -> tuple[Pager, ...]:
    """Return what the calls with values say, the first for each name of pages."""
    found: dict[str, Pager] = {}
    for call in islice(page.script.calls(_CALL), _MAX_CALLS):
        if pager := _pager(page, call.arguments):
            found.setdefault(pager.series.stem, pager)
    return tuple(found.values())


def _pager(page: Page, arguments: Sequence[str]) -> Pager | None:
    values = [_value(page.script, argument) for argument in arguments]
    texts = [(place, value) for place, value in enumerate(values) if isinstance(value, str)]
    numbers = [value for value in values if isinstance(value, int)]
    named = next((place for place, text in texts if _SUFFIX.fullmatch(text)), None)
    if named is None or not numbers:
        return None
    stem = _stem([(place, text) for place, text in texts if place != named], named)
    if not stem:
        return None
    has_div = named > 0 and texts[0][0] == 0 and texts[0][1] != stem
    suffix = f".{str(values[named]).lstrip('.')}"
    own = Series(f"{stem}_", suffix).number_in(page.url) or 0
    pages, counted_from = _counted(numbers, own, (1, 0) if has_div else (0, 1))
    # Counted from 1, the second page may be called 1 or 2.
    is_doubtful = counted_from == 1 and not has_div
    return Pager(pages, Series(f"{stem}_", suffix, None if is_doubtful else 1 + has_div))


def _value(script: Script, argument: str) -> int | str | None:
    """Return what an argument is: a number, also in quotes, or a text."""
    is_quoted = len(argument) > 1 and argument[0] in "\"'" and argument[-1] == argument[0]
    text = argument[1:-1].strip() if is_quoted else ""
    if is_quoted and not text.isdigit():
        return text
    number = script.number(argument)
    return script.string(argument) if number is None else number


def _stem(texts: Sequence[tuple[int, str]], named: int) -> str:
    """Return the name of the pages: the text right before the suffix, else any other."""
    by_nearness = sorted(texts, key=lambda pair: (pair[0] > named, abs(pair[0] - named)))
    return next((text for _, text in by_nearness if _STEM.fullmatch(text)), "")


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
