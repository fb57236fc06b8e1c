"""Texts that stand in a page without being part of it: in JSON, scripts, text areas.

Sites that build their pages in the browser send the text as data. It is looked for only where
the page itself shows next to nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any, Final

JSON_DATA: Final = "JSON data"
SCRIPT_DATA: Final = "script data"
TEMPLATE: Final = "script template"
TEXT_AREA: Final = "text area"

_MIN_HANZI: Final = 60  # shorter strings are labels and notices …
_MIN_MARKED_HANZI: Final = 12  # … unless they are made of paragraphs
_MIN_TITLE_HANZI: Final = 4
_MAX_TITLE_CHARS: Final = 1000  # as it is written, six for each character
_MAX_STRINGS: Final = 20_000
_HANZI = re.compile("[\u4e00-\u9fff]")
_TITLE_KEYS = ("title", "articletitle", "infotitle", "doctitle", "bt", "xxbt", "name", "subject")
_TAG = re.compile(r"<(/?)(script|textarea|template|xmp)\b([^<>]*)>", re.IGNORECASE)
_IS_TEMPLATE = re.compile(r"type\s*=\s*[\"']?text/(?!java|ecma|babel|json)", re.IGNORECASE)
_STRING = re.compile(
    r"(?:[\"']?(?P<key>\w{1,40}+)[\"']?\s{0,9}[:=]\s{0,9})?"
    r"(?P<quoted>\"(?:[^\"\\\n]++|\\.)*+\"|'(?:[^'\\\n]++|\\.)*+'|`(?:[^`\\]++|\\.)*+`)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r?\n|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\n", "b": "", "f": "\n", "v": "\n", "0": ""}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_BLOCK: Final = re.compile(r"<(?:p|div|br|table|section)\b", re.IGNORECASE)
_ESCAPED_MARKUP = re.compile(r"&lt;\s*(?:p|div|span|br|table)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Embedded:
    """Markup or plain text that a page carries as data.

    ``title`` is what stands beside it under a name such as ``title``, empty if nothing does.
    """

    text: str
    rule: str
    title: str = ""

    @property
    def hanzi(self) -> int:
        """How many Chinese characters it has."""
        return len(_HANZI.findall(self.text))


def find_embedded(markup: str) -> Embedded | None:
    """Return the longest Chinese text that stands in a page as data, ``None`` if none does.

    >>> find_embedded('<script>var a = "短"</script>') is None
    True
    """
    return max(filter(_is_text, _all(markup)), key=lambda one: one.hanzi, default=None)


def _is_text(one: Embedded) -> bool:
    return one.hanzi >= (_MIN_MARKED_HANZI if _BLOCK.search(one.text) else _MIN_HANZI)


def is_json(text: str) -> bool:
    """Whether a whole response looks like a JSON document."""
    start, end = text.lstrip()[:1], text.rstrip()[-1:]
    return start + end in ("{}", "[]")


def _all(markup: str) -> Iterator[Embedded]:
    if is_json(markup):
        yield from _in_json(markup)
        return
    for name, attributes, content in _elements(markup):
        if name != "script":
            yield Embedded(_plain_markup(unescape(content)), TEXT_AREA)
        elif _IS_TEMPLATE.search(attributes):
            yield Embedded(content, TEMPLATE)
        elif _HANZI.search(content) or "\\u" in content:
            yield from _in_script(content)


def _elements(markup: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, attributes and content of the elements that hold data, in linear time."""
    opened: re.Match[str] | None = None
    for tag in _TAG.finditer(markup):
        if opened is None:
            opened = None if tag[1] else tag
        elif tag[1] and tag[2].lower() == opened[2].lower():
            yield opened[2].lower(), opened[3], markup[opened.end() : tag.start()]
            opened = None


def _in_json(text: str) -> Iterator[Embedded]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        yield from _in_script(text)
        return
    for value, title in islice(_strings(document), _MAX_STRINGS):
        yield Embedded(_plain_markup(value), JSON_DATA, title)


def _strings(document: Any) -> Iterator[tuple[str, str]]:
    """Yield all strings of a JSON document with the title that stands beside them."""
    waiting: list[Any] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            title = _title(value)
            yield from ((one, title) for one in value.values() if isinstance(one, str))
        elif isinstance(value, list):
            yield from ((one, "") for one in value if isinstance(one, str))
        children = value.values() if isinstance(value, dict) else value
        waiting += [one for one in children if isinstance(one, dict | list)]


def _title(values: dict[str, Any]) -> str:
    lower = {key.lower(): value for key, value in values.items() if isinstance(value, str)}
    return next((lower[key] for key in _TITLE_KEYS if _is_named(lower.get(key, ""))), "")


def _is_named(title: str) -> bool:
    return len(_HANZI.findall(title)) >= _MIN_TITLE_HANZI


def _in_script(script: str) -> Iterator[Embedded]:
    title = ""
    for match in islice(_STRING.finditer(script), _MAX_STRINGS):
        quoted = match["quoted"]
        if (match["key"] or "").lower() in _TITLE_KEYS and len(quoted) < _MAX_TITLE_CHARS:
            title = _unquoted(quoted) if _is_named(_unquoted(quoted)) else title
        elif len(quoted) > _MIN_MARKED_HANZI:
            yield Embedded(_plain_markup(_unquoted(quoted)), SCRIPT_DATA, title)


def _unquoted(literal: str) -> str:
    """Return the value of a string literal of JavaScript."""
    text = _ESCAPE.sub(_character, literal[1:-1])
    return _SURROGATES.sub(_joined, text).encode("utf-8", "replace").decode()


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _character(escape: re.Match[str]) -> str:
    code = escape[1]
    if len(code) > 1 and code[0] in "ux":
        return chr(int(code[1:], 16))
    return "" if "\n" in code else _ESCAPED.get(code, code)


def _plain_markup(text: str) -> str:
    """Undo an escaping that was done once too often: &lt;p&gt;."""
    return unescape(text) if _ESCAPED_MARKUP.search(text) and "<p" not in text else text
