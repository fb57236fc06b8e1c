"""RSS and Atom: offered by a page in a ``<link>``, read as lists.

Sources: RSS 2.0; RFC 4287.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archive.crawl import xml_data
from archive.crawl.page import Found, Page, PageLinks

NAME = "RSS or Atom"

_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)\b[^>]*>")
_ITEMS = "//*[local-name()='item' or local-name()='entry']"
_MAX_ITEMS = 2000


def recognises(page: Page) -> bool:
    """Whether the page is a feed or offers one."""
    return _is_feed(page) or any(True for _ in _offered(page))


def read(page: Page) -> PageLinks:
    """Return the entries of a feed; of a page the feeds that it offers."""
    if _is_feed(page):
        return PageLinks(documents=tuple(_entries(page)))
    return PageLinks(list_pages=tuple(_offered(page)))


def _is_feed(page: Page) -> bool:
    return bool(_ROOT.search(page.text[:4096])) and "<html" not in page.text[:4096].lower()


def _offered(page: Page) -> Iterator[Found]:
    """Yield the feeds of this column: those of the whole site lie above it."""
    for link in page.tree.iterfind(".//link[@href]"):
        if link.get("type", "").strip().lower() not in _TYPES:
            continue
        found = page.found(link.get("href", ""))
        if found and "alternate" in link.get("rel", "alternate").lower():
            yield found


def _entries(page: Page) -> Iterator[Found]:
    root = xml_data.read_xml(page.text)
    for item in root.xpath(_ITEMS)[:_MAX_ITEMS] if root is not None else ():
        if found := page.found(_address(item), xml_data.text_of(item, "title")):
            yield found


def _address(item: etree._Element) -> str:
    for link in item.xpath("*[local-name()='link']"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href"))
        if link.text and link.text.strip():
            return str(link.text.strip())
    guid = xml_data.text_of(item, "guid")
    return guid if "://" in guid else ""
