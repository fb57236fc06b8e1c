"""PDF through PDFium, the reader that browsers have: its fonts and its tolerance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from archive.clean.attachments import pdfium
from archive.clean.attachments.errors import UnreadableFileError
from archive.clean.attachments.flow import reflow
from archive.clean.attachments.printed import Printed, line_of
from archive.facts import Caution, Doubt
from archive.files import FileText, FileType
from archive.model import Rejection

_MAX_PAGES: Final = 3000
_MIN_CHARS: Final = 5  # a page number alone is no text
_APART_EMS: Final = 1.2
_BELOW: Final = 0.8  # of a letter's height: lower than a subscript
_WORD: Final = re.compile(r"\S+")
# PDFium writes a hyphen at a line's end as U+0002, what it cannot name as U+FFFE or 0.
_MARKS: Final = str.maketrans({"\x02": "-", "\ufffe": "-", "\x00": None, "\uffff": None})


def read_pdf(body: bytes) -> FileText:
    """Return the paragraphs of a PDF; scans have none and say so.

    Raises ``UnreadableFileError`` if it is damaged, encrypted or has nothing on its pages.
    """
    with _opened(body) as document:
        if len(document) > _MAX_PAGES:
            raise UnreadableFileError(Rejection.TOO_LARGE)
        pages, scanned = [], []
        for number in range(len(document)):
            lines, is_scan = _page(document, number)
            pages.append(lines)
            scanned += [number + 1] if is_scan else []
    flow = reflow(pages)
    if not flow.paragraphs and not scanned:
        raise UnreadableFileError(Rejection.EMPTY)
    return FileText(FileType.PDF, flow.paragraphs, flow.removed, tuple(_cautions(scanned, pages)))


def _opened(body: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        is_locked = error.err_code == pdfium.raw.FPDF_ERR_PASSWORD
        reason = Rejection.ENCRYPTED if is_locked else Rejection.DAMAGED
        raise UnreadableFileError(reason) from error


def _page(document: pdfium.PdfDocument, number: int) -> tuple[list[Printed], bool]:
    """Return the lines of a page, and whether it is an image without a text."""
    try:
        page = document[number]
        text_page = page.get_textpage()
        lines = list(_lines(text_page))
    except pdfium.PdfiumError:  # one broken page; the others may be sound
        return [], False
    chars = sum(len(line.text) for line in lines)
    return lines, chars < _MIN_CHARS and _has_image(page)


def _lines(text_page: pdfium.PdfTextPage) -> Iterator[Printed]:
    start = 0
    for raw in text_page.get_text_range().split("\n"):
        line: list[Printed] = []
        for word in _words(text_page, raw, start):
            if line and abs(word.top - line[0].top) > _BELOW * line[0].size:
                yield line_of(line)  # PDFium takes two lines for one now and then
                line = []
            _append(line, word)
        if line:
            yield line_of(line)
        start += _units(raw) + 1


def _words(text_page: pdfium.PdfTextPage, raw: str, start: int) -> Iterator[Printed]:
    """Yield the words of a line; ``start`` is where it begins in the page's text."""
    for word in _WORD.finditer(raw):
        text = word[0].translate(_MARKS)
        first = start + _units(raw[: word.start()])
        left, bottom, _, top = _box(text_page, first)
        right = _box(text_page, first + _units(word[0]) - 1)[2]
        if text:
            yield Printed(text, left, right, abs(top - bottom), -bottom)


def _append(line: list[Printed], word: Printed) -> None:
    """Add a word to the last piece of a line, or as a piece of its own if it stands apart."""
    if line and word.left - line[-1].right <= _APART_EMS * word.size:
        text, right = f"{line[-1].text} {word.text}", max(line[-1].right, word.right)
        line[-1] = replace(line[-1], text=text, right=right)
    else:
        line.append(word)


def _units(text: str) -> int:
    """Return the length of a text as PDFium counts it."""
    return len(text) + sum(char > "\uffff" for char in text)


def _box(text_page: pdfium.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a letter; nowhere if PDFium does not know."""
    at = pdfium.raw.FPDFText_GetCharIndexFromTextIndex(text_page, index)
    try:
        left, bottom, right, top = text_page.get_charbox(at, loose=True)
    except pdfium.PdfiumError:
        return 0.0, 0.0, 0.0, 0.0
    return left, bottom, right, top


def _has_image(page: pdfium.PdfPage) -> bool:
    kinds = (pdfium.raw.FPDF_PAGEOBJ_IMAGE,)
    return next(iter(page.get_objects(filter=kinds, max_depth=3)), None) is not None


def _cautions(scanned: list[int], pages: list[list[Printed]]) -> Iterator[Caution]:
    if scanned and len(scanned) == len(pages):
        yield Caution(Doubt.SCANNED, f"{len(pages)} 页都是图像，没有文字")
    elif scanned:
        shown = "、".join(map(str, scanned[:10])) + (" 等" if len(scanned) > 10 else "")
        yield Caution(Doubt.SCANNED, f"第 {shown} 页是图像，没有文字")
