"""Hanweb jpage: the list is XML inside a script, further groups come from ``dataproxy.jsp``.

``<datastore>`` holds ``<record>`` elements, each an ``<li>`` or ``<tr>`` in CDATA with the full
title only in ``title=``; ``<nextgroup>`` holds the address of the next ones. The same XML is
what ``dataproxy.jsp`` answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from lxml import html
from lxml.etree import ParserError

from archive.crawl.families import dataproxy
from archive.crawl.reading.anchors import leading_on, words_of
from archive.crawl.reading.links import Found, PageLinks, listed
from archive.crawl.reading.page import Page
from archive.crawl.reading.pieces import between

NAME = "Hanweb jpage"

_Marks = tuple[re.Pattern[str], re.Pattern[str]]

_RECORD: _Marks = (
    re.compile(r"<record\b[^<>]*>", re.IGNORECASE),
    re.compile(r"</record>", re.IGNORECASE),
)
_NEXT_GROUP: _Marks = (
    re.compile(r"<nextgroup\b[^<>]*>", re.IGNORECASE),
    re.compile(r"</nextgroup>", re.IGNORECASE),
)
_CDATA: _Marks = (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>"))
_CALL = re.compile(r"\.jpage\s*\(")


def recognises(page: Page) -> bool:
    """Whether the page has records, or calls what gets them."""
    has_records = "<datastore" in _source(page).lower()
    return has_records or "dataproxy.jsp" in page.text or bool(_CALL.search(page.script.text))


def read(page: Page) -> PageLinks:
    """Return the records as documents and the next group as a page of the list."""
    source = _source(page)
    blocks = tuple(_blocks(_RECORD, source))
    records = [found for text in blocks for found in _anchors(page, text)]
    following = tuple(f for text in _blocks(_NEXT_GROUP, source) for f in _anchors(page, text))
    groups = following or tuple(dataproxy.groups(page, len(blocks)))
    others = tuple(group for group in groups if group.url != page.url)
    return listed(records).merged(PageLinks(others, pages=dataproxy.pages(page)))


def _source(page: Page) -> str:
    is_escaped = "&lt;datastore" in page.text.lower()
    return unescape(page.text) if is_escaped else page.text


def _blocks(marks: _Marks, source: str) -> Iterator[str]:
    for block in between(source, *marks):
        yield next(between(block, *_CDATA), block)


def _anchors(page: Page, text: str) -> Iterator[Found]:
    try:
        tree = html.document_fromstring(text)
    except ParserError:  # nothing but white space
        return
    for anchor, address in leading_on(tree):
        if found := page.found(address, words_of(anchor)):
            yield found
