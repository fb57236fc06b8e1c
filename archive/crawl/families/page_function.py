"""Pagers written by ``createPageHTML``: TRS WCM, and UCAP's function of the same name.

The call is the only trace of the further pages: there is no anchor, and the call often stands
inside a comment, so the source is searched, not the tree. Argument orders seen::

    createPageHTML(pages, current, "index", "html")               TRS, page k is index_{k-1}
    createPageHTML(records, pages, current, "index", "html")      TRS, older
    createPageHTML("page_div", pages, current, "list", "shtml")   UCAP, page k is list_{k}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.crawl.addresses import is_article_address
from archive.crawl.page import Page, PageLinks

NAME = "createPageHTML"

_CALL = re.compile(r"createPageHTML\s*\(([^()]*)\)")
_ARGUMENT = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(-?\d+))\s*(?:,|$)""")
_SUFFIX = re.compile(r"\.?(s?html?|jhtml|htm|jsp|aspx?)", re.IGNORECASE)
_MAX_PAGES = 10_000  # a counter beyond that is an error, not a column


@dataclass(frozen=True, slots=True)
class Pager:
    """``pages`` pages called ``stem``; the second has the number ``second``."""

    pages: int
    stem: str
    suffix: str
    second: int

    def addresses(self) -> Iterator[str]:
        """Yield the file names of the second page and all after it."""
        for number in range(self.second, self.second + min(self.pages, _MAX_PAGES) - 1):
            yield f"{self.stem}_{number}.{self.suffix}"


def recognises(page: Page) -> bool:
    """Whether the page calls the function with values."""
    return pager_of(page) is not None


def read(page: Page) -> PageLinks:
    """Return the pages of the list, or the further pages of an article."""
    pager = pager_of(page)
    further = page.all_found(pager.addresses()) if pager else ()
    if is_article_address(page.url):
        return PageLinks(documents=further)
    return PageLinks(list_pages=further)


def pager_of(page: Page) -> Pager | None:
    """Return what the first call with values says; ``None`` if there is none."""
    for call in _CALL.finditer(page.text):
        if pager := _pager(call[1]):
            return pager
    return None


def _pager(text: str) -> Pager | None:
    arguments = _arguments(text)
    named = next((i for i, a in enumerate(arguments) if i and _is_suffix(a)), None)
    if named is None or not isinstance(stem := arguments[named - 1], str):
        return None
    numbers = [a for a in arguments[: named - 1] if isinstance(a, int)]
    if not numbers:
        return None
    # Three numbers in front: the first counts records, not pages.
    pages = numbers[1] if len(numbers) >= 3 else numbers[0]
    second = 2 if isinstance(arguments[0], str) else 1
    return Pager(pages, stem, str(arguments[named]).lstrip("."), second)


def _arguments(text: str) -> list[str | int]:
    found = _ARGUMENT.findall(text)
    return [int(number) if number else double or single for double, single, number in found]


def _is_suffix(argument: str | int) -> bool:
    return isinstance(argument, str) and bool(_SUFFIX.fullmatch(argument))
