"""Requests that a page's script makes: jQuery's, axios' and ``fetch``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit

from archive.crawl.reading.json_data import balanced
from archive.crawl.reading.links import Found
from archive.crawl.reading.page import Page
from archive.crawl.reading.script import Call, Script
from archive.crawl.reading.turning import PAGE_ARGUMENTS

_CALL = r"(?:\$|jQuery|axios|\$http)\.(?:ajax|get|post|getJSON)|axios|fetch"
_METHOD = re.compile(r"""\b(?:type|method)["']?\s*:\s*["']post["']""", re.IGNORECASE)
_SENDS_JSON = re.compile(r"JSON\.stringify|application/json", re.IGNORECASE)
_URL = re.compile(r"""(?<!\w)["']?url["']?\s*:\s*([^,{}]+)""")
_DATA = re.compile(r"""(?<!\w)["']?(?:data|params|body)["']?\s*:\s*(?:JSON\.stringify\s*\()?\s*""")
_PAIR = re.compile(r"""["']?(\w+)["']?\s*:\s*("[^"]*"|'[^']*'|[\w.$]+)""")
_MAX_REQUESTS = 20  # a page asks for a few lists
_ASKS_FOR = re.compile(r"[?&](\w+)=$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its address as it stands there, what it sends, and how.

    ``sent`` goes into the query of a GET and into the body of a POST.
    """

    address: str
    sent: Mapping[str, str | int]
    is_post: bool = False
    is_json: bool = False

    @property
    def arguments(self) -> dict[str, str]:
        """What it asks with, wherever that stands."""
        query = parse_qsl(urlsplit(self.address).query)
        return {**dict(query), **{name: str(value) for name, value in self.sent.items()}}

    @property
    def turns_pages(self) -> bool:
        """Whether it asks for a page by its number."""
        return any(name.lower() in PAGE_ARGUMENTS for name in self.arguments)

    def found(self, page: Page) -> Found | None:
        """Return the address that stands for the request; ``None`` if it leads nowhere."""
        if self.is_post:
            body = json.dumps(self.sent) if self.is_json else urlencode(self.sent)
            return page.posting(self.address, body)
        joint = "&" if "?" in self.address else "?"
        return page.found(f"{self.address}{joint}{urlencode(self.sent)}".rstrip("?&"))


def requests_of(page: Page) -> Iterator[Asked]:
    """Yield the requests whose addresses the page's source tells."""
    for call in islice(page.script.calls(_CALL), _MAX_REQUESTS):
        text = ",".join(call.arguments)
        url = _URL.search(text)
        written = url[1] if url else call.arguments[0]
        address = page.script.string(written.strip(), otherwise=_first_page)
        if address:
            yield Asked(
                address,
                _sent(page.script, call, text),
                is_post=call.name.endswith(".post") or bool(_METHOD.search(text)),
                is_json=call.name[0] != "j" and bool(_SENDS_JSON.search(text)),
            )


def _first_page(before: str) -> str | None:
    """Return the value of an unknown name behind ``?page=``."""
    argument = _ASKS_FOR.search(before)
    return "1" if argument and argument[1].lower() in PAGE_ARGUMENTS else None


def _sent(script: Script, call: Call, text: str) -> dict[str, str | int]:
    data = _DATA.search(text)
    if data:
        written = text[data.end() :]
    elif "." in call.name and not call.name.endswith("ajax") and len(call.arguments) > 1:
        written = call.arguments[1].strip()  # $.post("list.do", {page: 1}, show)
    else:
        return {}
    if written.startswith("{"):
        pairs = _PAIR.findall(balanced(written))
        return {name: _value(script, name, value) for name, value in pairs}
    form = script.string(re.split(r"[,}]", written)[0].strip(), otherwise=_first_page)
    return dict(parse_qsl(form or "", keep_blank_values=True))


def _value(script: Script, name: str, written: str) -> str | int:
    if written[0] in "\"'":
        return written[1:-1]
    if written.isdigit():
        return int(written)
    told = script.string(written)
    return told if told is not None else "1" if name.lower() in PAGE_ARGUMENTS else ""
