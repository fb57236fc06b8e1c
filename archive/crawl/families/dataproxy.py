"""What Hanweb's ``dataproxy.jsp`` is asked where no ``<nextgroup>`` says so: no family by itself.

The call of the plugin has the arguments: the range of records goes into the address, what
tells the column into the body of a POST. What is answered may be less than was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

from archive.address import posted_body
from archive.crawl.reading.asking import requests_of
from archive.crawl.reading.links import Found
from archive.crawl.reading.page import Page

_TOTAL = re.compile(r"<totalrecord>\s*(?:<!\[CDATA\[)?\s*(\d+)", re.IGNORECASE)
_SELECTOR = re.compile(r"""\(\s*["']#?(\w+)["']\s*\)\s*\.jpage\s*\(""")
_PROXY = re.compile(r"""["']([^"']*\bdataproxy\.jsp)[^"']*["']""", re.IGNORECASE)
_COLUMN = re.compile(r"/col/?(?:col)?(\d+)/")
_ARGUMENT = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))""")
_USUAL_PROXY = "/module/web/jpage/dataproxy.jsp"
_GROUP_PAGES = 3  # what the plugin itself asks for at a time
_MAX_GROUPS = 300
_ASKED_WITH = (
    *("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname"),
    "permissiontype",
)


def groups(page: Page, known: int) -> Iterator[Found]:
    """Yield the groups of records to ask for after the ``known`` ones that a page has."""
    yield from _called(page, known)
    yield from _further(page, known)
    if not known:
        asked = (each for each in requests_of(page) if "dataproxy.jsp" in each.address)
        yield from (found for each in asked if (found := each.found(page)))


def pages(page: Page) -> int | None:
    """Return how many pages the call of the plugin counts; ``None`` if there is no call."""
    call = _arguments(page)
    per_page, total = _number(call, "perPage"), _number(call, "totalRecord")
    return -(-total // per_page) if per_page and total else None


def _arguments(page: Page) -> dict[str, str]:
    """Return the plugin's arguments by name, those of inner objects as well."""
    for call in page.script.calls("jpage"):
        found = _ARGUMENT.findall(",".join(call.arguments))
        return {name: double or single or bare for name, double, single, bare in found}
    return {}


def _called(page: Page, known: int) -> Iterator[Found]:
    """Yield the groups that the plugin would ask for."""
    call = _arguments(page)
    records, per_page = _number(call, "totalRecord"), _number(call, "perPage")
    if records <= known or not per_page:
        return
    proxy = _PROXY.search(page.script.text)
    body = urlencode(_asked_with(page, call))
    for start, end in _ranges(known, records, known or per_page * _GROUP_PAGES):
        asked = urlencode({"startrecord": start, "endrecord": end, "perpage": per_page})
        if group := page.posting(f"{proxy[1] if proxy else _USUAL_PROXY}?{asked}", body):
            yield group


def _further(page: Page, shown: int) -> Iterator[Found]:
    """Yield what comes after the range of records that the page was asked for."""
    query = dict(parse_qsl(urlsplit(page.url).query))
    start, end = _number(query, "startrecord"), _number(query, "endrecord")
    if not (shown and 0 < start <= end):
        return
    total = _TOTAL.search(page.text)
    last = max(end, int(total[1][:9])) if total else end
    after = start + shown  # some servers give fewer than they were asked for
    if after <= last:
        query |= {"startrecord": str(after), "endrecord": str(min(last, after + end - start))}
        address, body = f"{urlsplit(page.url).path}?{urlencode(query)}", posted_body(page.url)
        further = page.found(address) if body is None else page.posting(address, body)
        if further:
            yield further


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
