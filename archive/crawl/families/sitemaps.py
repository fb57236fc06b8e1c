"""Sitemaps, in XML or as lines of text, and their indexes.

A sitemap knows the whole site, a seed wants one column: what of it is taken is the scope's
business (``PageLinks.mapped``). Source: https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

import re
from itertools import islice

from archive.crawl.reading import xml_data
from archive.crawl.reading.addresses import is_article_address, is_attachment_address
from archive.crawl.reading.links import Found, PageLinks
from archive.crawl.reading.page import Page

NAME = "sitemap"

_ROOT = re.compile(r"<(?:\w+:)?(urlset|sitemapindex)\b")
_LINES = re.compile(r"\s*https?://[^\s<>]+[ \t]*(?:[\r\n]|\Z)")  # the first one tells
_MAX_ENTRIES = 50_000  # the protocol's own limit for one sitemap
_MAX_SITEMAPS = 50  # of an index; the protocol allows 50,000


def recognises(page: Page) -> bool:
    """Whether the page is a sitemap or an index of sitemaps."""
    return is_sitemap(page)


def is_sitemap(page: Page) -> bool:
    """Whether the page is a sitemap or an index of sitemaps."""
    return bool(_root(page) or _LINES.match(page.text[:4096]))


def is_index(page: Page) -> bool:
    """Whether the page is an index of sitemaps."""
    return _root(page) == "sitemapindex"


def read(page: Page) -> PageLinks:
    """Return the documents and files of a sitemap, or the sitemaps of an index."""
    if is_index(page):
        return PageLinks(list_pages=_entries(page)[:_MAX_SITEMAPS])
    is_text = _LINES.match(page.text[:4096]) is not None
    lines = islice(page.text.splitlines(), _MAX_ENTRIES) if is_text else ()
    found = page.all_found(lines) if is_text else _entries(page)
    return PageLinks(mapped=tuple(each for each in found if _is_content(each.url)))


def _root(page: Page) -> str:
    head = page.text[:4096]
    # All pages are asked, and what is no sitemap has neither name.
    named = "urlset" in head or "sitemapindex" in head
    root = _ROOT.search(head) if named else None
    return root[1] if root else ""


def _is_content(url: str) -> bool:
    return is_article_address(url) or is_attachment_address(url)


def _entries(page: Page) -> tuple[Found, ...]:
    root = xml_data.read_xml(page.text)
    if root is None:
        return ()
    entries = root.xpath("*[local-name()='url' or local-name()='sitemap']")[:_MAX_ENTRIES]
    return page.all_found(xml_data.text_of(entry, "loc") for entry in entries)
