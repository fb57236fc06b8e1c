"""From a report's paragraphs to what a page shows: headings, lines, tables, numbered hits.

For the eye only: every character of the report comes out once, in order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from operator import itemgetter

from indexer.hits import Spans

_MAX_HEADING = 40  # characters; longer numbered lines are paragraphs
_LEVELS = (
    re.compile(r"(?:[一二三四五六七八九十百]+、|第[一二三四五六七八九十百\d]+(?:章|部分|节)\s*)"),
    re.compile(r"[（(][一二三四五六七八九十百]+[）)]"),
    re.compile(r"(?:\d{1,2}(?:[、．]|\.(?!\d))|[（(]\d{1,2}[）)])"),
)
_DATE = re.compile(r"[\d〇○零一二三四五六七八九十]{2,4}\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日")
_SENTENCE_END = re.compile(r"[。；！？：，]")
_CELL = re.compile(r"\t")  # between the cells of a row (archive.clean)


class LineKind(StrEnum):
    """What a line looks like; the values are names of CSS classes."""

    CHAPTER = "chapter"  # 一、
    SECTION = "section"  # （一）
    ITEM = "item"  # 1.
    PARAGRAPH = "paragraph"
    SIGNATURE = "signature"  # issuer and date at the end


_HEADINGS = (LineKind.CHAPTER, LineKind.SECTION, LineKind.ITEM)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that is shown in one manner.

    ``hit`` is the number of the found place it belongs to, from 1, ``None`` outside of them;
    ``begins_hit`` tells the first piece of a place that is spread over several.
    """

    text: str
    hit: int | None = None
    begins_hit: bool = False


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A heading or a paragraph. ``lead`` is a heading that runs into its paragraph."""

    kind: LineKind
    lead: Pieces
    pieces: Pieces
    anchor: str

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "".join(piece.text for piece in self.lead + self.pieces)


@dataclass(frozen=True, slots=True)
class Table:
    """Neighbouring rows; a row is its cells from left to right."""

    rows: tuple[tuple[Pieces, ...], ...]


Block = Line | Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """A typeset report; ``hit_count`` places were found in title and text together."""

    title: Pieces
    blocks: tuple[Block, ...]
    hit_count: int

    @property
    def chapters(self) -> tuple[Line, ...]:
        """The headings for a table of contents."""
        lines = (block for block in self.blocks if isinstance(block, Line))
        return tuple(line for line in lines if line.kind is LineKind.CHAPTER and not line.lead)


@dataclass(frozen=True, slots=True)
class _Source:
    """The joined text, its found places, and the number of the first of them."""

    text: str
    spans: Spans
    first_number: int = 1

    def cut(self, start: int, end: int) -> Pieces:
        """Return ``text[start:end]`` in pieces."""
        return tuple(self._pieces(start, end)) if start < end else ()

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        at = start
        # Spans are ascending and apart, so their ends are ascending, too.
        first = bisect_right(self.spans, start, key=itemgetter(1))
        for index in range(first, len(self.spans)):
            left, right = self.spans[index]
            if left >= end:
                break
            inner, outer = max(left, start), min(right, end)
            if inner > at:
                yield Piece(self.text[at:inner])
            yield Piece(self.text[inner:outer], self.first_number + index, left >= start)
            at = outer
        if at < end:
            yield Piece(self.text[at:end])


def typeset(
    title: str, paragraphs: Sequence[str], title_spans: Spans = (), text_spans: Spans = ()
) -> Sheet:
    """Lay out a report.

    ``text_spans`` are places in the paragraphs joined by newlines; a place that crosses a
    paragraph's end keeps one number.
    """
    source = _Source("\n".join(paragraphs), text_spans, len(title_spans) + 1)
    kinds = _kinds(paragraphs)
    rows = zip(paragraphs, _starts(paragraphs), kinds, strict=True)
    blocks: list[Block] = []
    for in_table, group in groupby(rows, key=lambda row: _CELL.search(row[0]) is not None):
        if in_table:
            blocks.append(Table(tuple(_cells(source, text, start) for text, start, _ in group)))
        else:
            blocks += [_line(source, text, start, kind) for text, start, kind in group]
    return Sheet(
        mark(title, title_spans), tuple(blocks), hit_count=len(title_spans) + len(text_spans)
    )


def mark(text: str, spans: Spans) -> Pieces:
    """Return ``text`` in pieces, its found places numbered from 1."""
    return _Source(text, spans).cut(0, len(text))


def _starts(paragraphs: Sequence[str]) -> Iterator[int]:
    start = 0
    for paragraph in paragraphs:
        yield start
        start += len(paragraph) + 1


def _line(source: _Source, text: str, start: int, kind: LineKind) -> Line:
    lead = _lead_length(text) if kind is LineKind.PARAGRAPH else 0
    middle, end = start + lead, start + len(text)
    return Line(kind, source.cut(start, middle), source.cut(middle, end), f"p-{start}")


def _cells(source: _Source, text: str, start: int) -> tuple[Pieces, ...]:
    cuts = [(0, 0), *(found.span() for found in _CELL.finditer(text)), (len(text), len(text))]
    return tuple(source.cut(start + left[1], start + right[0]) for left, right in pairwise(cuts))


def _kinds(paragraphs: Sequence[str]) -> list[LineKind]:
    kinds = [_kind(paragraph) for paragraph in paragraphs]
    for index in _signature(paragraphs):
        kinds[index] = LineKind.SIGNATURE
    return kinds


def _kind(paragraph: str) -> LineKind:
    if len(paragraph) > _MAX_HEADING or paragraph.endswith(("。", "；", "，", ";")):
        return LineKind.PARAGRAPH
    for pattern, kind in zip(_LEVELS, _HEADINGS, strict=True):
        if pattern.match(paragraph):
            return kind
    return LineKind.PARAGRAPH


def _lead_length(paragraph: str) -> int:
    """Return how much of a paragraph is a heading that ends with its first full stop."""
    if not any(pattern.match(paragraph) for pattern in _LEVELS):
        return 0
    stop = paragraph.find("。", 0, _MAX_HEADING) + 1
    return stop if stop < len(paragraph) else 0


def _signature(paragraphs: Sequence[str]) -> Iterator[int]:
    """Yield the indexes of the date among the last lines and of the issuer before it."""
    last = len(paragraphs) - 1
    for index in range(last, max(last - 3, -1), -1):
        if _DATE.fullmatch(paragraphs[index].strip("（）() ")):
            yield index
            if index and _is_name(paragraphs[index - 1]):
                yield index - 1
            return


def _is_name(line: str) -> bool:
    return len(line) <= 30 and not _SENTENCE_END.search(line) and _kind(line) is LineKind.PARAGRAPH
