"""Pagers whose anchors call a function: ``<a href="javascript:goPage(2)">下一页</a>``.

The function builds the name of the page from its argument; the calls tell the numbers.
"""

from __future__ import annotations

from archive.crawl.families import counting
from archive.crawl.reading.links import MAX_PAGES, PageLinks
from archive.crawl.reading.page import Page

NAME = "turning function"


def recognises(page: Page) -> bool:
    """Whether a function that names pages is called with numbers."""
    return bool(_names(page))


def read(page: Page) -> PageLinks:
    """Return the pages that the function is called for, and those between."""
    return PageLinks(page.all_found(_names(page)))


def _names(page: Page) -> list[str]:
    if "function" not in page.text:
        return []
    series = counting.series_of(page)
    if series is None or not series.function:
        return []
    calls = page.script.calls(series.function)
    told = {page.script.number(call.arguments[0]) for call in calls if call.arguments[0]}
    numbers = [number + series.offset for number in told if number is not None]
    # 0 is no page but the first one, which is known.
    first, last = max(1, min(numbers, default=1)), min(max(numbers, default=0), MAX_PAGES)
    return [series.numbered(number) for number in range(first, last + 1)]
