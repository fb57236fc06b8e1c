"""Headings by their numbering: 一、 above （一） above 1. above （1）.

Source: 党政机关公文格式 (GB/T 9704-2012), 7.3.3: the four levels of a document's structure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.clean.page.lines import ROW

_HANZI: Final = "一二三四五六七八九十百"
_MAX_CHARS: Final = 60
_MAX_LEAD_CHARS: Final = 40
_PART: Final = re.compile(rf"第\s?[{_HANZI}\d]{{1,4}}\s?(?:部分|章|编|篇)")
_NUMBERS: Final = (
    re.compile(rf"[{_HANZI}]{{1,4}}\s?[、．.]"),
    re.compile(rf"[（(]\s?[{_HANZI}]{{1,4}}\s?[)）]"),
    re.compile(r"\d{1,2}\s?(?:[、．]|\.(?![\d]))"),
    re.compile(r"[（(]\s?\d{1,2}\s?[)）]"),
)
_OPEN_END: Final = re.compile(r"[。；，、;,！!？?]$")


@dataclass(frozen=True, slots=True)
class Numbered:
    """What the numbering of a paragraph says.

    ``level`` counts from 1; ``is_lead`` says that the heading ends with the paragraph's first
    full stop and text follows it.
    """

    level: int
    is_lead: bool


def numbering(text: str) -> int:
    """Return the level of a paragraph's number, 0 for a 第一部分, -1 where there is none.

    >>> [numbering(text) for text in ("第二部分", "一、概况", "（三）执法", "2.5万元", "2.执法")]
    [0, 1, 2, -1, 3]
    """
    if _PART.match(text):
        return 0
    return next((level for level, one in enumerate(_NUMBERS, 1) if one.match(text)), -1)


def headings(paragraphs: Sequence[str]) -> dict[int, Numbered]:
    """Return which paragraphs are, or begin with, numbered headings.

    Where parts (第一部分) stand above 一、, all other levels move down by one.
    """
    levels = {n: numbering(text) for n, text in enumerate(paragraphs) if ROW not in text}
    shift = 1 if any(level == 0 for level in levels.values()) else 0
    found = {n: _heading(paragraphs[n], level + shift) for n, level in levels.items() if level >= 0}
    return {number: heading for number, heading in found.items() if heading}


def _heading(text: str, level: int) -> Numbered | None:
    if len(text) <= _MAX_CHARS and _OPEN_END.search(text) is None and "。" not in text:
        return Numbered(level, is_lead=False)
    stop = text.find("。", 0, _MAX_LEAD_CHARS) + 1
    return Numbered(level, is_lead=True) if 0 < stop < len(text) else None
