"""Lines as printed on pages, back to paragraphs.

Print has no paragraphs, only lines of which most are full. A paragraph ends with a line that
stops short of the right margin, or before one that is indented; page numbers and running
heads stand between its halves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.clean.attachments.printed import Printed, Rows, blocks, unspaced
from archive.clean.page.lines import ROW
from archive.model import Removal

_DECORATED: Final = re.compile(
    r"[-—–－~·•\s]{1,4}\s*\d{1,4}\s*[-—–－~·•\s]{1,4}|第\s*\d{1,4}\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4}"
    r"|(?:page)\s*\d{1,4}.{0,10}",
    re.IGNORECASE,
)
_NUMBERS: Final = re.compile(r"\d+")
_BARE: Final = re.compile(r"\d{1,4}")
_SENTENCE_END: Final = re.compile(r"[。！？；：!?;:][”’」』）)]?$")
_NUMBERED: Final = re.compile(
    r"[（(]?(?:[一二三四五六七八九十百]{1,4}|\d{1,2})[)）、.．]|第[一二三四五六七八九十百\d]{1,4}[章节条]"
)
_FIRST_NUMBER: Final = 500  # parts of volumes begin anywhere; years are larger
_HEAD_PAGES: Final = 3  # a running head stands on at least so many pages, and on half of them
_HEAD_CHARS: Final = 80
_EDGE_LINES: Final = 2  # running heads have at most so many lines
_MIN_EMS: Final = 10  # the width of the narrowest column that text is wrapped in
_MIN_LINES: Final = 3  # that show their margins
_SHORT_EMS: Final = 1.6  # a full line may lack so much at the right: punctuation is not split
_INDENT_EMS: Final = 0.8
_ASCII_EM: Final = 0.6
_WORD: Final = re.compile(r"[“‘（《〈【(]*(?:[\x21-\x7e]+|.)[，。、；：！？”’）》〉】％%,.;:!?)]*")
_SIZE_SHARE: Final = 0.15  # letters that differ by more belong to another paragraph


@dataclass(frozen=True, slots=True)
class Flow:
    """Paragraphs, and what stood between them on the pages."""

    paragraphs: tuple[str, ...]
    removed: tuple[Removal, ...]


def reflow(pages: Sequence[Rows]) -> Flow:
    """Return the paragraphs of pages of lines, top to bottom."""
    filled = [
        [replace(line, text=unspaced(line.text.strip())) for line in page if line.text.strip()]
        for page in pages
    ]
    removed: list[Removal] = []
    bare = _without_numbers(filled, removed)
    bodies = _without_heads(bare, removed)
    return Flow(tuple(_joined(bodies)), tuple(removed))


def _without_numbers(pages: Sequence[Rows], removed: list[Removal]) -> list[Rows]:
    offsets = Counter(
        int(text) - number
        for number, page in enumerate(pages)
        for text in {line.text.strip() for line in (*page[:1], *page[-1:])}
        if _BARE.fullmatch(text) and int(text) <= len(pages) + _FIRST_NUMBER
    )
    kept: list[Rows] = []
    for number, page in enumerate(pages):
        rows = list(page)
        for edge in (-1, 0):
            text = rows[edge].text.strip() if rows else ""
            is_counted = _BARE.fullmatch(text) and offsets[int(text) - number] > 1
            if _DECORATED.fullmatch(text) or is_counted:
                removed.append(Removal(rows.pop(edge).text, "page number"))
        kept.append(rows)
    return kept


def _without_heads(pages: Sequence[Rows], removed: list[Removal]) -> list[Rows]:
    for edge in (0, -1):
        for _ in range(_EDGE_LINES):
            pages = _without_edge(pages, edge, removed)
    return list(pages)


def _without_edge(pages: Sequence[Rows], edge: int, removed: list[Removal]) -> Sequence[Rows]:
    """Drop the first or last line of the pages where it is the same on half of them.

    Numbers in it may differ: 青石县2024年报告 第3页.
    """
    edges = [_NUMBERS.sub("#", page[edge].text) if page else "" for page in pages]
    counts = Counter(
        text for text, page in zip(edges, pages, strict=True) if page and _may_be_head(page[edge])
    )
    common, count = counts.most_common(1)[0] if counts else ("", 0)
    if count < max(_HEAD_PAGES, len(pages) / 2):
        return pages
    heads = [text == common for text in edges]
    removed += [
        Removal(page[edge].text, "running head")
        for page, is_head in zip(pages, heads, strict=True)
        if is_head
    ]
    rest = slice(1, None) if edge == 0 else slice(None, -1)
    return [page[rest] if is_head else page for page, is_head in zip(pages, heads, strict=True)]


def _may_be_head(line: Printed) -> bool:
    text = line.text.strip()
    return len(text) <= _HEAD_CHARS and not _SENTENCE_END.search(text) and not text.isdecimal()


def _joined(pages: Sequence[Rows]) -> Iterator[str]:
    pieces: list[str] = []
    before: Printed | None = None
    margins = _Measure(0, 0, 1)
    for block, measure in (one for page in pages for one in _measured(page)):
        for line in block:
            if before is not None and not (
                margins.is_full(before, line.text) and not measure.begins(line, before)
            ):
                yield "".join(pieces)
                pieces = []
            pieces += [_gap(pieces, line.text), line.text.strip()]
            before, margins = line, measure
    if pieces:
        yield "".join(pieces)


def _measured(page: Rows) -> Iterator[tuple[Rows, _Measure]]:
    """Yield the blocks of a page with their margins; a few lines have those of the page."""
    for block in blocks(page):
        yield block, _Measure.of(block if len(block) >= _MIN_LINES else page)


def _gap(pieces: Sequence[str], text: str) -> str:
    """Return the space between two lines: Latin words need one, Chinese ones do not."""
    ends = (pieces[-1][-1:] if pieces else "") + text.strip()[:1]
    return " " if len(ends) == 2 and ends.isascii() and ends.isalnum() else ""


def _width(following: str) -> float:
    """Return the width in ems of the first word of a line; print does not break 98.5%，."""
    word = _WORD.match(following)
    return sum(_ASCII_EM if char.isascii() else 1.0 for char in word[0]) if word else 0.0


@dataclass(frozen=True, slots=True)
class _Measure:
    """The margins of a page and the width of its common letter."""

    left: float
    right: float
    em: float

    @classmethod
    def of(cls, page: Rows) -> _Measure:
        if not page:
            return cls(0, 0, 1)
        # The longest lines are the body; headings and tables may reach anywhere.
        longest = sorted(page, key=lambda line: len(line.text))[-max(1, len(page) // 2) :]
        sizes = sorted(line.size for line in longest)
        rights = sorted(line.right for line in longest)
        return cls(
            min(line.left for line in longest),
            rights[-1 - len(rights) // 10],
            sizes[len(sizes) // 2] or 1,
        )

    def is_full(self, line: Printed, following: str) -> bool:
        """Whether a line reaches the right margin, so that it may go on in the next one.

        It does if the first word of the next line would not have fit behind it.
        """
        if ROW in line.text or line.right - line.left < _MIN_EMS * self.em:
            return False
        word = 0.0 if _SENTENCE_END.search(line.text) else _width(following)
        return line.right >= self.right - max(_SHORT_EMS, word) * self.em

    def begins(self, line: Printed, before: Printed) -> bool:
        """Whether a line after a full one begins a paragraph of its own."""
        if ROW in line.text:
            return True
        if abs(line.size - before.size) > _SIZE_SHARE * max(line.size, before.size):
            return True
        is_indented = line.left >= self.left + _INDENT_EMS * self.em
        text = line.text.strip()
        return is_indented and bool(
            _SENTENCE_END.search(before.text.strip()) or _NUMBERED.match(text)
        )
