"""RSS and Atom: offered by a page in a ``<link>`` or an anchor, read as lists.

Sources: RSS 2.0; RFC 4287; RFC 5005 for feeds in several pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from archive.crawl.families import generic
from archive.crawl.reading import xml_data
from archive.crawl.reading.links import Found, PageLinks
from archive.crawl.reading.page import Page

NAME = "RSS or Atom"

_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)\b[^>]*>")
_FILE = re.compile(r"/(?:rss|atom|feed)[\w-]*\.xml$|\.(?:rss|atom)$", re.IGNORECASE)
_ITEMS = "//*[local-name()='item' or local-name()='entry']"
_NEXT = "/*/*[local-name()='link'][@rel='next']/@href"
_MAX_ITEMS = 2000


def recognises(page: Page) -> bool:
    """Whether the page is a feed or offers one."""
    return _is_feed(page) or any(True for _ in _offered(page))


def read(page: Page) -> PageLinks:
    """Return the entries of a feed and its next page; of a page the feeds that it offers."""
    if not _is_feed(page):
        return PageLinks(list_pages=tuple(_offered(page)))
    root = xml_data.read_xml(page.text)
    if root is None:
        return PageLinks()
    return PageLinks(
        list_pages=page.all_found(map(str, root.xpath(_NEXT))),
        documents=tuple(_entries(page, root)),
    )


def _is_feed(page: Page) -> bool:
    return bool(_ROOT.search(page.text[:4096])) and "<html" not in page.text[:4096].lower()


def _offered(page: Page) -> Iterator[Found]:
    """Yield the feeds of this column: those of the whole site lie above it.

    Of a page that names no document itself, any feed may be the list.
    """
    for found in (*_linked(page), *_anchored(page)):
        is_below = urlsplit(found.url).path.startswith(page.folder)
        if (is_below and page.folder != "/") or not generic.read(page).documents:
            yield found


def _linked(page: Page) -> Iterator[Found]:
    for link in page.tree.iterfind(".//link[@href]"):
        if link.get("type", "").strip().lower() not in _TYPES:
            continue
        found = page.found(link.get("href", ""))
        if found and "alternate" in link.get("rel", "alternate").lower():
            yield found


def _anchored(page: Page) -> Iterator[Found]:
    return (anchor.found for anchor in page.anchors if _FILE.search(anchor.shape.path))


def _entries(page: Page, root: etree._Element) -> Iterator[Found]:
    for item in root.xpath(_ITEMS)[:_MAX_ITEMS]:
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
