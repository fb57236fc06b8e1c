"""Habits of a host: lines that it puts around all of its pages, learned from these pages.

A rule of words knows the chrome that all sites share; what one site alone writes (青石要闻
三则) shows only in that it comes back. Reports come back, too: the same issuer, heading and
table in every year. So nothing is learned that could be a report's own: no prose, numbered
heading, table row, date, signature or salutation, nothing that stands among a report's
paragraphs (谢谢大家), and a habit is only taken off the edges.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from typing import Final

from archive.clean.page.lines import BULLETS, ROW, Line, is_body, key_of
from archive.clean.page.tree import Page
from archive.clean.words.dates import leading_date
from archive.clean.words.title_words import is_title_line

MIN_PAGES: Final = 6  # on fewer pages a repetition may be chance
_MIN_SHARE: Final = 0.6  # of the host's pages: it may have two or three templates
_MAX_DEPTH: Final = 200  # of elements; keeps the work on hostile pages bounded
_MIN_CHARS: Final = 3  # 无 and 略 are texts
_MAX_CHARS: Final = 60
_OFFICE = "[省市州县区旗镇乡局厅]长|主任|书记|主席|院长|检察长|会长"
_OWN: Final = re.compile(
    rf".*(局|委|会|府|院|厅|部|办|室|处|队|站|中心|所|署|{_OFFICE})"
    rf"|.*({_OFFICE})\s.{{1,8}}|.*[:、,;]|附件?.*|第.{{1,4}}[章节条部].*|[(〔\[].*[)〕\]]|.*\d.*"
    r"|(目录|前言|引言|结语|正文|摘要|说明)"
)


def by_habit(line: Line, habits: Set[str]) -> str | None:
    """Return the name of the rule if a line is a habit of its host."""
    return "repeated on this host" if habits and _key(line) in habits else None


def learnable(page: Page, kept: Sequence[int]) -> frozenset[str]:
    """Return which of a page's lines may be its host's and not the report's.

    ``kept`` are the numbers of the lines that the rules of words left of the main text. A
    line is learnable at the edges of these, outside of every element that holds a paragraph
    of prose next to it. Nothing is learned from pages without elements.
    """
    body = [number for number in kept if is_body(page.lines[number])]
    homes = _homes(page)
    if not body or not homes:
        return frozenset()
    texts = {homes[number] for number in body}
    return frozenset(
        _key(page.lines[number])
        for number in kept
        if not body[0] <= number <= body[-1]
        and homes[number] not in texts
        and _may_be_chrome(page.lines[number])
    )


def _homes(page: Page) -> Sequence[int | None]:
    """Return for each line the element that it shares with its neighbours, by number."""
    homes: list[int | None] = [None] * len(page.lines)
    if page.depth > _MAX_DEPTH:
        return []
    for name, region in enumerate(page.regions):  # inner ones come before outer ones
        if not region.is_leaf or region.end - region.start > 1:
            for number in range(region.start, region.end):
                homes[number] = name if homes[number] is None else homes[number]
    return homes if page.regions else []


def learn(pages: Sequence[Set[str]]) -> frozenset[str]:
    """Return the lines that stand on most of a host's pages.

    ``pages`` are the learnable lines of its newest pages, one set for each page: a habit
    that a host gives up is forgotten as its pages are. Empty below ``MIN_PAGES`` pages.
    """
    if len(pages) < MIN_PAGES:
        return frozenset()
    counts = Counter(line for page in pages for line in page)
    return frozenset(line for line, n in counts.items() if n >= _MIN_SHARE * len(pages))


def _key(line: Line) -> str:
    return " ".join(key_of(line.text).strip(BULLETS).split())


def _may_be_chrome(line: Line) -> bool:
    key = _key(line)
    return (
        _MIN_CHARS <= len(key) <= _MAX_CHARS
        and ROW not in line.text
        and not is_title_line(line.text)
        and leading_date(key)[0] is None
        and _OWN.fullmatch(key) is None
    )
