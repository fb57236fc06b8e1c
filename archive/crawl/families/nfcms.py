"""Guangdong's cloud (NFCMS): ``/content/post_123.html``, page 2 of a list is ``index_2``.

``mpost_123.html`` is the phone's copy of ``post_123.html``: one document, so the desktop
address is the one that is visited.
"""

from __future__ import annotations

import re

from archive.crawl.page import Found, Page, PageLinks

NAME = "NFCMS"

_POST = re.compile(r"/content/(?:\w+/)*m?post_\d+\.html")
_PHONE = re.compile(r"/mpost_(\d+\.html)$")
_LAST = re.compile(r"index_(\d+)\.html")
_MAX_PAGES = 10_000


def recognises(page: Page) -> bool:
    """Whether the page links to posts."""
    return bool(_POST.search(page.text))


def read(page: Page) -> PageLinks:
    """Return posts as documents and all pages up to the highest one mentioned."""
    anchors = [found for a in page.anchors if (found := page.found_in(a))]
    posts = tuple(_desktop(found) for found in anchors if _POST.search(found.url))
    return PageLinks(list_pages=_pages(page), documents=posts)


def _desktop(found: Found) -> Found:
    return Found(_PHONE.sub(r"/post_\1", found.url), found.text)


def _pages(page: Page) -> tuple[Found, ...]:
    if _POST.search(page.url):
        return ()
    last = max((int(number) for number in _LAST.findall(page.text)), default=1)
    return page.all_found(f"index_{k}.html" for k in range(2, min(last, _MAX_PAGES) + 1))
