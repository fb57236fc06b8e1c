"""Bits: the parts that lines of chrome are put together from.

字号: [ 大 中 小 ] 打印 分享到: 浏览次数: 12 is one line on one site and five on another, so
the rules know the parts, and a line of nothing but parts is chrome.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from archive.clean.rules import load

_SEPARATORS: Final = " |,;•·*-+>/()[]:×┊┆▲▼"
_MAX_CHARS = 300  # no bar of buttons is longer; keeps the work on a long line bounded


@dataclass(frozen=True, slots=True)
class Bit:
    """One kind of part. One that is not sure is chrome only beside one that is."""

    name: str
    sure: bool
    pattern: re.Pattern[str]


@cache
def _bits() -> tuple[Bit, ...]:
    return tuple(
        Bit(entry["name"], entry["sure"], re.compile(pattern, re.IGNORECASE))
        for entry in load("chrome.toml")["bit"]
        for pattern in entry["patterns"]
    )


def bits_in(key: str) -> tuple[Bit, ...] | None:
    """Return the bits that a half-width line consists of, ``None`` if it holds other text."""
    found = []
    position = 0
    while position < len(key) <= _MAX_CHARS:
        bit, end = _longest(key, position)
        if bit is not None and end > position:
            found.append(bit)
            position = end
        elif key[position] in _SEPARATORS:
            position += 1
        else:
            return None
    return tuple(found) if position >= len(key) else None


def is_all_bits(key: str) -> bool:
    """Whether a half-width text is empty or chrome through and through."""
    return bits_in(key) is not None


def trailing_bits(key: str) -> int:
    """Return how many characters at the end of a half-width text are bits."""
    for position in range(max(0, len(key) - 80), len(key)):
        bit, _ = _longest(key, position)
        if bit is not None and bit.sure and is_all_bits(key[position:]):
            return len(key) - position
    return 0


def _longest(key: str, position: int) -> tuple[Bit | None, int]:
    best, end = None, position
    for bit in _bits():
        match = bit.pattern.match(key, position)
        if match and match.end() > end:
            best, end = bit, match.end()
    return best, end
