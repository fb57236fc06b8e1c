"""JCMS on the jpaas gateway: lists come from ``build/unit`` as HTML inside JSON.

The page says with which ids to ask: ``queryData="{'webId':'3185','pageId':'…'}"``, and often
``count="386" rows="15"``. Some gateways ignore the page's number and send page 1 for ever, so
pages are turned one by one and the crawl stops at the first repetition.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

from archive.crawl.families import generic, hanweb
from archive.crawl.reading import json_data
from archive.crawl.reading.asking import Asked, requests_of
from archive.crawl.reading.links import Found, PageLinks
from archive.crawl.reading.page import Page
from archive.crawl.reading.turning import page_number, turned

NAME = "JCMS build/unit"

_TAG = re.compile(r"""<[^<>]*?\bqueryData\s*=\s*(?:"([^"]*)"|'([^']*)')[^<>]*>""", re.IGNORECASE)
_ADDRESS = re.compile(r"""["']([^"'<>\s]*/build/unit\?[^"'<>\s]+)["']""")
_PAIR = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))""")
_ATTRIBUTE = r"""(?<![\w-]){name}\s*=\s*\\?["']?\s*([^"'\s>\\]+)"""
_UNIT_END = "/build/unit"
_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_LIST_WORDS = re.compile(r"列表|list|分页|内容|信息|page", re.IGNORECASE)
_USUAL = {"parseType": "bulidstatic", "pageType": "column", "editType": "null"}
_USUAL_ROWS = 15
_MAX_UNITS = 8


@dataclass(frozen=True, slots=True)
class _Unit:
    """One piece of a page that the gateway builds."""

    address: str
    asked_with: dict[str, str]
    rows: int
    count: int | None
    is_list: bool

    def first(self) -> str:
        """Return the address of its first page."""
        asked = {**_USUAL, **self.asked_with, "paramJson": _json(self.rows)}
        return f"{self.address}?{urlencode(asked)}"


def recognises(page: Page) -> bool:
    """Whether the page has units to be built, or is what the gateway answers."""
    return _answer(page) is not None or any(True for _ in _units(page))


def read(page: Page) -> PageLinks:
    """Return the first page of each unit that is a list; of an answer its items and the next."""
    answer = _answer(page)
    if answer is not None:
        return _read_answer(page, answer)
    units = list(_units(page))
    wanted = [unit for unit in units if unit.is_list] or units
    counts = [-(-unit.count // unit.rows) for unit in wanted if unit.count is not None]
    first = page.all_found(unit.first() for unit in wanted[:_MAX_UNITS])
    return PageLinks(list_pages=first, pages=max(counts, default=None))


def _answer(page: Page) -> str | None:
    data = page.data
    inner = data.get("data") if isinstance(data, dict) else None
    source = inner.get("html") if isinstance(inner, dict) else None
    return source if isinstance(source, str) else None


def _read_answer(page: Page, source: str) -> PageLinks:
    inner = Page(page.url, source)
    links = generic.read(inner).merged(hanweb.read(inner))
    number = page_number(page.url)
    rows = _number(source, "rows") or json_data.number(_parameters(page.url), "pagesize")
    count = _number(source, "count")
    pages = -(-count // rows) if count is not None and rows else None
    following = _turned(page.url, rows or _USUAL_ROWS, 2 if number is None else number + 1)
    is_last = pages is not None and (number or 1) >= pages
    has_items = bool(links.documents or links.attachments)
    more = (Found(following),) if following and has_items and not is_last else ()
    return PageLinks(more, (), links.documents, links.attachments, pages=pages)


def _turned(url: str, rows: int, number: int) -> str | None:
    """Return the address of another page of a unit, be there a number in this one or not."""
    return turned(url, number) or turned(f"{url}&{urlencode({'paramJson': _json(rows)})}", number)


def _json(rows: int) -> str:
    return json.dumps({"pageNo": 1, "pageSize": rows}, separators=(",", ":"))


def _parameters(url: str) -> object:
    return json_data.read_json(dict(parse_qsl(urlsplit(url).query)).get("paramJson", ""))


def _units(page: Page) -> Iterator[_Unit]:
    for tag, asked in _asked(page):
        asked_with = asked.arguments
        if "webId" not in asked_with and "pageId" not in asked_with:
            continue
        count = _number(tag, "count")
        yield _Unit(
            asked.address.partition("?")[0],
            asked_with,
            _number(tag, "rows") or _number(page.text, "rows") or _USUAL_ROWS,
            count if count is not None else _number(page.text, "count"),
            count is not None or bool(_LIST_WORDS.search(asked_with.get("tagId", ""))),
        )


def _asked(page: Page) -> Iterator[tuple[str, Asked]]:
    """Yield what the page asks the gateway for, with the tag that says so if one does."""
    for tag in _TAG.finditer(page.text) if "querydata" in page.text.lower() else ():
        pairs = _PAIR.findall(unescape(tag[1] or tag[2] or ""))
        address = re.search(_ATTRIBUTE.format(name="url"), tag[0])
        asked_with = {name: a or b or c for name, a, b, c in pairs}
        yield tag[0], Asked(unescape(address[1]) if address else _UNIT, asked_with)
    if "build/unit" in page.text:
        yield from (("", Asked(unescape(address), {})) for address in _ADDRESS.findall(page.text))
        yield from (("", asked) for asked in requests_of(page) if _UNIT_END in asked.address)


def _number(text: str, name: str) -> int | None:
    found = re.search(_ATTRIBUTE.format(name=name), text)
    return int(found[1][:9]) if found and found[1].isascii() and found[1].isdigit() else None
