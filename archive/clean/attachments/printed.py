"""Lines of print, and the order in which a page of them is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from archive.clean.page.lines import ROW

_WIDE_EMS: Final = 8  # lines of a column are at least so wide; cells of tables are not
_COLUMN_LINES: Final = 5
_CROSSING: Final = 0.25  # share of lines that may run over both columns: titles, tables
_ALIGNED_EMS: Final = 1.0
_NUMBER: Final = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]*|[•●■◆·\-]")
_SPACED: Final = 4  # so many letters with spaces between them are spaced by intent
_SPACE: Final = re.compile(r" (?=[^\x00-\x7f])|(?<=[^\x00-\x7f]) ")


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of print: its text, its ends and the size of its letters, in the page's units.

    ``top`` grows downwards. ``parts`` are the pieces of a line that stand far apart.
    """

    text: str
    left: float
    right: float
    size: float
    top: float = 0.0
    parts: tuple[Printed, ...] = ()


Rows = Sequence[Printed]


def line_of(parts: Sequence[Printed]) -> Printed:
    """Return a line of pieces from left to right."""
    first, last = parts[0], max(part.right for part in parts)
    text = " ".join(part.text for part in parts)
    pieces = tuple(parts) if len(parts) > 1 else ()
    return Printed(text, first.left, last, first.size, first.top, pieces)


def unspaced(text: str) -> str:
    """Return a text without the spaces that only spread its letters over a line.

    >>> unspaced("调 解 案 件 1200 件"), unspaced("附件 统计表")
    ('调解案件1200件', '附件 统计表')
    """
    words = text.split()
    short = sum(len(word) == 1 or word.isascii() for word in words)
    is_spread = len(words) >= _SPACED and short * 4 >= 3 * len(words) and not text.isascii()
    return _SPACE.sub("", text) if is_spread else text


def blocks(page: Rows) -> list[Rows]:
    """Return a page's lines in the order of reading, in blocks that have margins of their own.

    A page of two columns is read column by column, between the lines that run over both.
    """
    middle = _middle(page)
    if middle is None:
        return [list(_with_rows(_levelled(page)))]
    pieces = sorted((p for line in page for p in line.parts or (line,)), key=lambda p: p.top)
    found: list[list[Printed]] = [[], [], []]
    for piece in pieces:
        if piece.left < middle < piece.right:
            found += [[piece], [], []]
        else:
            found[-2 if piece.right <= middle else -1].append(piece)
    return [list(_with_rows(_in_lines(block))) for block in found if block]


def _levelled(page: Rows) -> list[Printed]:
    """Return lines, those that follow one another at one height as one."""
    lines: list[Printed] = []
    for line in page:
        last = lines[-1] if lines else None
        if last and abs(line.top - last.top) < last.size / 3 and line.left > last.right:
            lines[-1] = line_of([*(last.parts or (last,)), *(line.parts or (line,))])
        else:
            lines.append(line)
    return lines


def _in_lines(pieces: Rows) -> list[Printed]:
    """Return pieces from the top down, those at one height as one line."""
    lines: list[list[Printed]] = []
    for piece in pieces:
        if lines and piece.top - lines[-1][-1].top < piece.size / 2:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [line_of(sorted(line, key=lambda part: part.left)) for line in lines]


def _middle(page: Rows) -> float | None:
    """Return where two columns part, ``None`` for a page of one."""
    pieces = [piece for line in page for piece in line.parts or (line,)]
    if not pieces:
        return None
    middle = (min(p.left for p in pieces) + max(p.right for p in pieces)) / 2
    sides = [p for p in pieces if p.right <= middle], [p for p in pieces if p.left >= middle]
    crossing = len(pieces) - sum(map(len, sides))
    if crossing > _CROSSING * len(pieces) or min(map(_wide, sides)) < _COLUMN_LINES:
        return None
    return middle


def _wide(pieces: Rows) -> int:
    return sum(piece.right - piece.left >= _WIDE_EMS * piece.size for piece in pieces)


def _with_rows(page: Rows) -> Iterator[Printed]:
    """Yield lines, those that are rows of a table with tabs between their cells."""
    rows = {
        number
        for number, (line, after) in enumerate(pairwise(page))
        if _are_aligned(line, after)
        for number in (number, number + 1)
    }
    for number, line in enumerate(page):
        cells = ROW.join(part.text for part in line.parts)
        yield replace(line, text=cells) if number in rows else line


def _are_aligned(line: Printed, after: Printed) -> bool:
    """Whether two lines are rows of one table: pieces below pieces, not a numbered list."""
    below = [part.left for part in after.parts[1:]]
    return not _NUMBER.fullmatch((line.parts or (line,))[0].text) and any(
        abs(part.left - left) <= _ALIGNED_EMS * part.size
        for part in line.parts[1:]
        for left in below
    )
