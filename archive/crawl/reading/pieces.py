"""Pieces of a page between two marks, found in one pass, whatever the page is made of.

``<record>(.*?)</record>`` would look through the rest of the page for each mark that is never
closed; here the first one ends the search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import AnyStr


def between(
    source: AnyStr, opening: re.Pattern[AnyStr], closing: re.Pattern[AnyStr]
) -> Iterator[AnyStr]:
    """Yield what stands between each opening mark and the next closing one."""
    for start, end in _spans(source, opening, closing):
        yield source[start.end() : end.start()]


def without(source: AnyStr, opening: re.Pattern[AnyStr], closing: re.Pattern[AnyStr]) -> AnyStr:
    """Return a source without its marks and what stands between them."""
    kept: list[AnyStr] = []
    place = 0
    for start, end in _spans(source, opening, closing):
        kept.append(source[place : start.start()])
        place = end.end()
    kept.append(source[place:])
    return source[:0].join(kept)


def _spans(
    source: AnyStr, opening: re.Pattern[AnyStr], closing: re.Pattern[AnyStr]
) -> Iterator[tuple[re.Match[AnyStr], re.Match[AnyStr]]]:
    place = 0
    while start := opening.search(source, place):
        end = closing.search(source, start.end())
        if end is None:
            return
        yield start, end
        place = end.end()
