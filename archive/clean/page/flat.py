"""Text without a tree: plain text, and markup that no parser survives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from archive.clean.page.lines import Line, rendered, trimmed

_TAGS = re.compile(
    r"<(?:!doctype|html|head|body|div|p|br|table|tr|td|span|a|ul|li|h[1-6]|meta|script|section"
    r"|font|strong|ucapcontent)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--|<!doctype html|<html)", re.IGNORECASE)
_RAW_OPEN = re.compile(r"<(?:script|style|title)\b", re.IGNORECASE)
_RAW_CLOSE = re.compile(r"</(?:script|style|title)\s*>", re.IGNORECASE)
_BREAKS = re.compile(r"</?(?:p|div|br|tr|li|h[1-6]|table|section|ul|ol)\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_BARS = re.compile(r"(?<=[^|\s])\s*(?:\|\s*){5,}$")
_NEWLINES = re.compile(r"\r\n?|[\n\f\v\x85\u2028\u2029]")


def is_plain(text: str, content_type: str | None, url: str) -> bool:
    """Whether ``text`` is plain text rather than HTML.

    A ``text/plain`` header or an address in ``.txt`` says so unless the text begins as an
    HTML document; without either, text that has no tag at all is plain.
    """
    declared = (content_type or "").strip().lower().startswith("text/plain")
    if declared or url.partition("?")[0].lower().endswith(".txt"):
        return _DOCUMENT.match(text) is None
    return _TAGS.search(text) is None


def text_lines(text: str) -> Iterator[Line]:
    """Yield the lines of plain text, trimmed, empty ones left out, otherwise untouched.

    Runs of bars at a line's end go as well: they are what is left of a layout table.
    """
    for raw in _NEWLINES.split(text):
        stripped = trimmed(_BARS.sub("", raw))
        if stripped:
            yield Line(stripped)


def markup_lines(markup: str) -> Iterator[Line]:
    """Yield the lines of markup read as a flat sequence of tags.

    Only the paragraphs survive: links, tables and containers are not recognised. Time is
    linear in the length of ``markup`` whatever it holds.
    """
    bare = _without(_without_comments(markup))
    for raw in _BREAKS.sub("\0", bare).split("\0"):
        text = rendered(unescape(_ANY_TAG.sub("", raw)))
        if text:
            yield Line(text)


def text_length(markup: str) -> int:
    """Return about how many characters of text ``markup`` holds, white space left out."""
    bare = _ANY_TAG.sub("", _without(_without_comments(markup)))
    return len("".join(unescape(bare).split()))


def _without_comments(markup: str) -> str:
    """Drop comments; one that is never closed counts as text, as losing it could cut all."""
    first, *others = markup.split("<!--")
    return first + "".join(_after(other, other.find("-->"), 3) for other in others)


def _without(markup: str) -> str:
    """Drop scripts, style sheets and the title; of one that is never closed the content stays."""
    first, *others = _RAW_OPEN.split(markup)
    kept = [first]
    for other in others:
        closing = _RAW_CLOSE.search(other)
        kept.append(other[closing.end() :] if closing else _after(other, other.find(">"), 1))
    return "".join(kept)


def _after(text: str, position: int, length: int) -> str:
    return text[position + length :] if position >= 0 else text
