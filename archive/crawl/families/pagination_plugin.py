"""Pagers of jQuery plugins whose callback builds ``index_2`` for page 2 (Shanghai).

One off from TRS, where page 2 is ``index_1``; so the callback is read: what it compares its
variable with, and what it takes away from it.
"""

from __future__ import annotations

import re

from archive.crawl.families import counting
from archive.crawl.page import Page, PageLinks

NAME = "jQuery pagination"

_CALL = (
    r"pagination|pager|paging|laypage|laypage\.render|jqPaginator|twbsPagination|bootpag|"
    r"generPageHtml|createPage|whjPaging|page"
)


def recognises(page: Page) -> bool:
    """Whether a plugin is called that says how many pages there are and what they are called."""
    window, counted_from = _window(page)
    return counting.series_within(page, window, counted_from) is not None


def read(page: Page) -> PageLinks:
    """Return the pages of the list."""
    window, counted_from = _window(page)
    series = counting.series_within(page, window, counted_from)
    return counting.links(page, series, window) if series else PageLinks()


def _window(page: Page) -> tuple[str, int]:
    """Return the first call's arguments that count pages, and the first page's number in it.

    The oldest plugin, ``.pagination(386, {items_per_page: 15})``, counts pages from 0.
    """
    for arguments in page.script.calls(_CALL):
        is_oldest = len(arguments) > 1 and re.fullmatch(r"\w+", arguments[0]) is not None
        head = f"totalData: {arguments[0]},\n" if is_oldest else ""
        text = head + ",\n".join(arguments)
        if counting.total_within(page, text).is_known:
            return text, 0 if is_oldest else 1
    return "", 1
