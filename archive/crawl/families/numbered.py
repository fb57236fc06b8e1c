"""Pagers of plain anchors, options or quoted addresses that show only some of the numbers.

``1 2 3 … 54`` leads to all 54: the pages between are filled in by the pattern of those shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.crawl.reading.addresses import list_stem, numbered_address
from archive.crawl.reading.links import MAX_PAGES, Found, PageLinks
from archive.crawl.reading.page import Page

NAME = "numbered pages"

_QUOTED = re.compile(r"""["']\s*([^"'\s<>]{1,200}?[_-]\d{1,4}\.(?:s?html?|jhtml|htm))\s*["']""")
_ASKED = r"""["']\s*([^"'\s<>]{{0,100}}{}\?[^"'\s<>]{{1,200}})\s*["']"""
_LAST_WORDS = re.compile(r"尾页|末页|最后|last", re.IGNORECASE)


def recognises(page: Page) -> bool:
    """Whether an address on the page is this page's own with another number."""
    return bool(_own(page))


def read(page: Page) -> PageLinks:
    """Return the pages that are shown and those between."""
    own = _own(page)
    if not own:
        return PageLinks()
    last = max(own)
    highest = numbered_address(own[last].url)
    if highest is None or not _is_pager(own):
        return PageLinks(tuple(own.values()))
    # Page 2 may be called 1; it is, unless 2 is the first number that is shown.
    first = 2 if min(own) == 2 else 1
    between = (n for n in range(first, min(last, MAX_PAGES)) if n not in own)
    filled = page.all_found(highest.with_number(number) for number in between)
    return PageLinks((*own.values(), *filled), pages=last)


def _is_pager(own: dict[int, Found]) -> bool:
    """Whether the numbers are those of pages and not of columns: they begin low, or say so."""
    return min(own) <= 3 or bool(_LAST_WORDS.search(own[max(own)].text))


def _own(page: Page) -> dict[int, Found]:
    """Return the pages of this list that have an address here, by their number."""
    stem = list_stem(page.url)
    found: dict[int, Found] = {}
    for item in _alike(page, stem):
        if item.url != page.url and (numbered := numbered_address(item.url)):
            found.setdefault(numbered.number, item)
    return found


def _alike(page: Page, stem: str) -> Iterator[Found]:
    yield from (anchor.found for anchor in page.anchors if anchor.shape.stem == stem)
    quoted = _QUOTED.findall(page.script.text)
    if page.file_name and f"{page.file_name}?" in page.text:
        quoted += re.findall(_ASKED.format(re.escape(page.file_name)), page.script.text)
    for address in quoted:
        found = page.found(address)
        if found and list_stem(found.url) == stem:
            yield found
