"""Paragraphs as they were written: hard-wrapped lines joined, a body on one line split.

No character of the text changes; only white space where a paragraph ends or no longer does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from archive.clean.page.lines import ROW, Line, trimmed
from archive.clean.paragraphs.headings import numbering

_MIN_ONE_LINE: Final = 400  # characters; a paragraph of this length may well be one
_ONE_LINE_SHARE: Final = 0.6  # of all text on one line: then it is the body
_HANZI: Final = "一二三四五六七八九十"
_ORDER: Final = {text: n for n, text in enumerate(
    [*"一二三四五六七八九十", *(f"十{c}" for c in "一二三四五六七八九"), "二十"], 1)}  # fmt: skip
# A number that may begin a paragraph: after the end of a sentence, a heading or a wide gap.
_START: Final = r"(?:^|(?<=[。；：;:！!？?）)”\s]))"
_STYLES: Final = (
    re.compile(rf"{_START}([{_HANZI}]{{1,3}})、"),
    re.compile(rf"{_START}[（(]([{_HANZI}]{{1,3}})[)）]"),
    re.compile(rf"{_START}(\d{{1,2}})[.．、](?!\d)"),
)
_GAP: Final = re.compile(r"(?<=[。；！？：])[ \u3000]{2,}")

_MIN_FULL_LINES: Final = 4
_MIN_WIDTH: Final = 36  # below, lines of equal length are names and numbers
_MAX_WIDTH: Final = 120  # half-width characters; nobody wraps later than that
_RAGGED: Final = 3  # half-width characters that a full line may lack
_CLOSED: Final = re.compile(r"[。！？；：!?;:…]$")


def arranged(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return lines as the paragraphs they are."""
    joined = list(_joined(lines))
    total = sum(len(line.text) for line in joined)
    return tuple(part for line in joined for part in _split(line, total))


def _split(line: Line, total: int) -> Iterator[Line]:
    size = len(line.text)
    if size < _MIN_ONE_LINE or size < _ONE_LINE_SHARE * total or ROW in line.text or line.is_link:
        yield line
        return
    cuts = {found.end() for found in _GAP.finditer(line.text)}
    for style in _STYLES:
        cuts |= set(_in_order(style, line.text))
    for start, end in pairwise((0, *sorted(cuts), size)):
        if text := trimmed(line.text[start:end]):
            yield replace(line, text=text, link_chars=min(line.link_chars, len(text)))


def _in_order(style: re.Pattern[str], text: str) -> Iterator[int]:
    """Yield where the numbers of a style begin that count up from one, at least to two."""
    counted: list[int] = []
    expected = 1
    for found in style.finditer(text):
        value = _ORDER.get(found[1]) or (int(found[1]) if found[1].isascii() else 0)
        if value in (1, expected):
            if value == 1 and len(counted) == 1:
                counted.clear()  # an enumeration of one
            counted.append(found.start())
            expected = value + 1
    yield from counted if len(counted) > 1 else ()


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield lines, those that a fixed width broke joined again."""
    width = _wrap_width(lines)
    parts: list[Line] = []
    for line in lines:
        if parts and not (_is_broken(parts[-1], width) and _may_go_on(line)):
            yield _one(parts)
            parts = []
        parts.append(line)
    if parts:
        yield _one(parts)


def _wrap_width(lines: Sequence[Line]) -> int:
    """Return the width that lines were wrapped at, 0 where nobody wrapped them.

    Wrapped text has no longer line, many lines of about this width, and most of them end
    where no sentence does.
    """
    if any(len(line.text) > _MAX_WIDTH for line in lines if ROW not in line.text):
        return 0
    widths = [_width(line.text) for line in lines if ROW not in line.text]
    longest = max(widths, default=0)
    if not _MIN_WIDTH <= longest <= _MAX_WIDTH:
        return 0
    full = [line for line in lines if _is_full(line, longest)]
    broken = [line for line in full if not _CLOSED.search(line.text)]
    is_wrapped = len(full) >= _MIN_FULL_LINES and len(full) * 3 >= len(widths)
    return longest if is_wrapped and len(broken) * 2 > len(full) else 0


def _is_full(line: Line, width: int) -> bool:
    return ROW not in line.text and width - _RAGGED <= _width(line.text) <= width


def _is_broken(line: Line, width: int) -> bool:
    return width > 0 and _is_full(line, width) and not _CLOSED.search(line.text)


def _may_go_on(line: Line) -> bool:
    is_marked = line.heading or line.item or line.is_picture or ROW in line.text
    return not is_marked and numbering(line.text) < 0


def _one(parts: Sequence[Line]) -> Line:
    if len(parts) == 1:
        return parts[0]
    text = parts[0].text
    for part in parts[1:]:
        between = " " if text[-1].isascii() and part.text[0].isascii() else ""
        text += between + part.text
    return replace(parts[0], text=text, link_chars=sum(part.link_chars for part in parts))


def _width(text: str) -> int:
    return 2 * len(text) - len(text.encode("ascii", "ignore"))
