"""JSON as servers of lists send it: reading it, and finding the items in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_JSONP = re.compile(r"^\s*(?:[\w$.]+\s*\(|(?:var|let|const)\s+[\w$]+\s*=)\s*(?=[\[{])")
_MAX_NODES = 200_000  # a list has some hundred items of some ten fields

_URL_NAMES = (
    *("url", "href", "link", "linkurl", "docpuburl", "puburl", "htmlurl", "contenturl"),
    *("infourl", "staticurl", "articleurl", "detailurl", "weburl", "viewurl", "docurl", "path"),
    *("post_url", "posturl"),
)
_TITLE_NAMES = ("title", "doctitle", "topic", "name", "subject", "bt", "infotitle", "headline")
_ADDRESS = re.compile(r"^(?:https?:)?//\S+$|^\.{0,2}/\S+$|^[\w./-]+\.(?:s?html?|jhtml|pdf|docx?)$")
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: its address as it stood, and its title."""

    address: str
    title: str


def read_json(text: str) -> object:
    """Return what JSON or JSONP holds; ``None`` if it is neither (or null)."""
    start = _JSONP.match(text)
    source = text[start.end() :] if start else text.lstrip("\ufeff \t\r\n")
    if not source.startswith(("{", "[")):
        return None
    try:
        data: object = json.JSONDecoder().raw_decode(source)[0]
    except (ValueError, RecursionError):
        return None
    return data


def nodes(data: object) -> Iterator[object]:
    """Yield every value in ``data``, itself first, in order; flat in the stack."""
    waiting = [data]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        yield node
        children = list(node.values()) if isinstance(node, dict) else node
        if isinstance(children, list):
            waiting.extend(reversed(children))


def items(data: object) -> Iterator[Item]:
    """Yield the entries of a list: objects that have an address and a title."""
    for node in nodes(data):
        if not isinstance(node, dict):
            continue
        fields = {str(name).lower(): value for name, value in node.items()}
        address = _first(fields, _URL_NAMES, lambda text: bool(_ADDRESS.match(text)))
        title = _first(fields, _TITLE_NAMES, bool)
        if address and title:
            yield Item(address, _TAGS.sub("", title).strip())


def markup(data: object) -> Iterator[str]:
    """Yield the pieces of HTML that stand in strings."""
    for node in nodes(data):
        if isinstance(node, str) and "<" in node and re.search(r"<a\b", node, re.IGNORECASE):
            yield node


def number(data: object, *names: str) -> int | None:
    """Return the first number under one of ``names`` (small letters), the outermost first."""
    for name in names:
        for node in nodes(data):
            if isinstance(node, dict):
                for key, value in node.items():
                    if str(key).lower() == name and str(value).isascii() and str(value).isdigit():
                        return int(str(value)[:9])
    return None


def _first(
    fields: dict[str, object], names: tuple[str, ...], is_good: Callable[[str], bool]
) -> str:
    values = (fields.get(name) for name in names)
    texts = (value.strip() for value in values if isinstance(value, str))
    return next((text for text in texts if is_good(text)), "")


def balanced(text: str) -> str:
    """Return the bracketed value that ``text`` begins with, to its last bracket.

    >>> balanced('[{id: 1}, "]"]; more')
    '[{id: 1}, "]"]'
    """
    depth, quote = 0, ""
    for place, char in enumerate(text):
        if quote:
            quote = "" if char == quote and text[place - 1] != "\\" else quote
        elif char in "\"'":
            quote = char
        elif char in "[{":
            depth += 1
        elif char in "]}":
            depth -= 1
            if not depth:
                return text[: place + 1]
    return text
