"""Spreadsheets, XLSX and XLS: a line for each row, merged cells repeated."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from archive.clean.attachments.errors import UnreadableFileError
from archive.clean.attachments.rows import row_line
from archive.files import FileText, FileType
from archive.model import Rejection

Cell = int | float | str | bool | time | date | datetime | timedelta

_MAX_CELLS: Final = 2_000_000  # calamine holds the whole rectangle of a sheet
_OWN_NAME: Final = ("sheet", "工作表")


def read_sheet(body: bytes, file_type: FileType) -> FileText:
    """Return the rows of all sheets; raises ``UnreadableFileError`` if there are none."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        paragraphs = tuple(line for name in book.sheet_names for line in _sheet(book, name))
    except PasswordError as error:
        raise UnreadableFileError(Rejection.ENCRYPTED) from error
    except CalamineError as error:
        raise UnreadableFileError(Rejection.DAMAGED) from error
    if not paragraphs:
        raise UnreadableFileError(Rejection.EMPTY)
    return FileText(file_type, paragraphs)


def _sheet(book: CalamineWorkbook, name: str) -> Iterator[str]:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > _MAX_CELLS:
        raise UnreadableFileError(Rejection.TOO_LARGE)
    lines = [line for row in _rows(sheet) if (line := row_line(row))]
    if lines and len(book.sheet_names) > 1 and not name.lower().startswith(_OWN_NAME):
        yield name
    yield from lines


def _rows(sheet: CalamineSheet) -> list[list[str]]:
    rows = [[_shown(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return rows


def _shown(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.12g}"
    return " ".join(str(cell).split())
