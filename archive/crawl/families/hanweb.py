"""Hanweb jpage: the list is XML inside a script, further groups come from ``dataproxy.jsp``.

``<datastore>`` holds ``<record>`` elements, each an ``<li>`` or ``<tr>`` in CDATA with the full
title only in ``title=``; ``<nextgroup>`` holds the address of the next ones. The same XML is
what ``dataproxy.jsp`` answers. Where there is no next group, the call of the plugin has the
arguments to ask with: the range of records in the address, the column in the body of a POST.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

from lxml import html
from lxml.etree import ParserError

from archive.crawl.addresses import is_attachment_address
from archive.crawl.page import Found, Page, PageLinks, words_of

NAME = "Hanweb jpage"

_RECORD = re.compile(r"<record\b[^>]*>(.*?)</record>", re.DOTALL | re.IGNORECASE)
_NEXT_GROUP = re.compile(r"<nextgroup\b[^>]*>(.*?)</nextgroup>", re.DOTALL | re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_CALL = re.compile(r"\.jpage\s*\(")
_SELECTOR = re.compile(r"""\(\s*["']#?(\w+)["']\s*\)\s*\.jpage\s*\(""")
_PROXY = re.compile(r"""["']([^"']*\bdataproxy\.jsp)[^"']*["']""", re.IGNORECASE)
_COLUMN = re.compile(r"/col/?(?:col)?(\d+)/")
_ARGUMENT = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))""")
_USUAL_PROXY = "/module/web/jpage/dataproxy.jsp"
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
    return "<datastore" in _source(page).lower() or bool(_CALL.search(page.script.text))


def read(page: Page) -> PageLinks:
    """Return the records as documents and the next group as a page of the list."""
    source = _source(page)
    blocks = tuple(_blocks(_RECORD, source))
    records = [found for text in blocks for found in _anchors(page, text)]
    following = tuple(f for text in _blocks(_NEXT_GROUP, source) for f in _anchors(page, text))
    call = _arguments(page)
    per_page, total = _number(call, "perPage"), _number(call, "totalRecord")
    groups = following or tuple(_groups(page, call, len(blocks)))
    return PageLinks(
        list_pages=tuple(group for group in groups if group.url != page.url),
        documents=tuple(f for f in records if not is_attachment_address(f.url)),
        attachments=tuple(f for f in records if is_attachment_address(f.url)),
        pages=-(-total // per_page) if per_page and total else None,
    )


def _source(page: Page) -> str:
    is_escaped = "&lt;datastore" in page.text.lower()
    return unescape(page.text) if is_escaped else page.text


def _blocks(pattern: re.Pattern[str], source: str) -> Iterator[str]:
    for match in pattern.finditer(source):
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


def _arguments(page: Page) -> dict[str, str]:
    """Return the plugin's arguments by name, those of inner objects as well."""
    for arguments in page.script.calls("jpage"):
        found = _ARGUMENT.findall(",".join(arguments))
        return {name: double or single or bare for name, double, single, bare in found}
    return {}


def _groups(page: Page, call: dict[str, str], known: int) -> Iterator[Found]:
    records, per_page = _number(call, "totalRecord"), _number(call, "perPage")
    if records <= known or not per_page:
        return
    proxy = _PROXY.search(page.script.text)
    body = urlencode(_asked_with(page, call))
    for start, end in _ranges(known, records, known or per_page * _GROUP_PAGES):
        asked = urlencode({"startrecord": start, "endrecord": end, "perpage": per_page})
        if group := page.posting(f"{proxy[1] if proxy else _USUAL_PROXY}?{asked}", body):
            yield group


def _ranges(known: int, records: int, group: int) -> Iterator[tuple[int, int]]:
    for start in range(known, min(records, known + group * _MAX_GROUPS), group):
        yield start + 1, min(start + group, records)


def _asked_with(page: Page, call: dict[str, str]) -> dict[str, str]:
    """Return what tells the column: from the call, else from where the page has it."""
    selector, column = _SELECTOR.search(page.script.text), _COLUMN.search(page.url)
    webid = page.script.value("webid", "webId")
    known = {
        "col": "1",
        "appid": "1",
        "webid": "" if webid is None else str(webid),
        "path": "/",
        "columnid": column[1] if column else "",
        "sourceContentType": "1",
        "unitid": selector[1] if selector else "",
        "permissiontype": "0",
    } | call
    return {name: known[name] for name in _ASKED_WITH if known.get(name)}


def _number(arguments: dict[str, str], name: str) -> int:
    value = arguments.get(name, "")
    return int(value) if value.isascii() and value.isdigit() else 0
