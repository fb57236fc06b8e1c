"""The page's own heading: the lines that say what the page's head calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from typing import Final

from archive.clean.lines import ROW, Line
from archive.clean.tree import Page

_MIN_PART: Final = 4  # characters of a part of a title; 要闻 and 通知 are names of columns
_MIN_INSIDE: Final = 8  # of a line that is not a whole part: half of a title that was wrapped
_MAX_WRAPPED: Final = 4  # lines of a title
_SEPARATOR: Final = re.compile("[_|｜–—-]+")


def page_headings(page: Page) -> tuple[tuple[int, int], ...]:
    """Return the stretches of lines that show the page's title best, all equally well.

    A page may say its title in its breadcrumb or in a list of links, too: links count only
    where they are headings.
    """
    named = (page.meta("ArticleTitle"), page.meta("og:title"), page.head_title)
    titles = [_bare(title) for title in named if title]
    parts = {part for title in titles for part in (title, *_SEPARATOR.split(title))}
    sizes = {
        stretch: _shown("".join(_bare(line.text) for line in page.lines[slice(*stretch)]), parts)
        for stretch in _stretches(page.lines, titles)
    }
    if not any(sizes.values()):
        sizes = dict(_containing(page.lines, parts))
    best = max(sizes.values(), default=0)
    return tuple(stretch for stretch, size in sizes.items() if size == best > 0)


def _containing(lines: Sequence[Line], parts: Set[str]) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield headings and rows that hold a whole part of a title: [时政] 标题 [复制链接]."""
    for number, line in enumerate(lines):
        bare = _bare(line.text) if line.heading or ROW in line.text else ""
        size = max((len(part) for part in parts if part in bare), default=0)
        if size >= _MIN_INSIDE:
            yield (number, number + 1), size


def _stretches(lines: Sequence[Line], titles: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of lines each of which, and all together, stand in a title."""
    for start in range(len(lines)):
        text = ""
        for end in range(start, min(start + _MAX_WRAPPED, len(lines))):
            line = lines[end]
            text += _bare(line.text)
            if (line.is_link and not line.heading) or not any(text in title for title in titles):
                break
            yield start, end + 1


def _shown(text: str, parts: Set[str]) -> int:
    """Return how many characters of a title a text inside of it shows, 0 for too few."""
    return len(text) if len(text) >= (_MIN_PART if text in parts else _MIN_INSIDE) else 0


def _bare(text: str) -> str:
    return "".join(text.split())
