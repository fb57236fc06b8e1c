"""The page number in the address of a list: reading it, and turning to another page.

It may stand in the query, in JSON inside the query (``paramJson={"pageNo":2}``) or in the body
of a POST, as a form or as JSON.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive.address import canonical, posted_body, posting

PAGE_ARGUMENTS = frozenset(
    {
        *("page", "pageno", "pagenum", "pageindex", "pagenumber", "curpage", "currentpage"),
        *("curpageno", "cpage", "nowpage", "p", "pn", "pno", "page_no", "page_index", "cur"),
        *("currpage", "topage", "gopage", "currentpageno", "pg"),
    }
)
OFFSET_ARGUMENTS = frozenset({"start", "offset", "begin", "skip", "startindex", "start_index"})
"""Arguments that count the items before the page."""


@dataclass
class _Turned:
    """What was found while an address was taken apart; ``wanted`` ``None`` changes nothing."""

    wanted: int | None
    names: frozenset[str]
    found: int | None = None

    def value(self, name: str, value: str) -> str:
        """Return an argument's value, turned if it is the page number."""
        if name.lower() in self.names and value.isascii() and value.isdigit():
            self.found = int(value[:9]) if self.found is None else self.found
            return value if self.wanted is None else str(self.wanted)
        return self.json(value) if value.startswith("{") else value

    def json(self, text: str) -> str:
        """Return JSON with the page numbers of its outermost object turned."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            return text
        if not isinstance(data, dict):
            return text
        for name, value in data.items():
            if not isinstance(value, int | str) or isinstance(value, bool):
                continue
            turned = self.value(name, str(value))
            data[name] = int(turned) if isinstance(value, int) else turned
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    def form(self, text: str) -> str:
        """Return a query or a form with its page number turned."""
        pairs = parse_qsl(text, keep_blank_values=True)
        return urlencode([(name, self.value(name, value)) for name, value in pairs])


def page_number(url: str, names: frozenset[str] = PAGE_ARGUMENTS) -> int | None:
    """Return the page number in an address; ``None`` if there is none.

    ``names`` are the arguments, in small letters, that may hold it.

    >>> page_number('http://a.example/list.jsp?col=3&paramJson={"pageNo":2}')
    2
    """
    if "?" not in url and "#" not in url:
        return None
    return _turn(url, None, names)[1]


def turned(url: str, number: int, names: frozenset[str] = PAGE_ARGUMENTS) -> str | None:
    """Return the canonical address with another page number; ``None`` if it has none.

    >>> turned("http://a.example/list.jsp?col=3&pageNo=2", 3)
    'http://a.example/list.jsp?col=3&pageNo=3'
    """
    address, found = _turn(url, number, names)
    return None if found is None else canonical(address)


def as_other_method(url: str) -> str | None:
    """Return a form's POST as a GET, and a GET with a query as a POST of it.

    Servers of lists take either, but not always both. ``None`` if there is nothing to send.

    >>> as_other_method("http://a.example/dataproxy.jsp?perpage=2#post:col=1")
    'http://a.example/dataproxy.jsp?col=1&perpage=2'
    """
    body, address = posted_body(url), url.partition("#")[0]
    if body is None:
        query = urlsplit(address).query
        return canonical(posting(address.partition("?")[0], query)) if query else None
    if not body or body.lstrip().startswith(("{", "[")):
        return None
    return canonical(f"{address}{'&' if '?' in address else '?'}{body}")


def _turn(url: str, wanted: int | None, names: frozenset[str]) -> tuple[str, int | None]:
    body, parts = posted_body(url), urlsplit(url.partition("#")[0])
    state = _Turned(wanted, names)
    query = state.form(parts.query)
    address = urlunsplit(parts._replace(query=query))
    if body is not None:
        is_json = body.lstrip().startswith("{")
        address = posting(address, state.json(body) if is_json else state.form(body))
    return address, state.found
