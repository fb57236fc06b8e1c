"""Hanweb jpage: the list is XML inside a script, further groups come from ``dataproxy.jsp``.

``<datastore>`` holds ``<record>`` elements, each an ``<li>`` or ``<tr>`` in CDATA with the full
title only in ``title=``; ``<nextgroup>`` holds the address of the next ones. The same XML is
what ``dataproxy.jsp`` answers. Where there is no next group, the call of the plugin has the
arguments to ask with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from lxml import html
from lxml.etree import ParserError

from archive.crawl.addresses import is_attachment_address
from archive.crawl.page import Found, Page, PageLinks, words_of

NAME = "Hanweb jpage"

_RECORD = re.compile(r"<record>(.*?)</record>", re.DOTALL | re.IGNORECASE)
_NEXT_GROUP = re.compile(r"<nextgroup>(.*?)</nextgroup>", re.DOTALL | re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_CALL = re.compile(r"\.jpage\s*\(\s*\{(.*?)\}\s*\)", re.DOTALL)
_PROXY = re.compile(r"""["']([^"']*dataproxy\.jsp)[^"']*["']""")
_ARGUMENT = re.compile(r"""["']?(\w+)["']?\s*:\s*["']?([^"',{}\n]*)["']?""")
_ASKED_WITH = (
    "col",
    "appid",
    "webid",
    "path",
    "columnid",
    "sourceContentType",
    "unitid",
    "webname",
    "permissiontype",
)
_GROUP_PAGES = 3  # what the plugin itself asks for at a time
_MAX_GROUPS = 1000


def recognises(page: Page) -> bool:
    """Whether the page has records, or calls the plugin that gets them."""
    return "<datastore>" in page.text or bool(_CALL.search(page.text))


def read(page: Page) -> PageLinks:
    """Return the records as documents and the next group as a page of the list."""
    records = [found for text in _blocks(_RECORD, page) for found in _anchors(page, text)]
    following = tuple(f for text in _blocks(_NEXT_GROUP, page) for f in _anchors(page, text))
    return PageLinks(
        list_pages=following or _groups(page),
        documents=tuple(f for f in records if not is_attachment_address(f.url)),
        attachments=tuple(f for f in records if is_attachment_address(f.url)),
    )


def _blocks(pattern: re.Pattern[str], page: Page) -> Iterator[str]:
    for match in pattern.finditer(page.text):
        cdata = _CDATA.search(match[1])
        yield cdata[1] if cdata else match[1]


def _anchors(page: Page, text: str) -> Iterator[Found]:
    try:
        tree = html.document_fromstring(text)
    except ParserError:  # nothing but white space
        return
    for anchor in tree.iterfind(".//a[@href]"):
        if found := page.found(anchor.get("href", ""), words_of(anchor)):
            yield found


def _groups(page: Page) -> tuple[Found, ...]:
    call, proxy = _CALL.search(page.text), _PROXY.search(page.text)
    if not (call and proxy):
        return ()
    arguments = {name: value.strip() for name, value in _ARGUMENT.findall(call[1])}
    records, per_page = _number(arguments, "totalRecord"), _number(arguments, "perPage")
    query = {name: arguments[name] for name in _ASKED_WITH if name in arguments}
    return page.all_found(_group_addresses(proxy[1], records, per_page, query))


def _group_addresses(
    proxy: str, records: int, per_page: int, query: dict[str, str]
) -> Iterator[str]:
    group = per_page * _GROUP_PAGES
    for number in range(min(-(-records // group) if group else 0, _MAX_GROUPS)):
        start = number * group + 1
        end = min(start + group - 1, records)
        asked = {"startrecord": start, "endrecord": end, "perpage": per_page, **query}
        yield f"{proxy}?{urlencode(asked)}"


def _number(arguments: dict[str, str], name: str) -> int:
    value = arguments.get(name, "")
    return int(value) if value.isdigit() else 0
