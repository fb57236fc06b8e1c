"""Lists as JSON: feeds that a page's script reads, and interfaces that count their pages.

Any object with an address and a title is an item. The number of the page is in the address or
in the body of the POST; without one the feed is all there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archive.crawl.families import generic, gkmlpt, jcms
from archive.crawl.reading import json_data
from archive.crawl.reading.addresses import numbered_address
from archive.crawl.reading.asking import requests_of
from archive.crawl.reading.links import Found, PageLinks, listed
from archive.crawl.reading.naming import series_in
from archive.crawl.reading.page import Page
from archive.crawl.reading.turning import OFFSET_ARGUMENTS, page_number, turned

NAME = "JSON list"

_FEED = re.compile(r"""["']([^"'\s<>]+\.json(?:\?[^"'\s<>]*)?)["']""", re.IGNORECASE)
_NO_FEED = re.compile(r"/(?:libs?|js|plugins?|node_modules|static|assets)/|manifest|package|config")
_LISTS = re.compile(
    r"list|search|query|page|news|info|article|content|channel|column", re.IGNORECASE
)
_MAX_FEEDS = 5
_TOTAL_PAGES = ("totalpage", "totalpages", "pagecount", "pages", "total_page", "total_pages")
_TOTAL_ITEMS = ("total", "totalcount", "count", "totalrecord", "totalrecords", "post_count",
                "totalelements", "recordcount", "totalnum")  # fmt: skip
_SIZES = ("pagesize", "perpage", "page_size", "per_page", "size", "rows", "limit")


def recognises(page: Page) -> bool:
    """Whether the page is such a list, or its script reads one and it shows no other."""
    if page.data is not None:
        return not (gkmlpt.recognises(page) or jcms.recognises(page)) and _has_items(page)
    return any(True for _ in _sources(page))


def read(page: Page) -> PageLinks:
    """Return the items and the next page; of a page in HTML the lists that its script reads."""
    if page.data is None:
        return PageLinks(list_pages=tuple(dict.fromkeys(_sources(page)))[:_MAX_FEEDS])
    links = listed(
        found
        for item in json_data.items(page.data)
        if (found := page.found(item.address, item.title))
    )
    for source in json_data.markup(page.data):
        inner = generic.read(Page(page.url, source))
        links = links.merged(PageLinks(documents=inner.documents, attachments=inner.attachments))
    shown = len(links.documents) + len(links.attachments)
    pages = _pages(page, shown)
    return links.merged(PageLinks(_following(page, pages, shown), pages=pages))


def _has_items(page: Page) -> bool:
    data = page.data
    return any(True for _ in json_data.items(data)) or any(True for _ in json_data.markup(data))


def _following(page: Page, pages: int | None, shown: int) -> tuple[Found, ...]:
    offset = page_number(page.url, OFFSET_ARGUMENTS)
    if not shown:
        return ()
    if numbered := numbered_address(page.url):
        is_last = pages is not None and numbered.number >= pages
        address = None if is_last else numbered.with_number(numbered.number + 1)
    elif offset is not None:
        address = turned(page.url, offset + shown, OFFSET_ARGUMENTS)
    else:
        address = None
    return (Found(address),) if address else ()


def _pages(page: Page, shown: int) -> int | None:
    if (pages := json_data.number(page.data, *_TOTAL_PAGES)) is not None:
        return pages
    total, size = (json_data.number(page.data, *names) for names in (_TOTAL_ITEMS, _SIZES))
    return -(-total // size) if total is not None and size and shown else None


def _sources(page: Page) -> Iterator[Found]:
    """Yield the lists that a page's script reads, if the page shows none itself."""
    if generic.read(page).documents:
        return
    text = page.script.text
    for address in _FEED.findall(text) if ".json" in text.lower() else ():
        if not _NO_FEED.search(address) and (found := page.found(address)):
            yield found
    series = series_in(page.script)
    if series and series.suffix == ".json":  # its first page is one of them
        yield from page.all_found(map(series.numbered, (0, 1)))
    for asked in requests_of(page):
        is_list = asked.turns_pages or _LISTS.search(urlsplit(asked.address).path)
        if is_list and (found := asked.found(page)):
            yield found
