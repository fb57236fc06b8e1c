"""Spreadsheets, XLSX and XLS: a line for each row, merged cells repeated."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from archive.clean.attachments.errors import UnreadableFileError
from archive.clean.attachments.rows import row_line
from archive.files import FileText, FileType
from archive.model import Rejection

Cell = int | float | str | bool | time | date | datetime | timedelta

_MAX_CELLS: Final = 2_000_000  # calamine holds the whole rectangle of a sheet
_VISIBLE: Final = SheetVisibleEnum.Visible
_OWN_NAME: Final = ("sheet", "工作表")


def read_sheet(body: bytes, file_type: FileType) -> FileText:
    """Return the rows of all sheets; raises ``UnreadableFileError`` if there are none."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        shown = _shown_sheets(book)
        paragraphs = tuple(line for name in shown for line in _sheet(book, name, len(shown) > 1))
    except PasswordError as error:
        raise UnreadableFileError(Rejection.ENCRYPTED) from error
    except CalamineError as error:
        raise UnreadableFileError(Rejection.DAMAGED) from error
    if not paragraphs:
        raise UnreadableFileError(Rejection.EMPTY)
    return FileText(file_type, paragraphs)


def _shown_sheets(book: CalamineWorkbook) -> list[str]:
    """Return the names of the sheets that a reader sees; of all where none is shown."""
    visible = [one.name for one in book.sheets_metadata if one.visible is _VISIBLE]
    return visible or list(book.sheet_names)


def _sheet(book: CalamineWorkbook, name: str, is_named: bool) -> Iterator[str]:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > _MAX_CELLS:
        raise UnreadableFileError(Rejection.TOO_LARGE)
    lines = [line for row in _rows(sheet) if (line := row_line(row))]
    if lines and is_named and not name.lower().startswith(_OWN_NAME):
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
