"""Lists as JSON: feeds that a page's script reads, and interfaces that count their pages.

Any object with an address and a title is an item. The number of the page is in the address or
in the body of the POST; without one the feed is all there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from archive.crawl import json_data
from archive.crawl.addresses import is_attachment_address
from archive.crawl.families import generic, gkmlpt, jcms
from archive.crawl.page import Found, Page, PageLinks
from archive.crawl.turning import PAGE_ARGUMENTS, page_number, turned

NAME = "JSON list"

_FEED = re.compile(r"""["']([^"'\s<>]+\.json(?:\?[^"'\s<>]*)?)["']""", re.IGNORECASE)
_NO_FEED = re.compile(r"/(?:libs?|js|plugins?|node_modules|static|assets)/|manifest|package|config")
_REQUEST = r"\$\.(?:ajax|post|get|getJSON)|axios(?:\.\w+)?|fetch"
_URL = re.compile(r"""(?:\burl\s*:\s*|^)["']([^"'\s<>]+)["']""")
_POSTS = re.compile(r"""\b(?:type|method)\s*:\s*["']post["']""", re.IGNORECASE)
_DATA = re.compile(r"\b(?:data|params|body)\s*:\s*(?:JSON\.stringify\s*\()?\s*(\{[^{}]*\})")
_PAIR = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([\w.$]+))""")
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
    links = PageLinks()
    for source in json_data.markup(page.data):
        links = links.merged(generic.read(Page(page.url, source)))
    shown = [page.found(item.address, item.title) for item in json_data.items(page.data)]
    found = tuple(each for each in shown if each)
    listed = PageLinks(
        documents=tuple(each for each in found if not is_attachment_address(each.url)),
        attachments=tuple(each for each in found if is_attachment_address(each.url)),
    )
    links = PageLinks(documents=links.documents, attachments=links.attachments).merged(listed)
    pages = _pages(page, len(found))
    return links.merged(PageLinks(_following(page, pages, bool(found)), pages=pages))


def _has_items(page: Page) -> bool:
    data = page.data
    return any(True for _ in json_data.items(data)) or any(True for _ in json_data.markup(data))


def _following(page: Page, pages: int | None, has_items: bool) -> tuple[Found, ...]:
    number = page_number(page.url)
    if number is None or not has_items or (pages is not None and number >= pages):
        return ()
    address = turned(page.url, number + 1)
    return (Found(address),) if address else ()


def _pages(page: Page, shown: int) -> int | None:
    if (pages := json_data.number(page.data, *_TOTAL_PAGES)) is not None:
        return pages
    total, size = (json_data.number(page.data, *names) for names in (_TOTAL_ITEMS, _SIZES))
    return -(-total // size) if total is not None and size and shown else None


def _sources(page: Page) -> Iterator[Found]:
    """Yield the lists that a page's script reads: files of JSON, requests with a page's number."""
    if generic.read(page).documents:
        return
    for address in _FEED.findall(page.script.text):
        if not _NO_FEED.search(address) and (found := page.found(address)):
            yield found
    for arguments in page.script.calls(_REQUEST):
        if found := _request(page, ",".join(arguments)):
            yield found


def _request(page: Page, text: str) -> Found | None:
    address, data = _URL.search(text), _DATA.search(text)
    if address is None or data is None:
        return None
    pairs = {name: a or b or _value(page, c) for name, a, b, c in _PAIR.findall(data[1])}
    if not any(name.lower() in PAGE_ARGUMENTS for name in pairs):
        return None
    if _POSTS.search(text):
        return page.posting(address[1], urlencode(pairs))
    return page.found(f"{address[1]}{'&' if '?' in address[1] else '?'}{urlencode(pairs)}")


def _value(page: Page, expression: str) -> str:
    number = page.script.number(expression)
    return "" if number is None else str(number)
