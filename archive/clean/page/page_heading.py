"""The page's own heading: the lines that say what the page's head calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final

from archive.clean.page.lines import ROW, Line
from archive.clean.page.tree import Page

_MIN_PART: Final = 4  # characters of a part of a title; 要闻 and 通知 are names of columns
_MIN_INSIDE: Final = 8  # of a line that is not a whole part: half of a title that was wrapped
_MAX_WRAPPED: Final = 4  # lines of a title
_SEPARATOR: Final = re.compile("[_|｜–—-]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the lines from ``start`` to before ``end``, and what it says of the title."""

    start: int
    end: int
    text: str


def page_headings(page: Page) -> tuple[Heading, ...]:
    """Return the headings that show the page's title best, all equally well.

    A page may say its title in its breadcrumb or in a list of links, too: links count only
    where they are headings.
    """
    named = (page.meta("ArticleTitle"), page.meta("og:title"), page.head_title)
    titles = [_bare(title) for title in named if title]
    parts = {part for title in titles for part in (title, *_SEPARATOR.split(title))}
    found = [each for each in _inside(page.lines, titles) if _is_enough(each.text, parts)]
    found = found or list(_containing(page.lines, parts))
    best = max((len(each.text) for each in found), default=0)
    return tuple(each for each in found if len(each.text) == best)


def _inside(lines: Sequence[Line], titles: Sequence[str]) -> Iterator[Heading]:
    """Yield the stretches of lines each of which, and all together, stand in a title."""
    for start in range(len(lines)):
        text = ""
        for end in range(start, min(start + _MAX_WRAPPED, len(lines))):
            line = lines[end]
            text += _bare(line.text)
            if (line.is_link and not line.heading) or not any(text in title for title in titles):
                break
            yield Heading(start, end + 1, text)


def _is_enough(text: str, parts: Set[str]) -> bool:
    return len(text) >= (_MIN_PART if text in parts else _MIN_INSIDE)


def _containing(lines: Sequence[Line], parts: Set[str]) -> Iterator[Heading]:
    """Yield headings and rows that hold a whole part of a title: [时政] 标题 [复制链接]."""
    for number, line in enumerate(lines):
        bare = _bare(line.text) if line.heading or ROW in line.text else ""
        text = max((part for part in parts if part in bare), key=len, default="")
        if len(text) >= _MIN_INSIDE:
            yield Heading(number, number + 1, text)


def _bare(text: str) -> str:
    return "".join(text.split())
