"""Occurrences as lines: what was found between what stands left and right of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from indexer.answers.finds import Groups
from indexer.concordance.occurrences import Occurrence

DEFAULT_WIDTH = 20
MOST_WIDTH = 500

_LINE_ENDS = str.maketrans("\n\t", "  ")


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence, ``[start, end)`` of the report's title or text.

    ``left`` and ``right`` are the characters beside it, as many as asked for or as there are,
    line ends and tabs as spaces. ``groups`` are what a regular expression captured.
    """

    report_id: str
    title: str
    issuer: str | None
    place: str | None
    published_on: date | None
    in_title: bool
    start: int
    end: int
    left: str
    found: str
    right: str
    groups: Groups = ()


def lines(occurrences: Iterable[Occurrence], width: int = DEFAULT_WIDTH) -> Iterator[Line]:
    """Yield a line for every occurrence, with ``width`` characters on both sides."""
    for each in occurrences:
        document, text = each.document, each.text
        yield Line(
            report_id=document.report_id,
            title=document.title,
            issuer=document.issuer,
            place=document.place,
            published_on=document.published_on,
            in_title=each.in_title,
            start=each.start,
            end=each.end,
            left=_on_one_line(text[max(each.start - width, 0) : each.start]),
            found=_on_one_line(each.found),
            right=_on_one_line(text[each.end : each.end + width]),
            groups=each.groups,
        )


def _on_one_line(text: str) -> str:
    return text.translate(_LINE_ENDS)
