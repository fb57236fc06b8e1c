"""RSS and Atom: offered by a page in a ``<link>``, read as lists.

Sources: RSS 2.0; RFC 4287.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from archive.crawl.page import Found, Page, PageLinks

NAME = "RSS or Atom"

_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)\b[^>]*>")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
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
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    # The text is decoded already, whatever its declaration says.
    source = _DECLARATION.sub("", page.text).encode("utf-8", "replace")
    # A parser that recovers gives nothing at all where there was nothing to recover.
    root = cast("etree._Element | None", etree.fromstring(source, parser))
    if root is None:
        return
    for item in root.xpath(_ITEMS)[:_MAX_ITEMS]:
        if found := page.found(_address(item), _text(item, "title")):
            yield found


def _address(item: etree._Element) -> str:
    for link in item.xpath("*[local-name()='link']"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href"))
        if link.text and link.text.strip():
            return str(link.text.strip())
    return _text(item, "guid") if "://" in _text(item, "guid") else ""


def _text(item: etree._Element, name: str) -> str:
    return " ".join("".join(item.xpath(f"*[local-name()='{name}'][1]//text()")).split())
