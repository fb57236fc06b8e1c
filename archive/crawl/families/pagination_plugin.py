"""Pagers of jQuery plugins whose callback builds ``index_2`` for page 2 (Shanghai).

One off from TRS, where page 2 is ``index_1``; so the callback is read: what it compares its
variable with, and what it takes away from it.
"""

from __future__ import annotations

import re

from archive.crawl.families import counting
from archive.crawl.families.counting import Total
from archive.crawl.reading.links import PageLinks
from archive.crawl.reading.naming import Series
from archive.crawl.reading.page import Page

NAME = "jQuery pagination"

_CALL = (
    r"pagination|pager|paging|laypage|laypage\.render|jqPaginator|twbsPagination|bootpag|"
    r"generPageHtml|createPage|whjPaging|page"
)


def recognises(page: Page) -> bool:
    """Whether a plugin is called that says how many pages there are and what they are called."""
    return _pager(page) is not None


def read(page: Page) -> PageLinks:
    """Return the pages of the list."""
    pager = _pager(page)
    return counting.links(page, *pager) if pager else PageLinks()


def _pager(page: Page) -> tuple[Series, Total] | None:
    """Return how the first call that counts pages names them, and how many there are.

    The oldest plugin, ``.pagination(386, {items_per_page: 15})``, counts pages from 0.
    """
    for call in page.script.calls(_CALL):
        is_oldest = len(call.arguments) > 1 and re.fullmatch(r"\w+", call.arguments[0]) is not None
        head = f"totalData: {call.arguments[0]},\n" if is_oldest else ""
        window = head + ",\n".join(call.arguments)
        total = counting.total_within(page, window)
        if total.is_known:
            series = counting.series_of(page, window)
            return (series.counted_from(0 if is_oldest else 1), total) if series else None
    return None
