"""PDF through PDFium, the reader that browsers have: its fonts and its tolerance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pypdfium2
import pypdfium2.raw

from archive.clean.attachments.errors import UnreadableFileError
from archive.clean.attachments.flow import Printed, reflow
from archive.facts import Caution, Doubt
from archive.files import FileText, FileType
from archive.model import Rejection

_MAX_PAGES: Final = 3000
_MIN_CHARS: Final = 5  # a page number alone is no text
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


def _opened(body: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        reason = Rejection.ENCRYPTED if is_locked else Rejection.DAMAGED
        raise UnreadableFileError(reason) from error


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[list[Printed], bool]:
    """Return the lines of a page, and whether it is an image without a text."""
    try:
        page = document[number]
        text_page = page.get_textpage()
        lines = list(_lines(text_page))
    except pypdfium2.PdfiumError:  # one broken page; the others may be sound
        return [], False
    chars = sum(len(line.text) for line in lines)
    return lines, chars < _MIN_CHARS and _has_image(page)


def _lines(text_page: pypdfium2.PdfTextPage) -> Iterator[Printed]:
    start = 0
    for raw in text_page.get_text_range().split("\n"):
        text = raw.translate(_MARKS)
        if text.strip():
            first = start + _units(raw) - _units(raw.lstrip())
            last = start + _units(raw.rstrip()) - 1
            left, bottom, _, top = _box(text_page, first)
            right = _box(text_page, last)[2]
            yield Printed(text.strip(), left, right, abs(top - bottom))
        start += _units(raw) + 1


def _units(text: str) -> int:
    """Return the length of a text as PDFium counts it."""
    return len(text) + sum(char > "\uffff" for char in text)


def _box(text_page: pypdfium2.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a letter; nowhere if PDFium does not know."""
    at = pypdfium2.raw.FPDFText_GetCharIndexFromTextIndex(text_page, index)
    try:
        left, bottom, right, top = text_page.get_charbox(at, loose=True)
    except pypdfium2.PdfiumError:
        return 0.0, 0.0, 0.0, 0.0
    return left, bottom, right, top


def _has_image(page: pypdfium2.PdfPage) -> bool:
    kinds = (pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,)
    return next(iter(page.get_objects(filter=kinds, max_depth=3)), None) is not None


def _cautions(scanned: list[int], pages: list[list[Printed]]) -> Iterator[Caution]:
    if scanned and len(scanned) == len(pages):
        yield Caution(Doubt.SCANNED, f"{len(pages)} 页都是图像，没有文字")
    elif scanned:
        shown = "、".join(map(str, scanned[:10])) + (" 等" if len(scanned) > 10 else "")
        yield Caution(Doubt.SCANNED, f"第 {shown} 页是图像，没有文字")
