"""Guangdong's cloud (NFCMS): ``/content/post_123.html``, page 2 of a list is ``index_2``.

The pager shows a few numbers and the last one, so all between are filled in.
"""

from __future__ import annotations

import re

from archive.crawl.reading.links import MAX_PAGES, PageLinks
from archive.crawl.reading.page import Page

NAME = "NFCMS"

_POST = re.compile(r"\bcontent/(?:\w+/)*m?post_\d+\.html")
_NUMBERED = re.compile(r"\bindex_(\d+)\.html")


def recognises(page: Page) -> bool:
    """Whether the page is a list of posts."""
    is_list = "post_" in page.text and page.data is None and not _POST.search(page.url)
    return is_list and bool(_POST.search(page.text))


def read(page: Page) -> PageLinks:
    """Return all pages up to the highest one mentioned."""
    last = max((int(number) for number in _NUMBERED.findall(page.text)), default=1)
    last = min(last, MAX_PAGES)
    return PageLinks(
        page.all_found(f"index_{number}.html" for number in range(2, last + 1)), pages=last
    )
