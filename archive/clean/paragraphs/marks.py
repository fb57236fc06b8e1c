"""What each paragraph of a report is: heading, row, item of a list, picture, note, signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from archive.clean.page.lines import ROW, Line, key_of
from archive.clean.paragraphs.headings import headings
from archive.clean.words.dates import whole_date
from archive.facts import BlockKind, Mark

_NOTE: Final = re.compile(
    r"(?:注|备注|注释|附注|说明)\s?\d{0,2}\s?[:：.]|[①-⑳]|\[\d{1,2}\]|〔注\d{0,2}〕|[*＊]注"
)
_MAX_SIGNATURE_LINES: Final = 4
_MAX_SIGNATURE_CHARS: Final = 30
_SENTENCE: Final = re.compile(r"[。；！？：，;!?:,]")


def marks_of(lines: Sequence[Line]) -> tuple[Mark, ...]:
    """Return the marks of the lines that are more than plain paragraphs, in their order."""
    texts = [line.text for line in lines]
    numbered = headings(texts)
    signed = frozenset(_signature(texts))
    marks = []
    for number, line in enumerate(lines):
        if number in numbered:
            kind = BlockKind.LEAD if numbered[number].is_lead else BlockKind.HEADING
            marks.append(Mark(number, kind, numbered[number].level))
        elif number in signed:
            marks.append(Mark(number, BlockKind.SIGNATURE))
        else:
            marks += _plain(number, line)
    return tuple(marks)


def _plain(number: int, line: Line) -> Iterator[Mark]:
    if ROW in line.text:
        yield Mark(number, BlockKind.ROW, repeats=line.repeats)
    elif line.is_picture:
        yield Mark(number, BlockKind.PICTURE)
    elif line.heading and len(line.text) <= _MAX_SIGNATURE_CHARS * 2:
        yield Mark(number, BlockKind.HEADING, line.heading)
    elif _NOTE.match(line.text):
        yield Mark(number, BlockKind.NOTE)
    elif line.item:
        yield Mark(number, BlockKind.ITEM, line.item)


def _signature(texts: Sequence[str]) -> Iterator[int]:
    """Yield the date that stands alone near the end, and the names of issuers above it."""
    for last in range(len(texts) - 1, max(len(texts) - 1 - _MAX_SIGNATURE_LINES, -1), -1):
        if whole_date(key_of(texts[last]).strip("() ")) is not None:
            yield last
            for above in range(last - 1, max(last - 1 - _MAX_SIGNATURE_LINES, -1), -1):
                if not _is_name(texts[above]):
                    return
                yield above
            return


def _is_name(text: str) -> bool:
    is_short = len(text) <= _MAX_SIGNATURE_CHARS
    return is_short and ROW not in text and not _SENTENCE.search(text) and not headings([text])
