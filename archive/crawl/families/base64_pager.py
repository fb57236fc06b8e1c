"""Pagers that stand on the page in base64 and are opened with ``window.atob`` (Yunnan).

What they hold is HTML, sometimes with its characters escaped, so it is read like the page itself.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote

from archive.crawl.families import count_page, generic, numbered, page_function
from archive.crawl.reading.decoding import decode
from archive.crawl.reading.links import PageLinks
from archive.crawl.reading.page import Page

NAME = "base64 pager"

_CODE = re.compile(
    r"""["'>`]\s*((?:[A-Za-z0-9+/_-]{4}\s*){6,}[A-Za-z0-9+/_-]{0,3}={0,2})\s*(?=["'<`])"""
)
_HIDDEN = re.compile(r"<(?:a|option|script|li)\b|createPageHTML", re.IGNORECASE)
_MAX_CODES = 50
_MAX_CHARS = 200_000


def recognises(page: Page) -> bool:
    """Whether the page opens base64, or has an element of pages with nothing else in it."""
    return any(True for _ in _hidden(page))


def read(page: Page) -> PageLinks:
    """Return the pages of the list that stand in what was hidden."""
    links = PageLinks()
    for source in _hidden(page):
        inner = Page(page.url, source)
        for family in (generic, numbered, page_function, count_page):
            links = links.merged(family.read(inner))
    return PageLinks(list_pages=links.list_pages, pages=links.pages)


def _hidden(page: Page) -> Iterator[str]:
    codes = (match[1] for match in _CODE.finditer(page.text))
    for code, _ in zip(codes, range(_MAX_CODES), strict=False):
        text = unquote(_opened(re.sub(r"\s", "", code[:_MAX_CHARS])))
        if _HIDDEN.search(text):
            yield text


def _opened(code: str) -> str:
    plain = code.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        data = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return decode(data)
