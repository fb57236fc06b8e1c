"""XLSX: a sheet of reports (more where Excel's rows run out), and one that says what it is.

Rows go to a file as they come, so memory stays flat; text is written as text, never as a
formula or a link.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import count, islice
from typing import IO, Any

import xlsxwriter

from web.exports.provenance import Provenance
from web.exports.rows import Row
from web.exports.table import Cell, Column, cells, columns, storable

MOST_ROWS = 1_048_575
"""Rows of a sheet below its headings (Excel specifications and limits)."""

_MOST_UNITS = 32_767  # of UTF-16 in a cell, by the same source
_CUT = "……（单元格放不下，全文见 CSV 或 JSONL）"
_CHUNK_BYTES = 1 << 16


def xlsx_chunks(
    rows: Iterable[Row], about: Provenance, *, most_rows: int = MOST_ROWS
) -> Iterator[bytes]:
    """Yield an XLSX file. It is complete on the disk before its first byte comes."""
    with tempfile.TemporaryFile() as file:
        _write(file, rows, about, most_rows)
        file.seek(0)
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def _write(file: IO[bytes], rows: Iterable[Row], about: Provenance, most_rows: int) -> None:
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        book.set_properties({"title": storable(about.query), "comments": storable(about.sentence)})
        remaining, table = iter(rows), columns(about)
        for number in count(1):
            sheet = book.add_worksheet("报告" if number == 1 else f"报告{number}")
            _write_headings(sheet, table, bold)
            if _write_rows(sheet, table, islice(remaining, most_rows)) < most_rows:
                break
        _write_about(book.add_worksheet("说明"), about, bold)


def _write_headings(sheet: Any, table: Sequence[Column], bold: Any) -> None:
    for index, column in enumerate(table):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.heading, bold)
    sheet.freeze_panes(1, 2)


def _write_rows(sheet: Any, table: Sequence[Column], rows: Iterable[Row]) -> int:
    """Write rows below the headings; return how many there were."""
    number = 0
    for number, row in enumerate(rows, 1):
        for index, cell in enumerate(cells(row, table)):
            _write_cell(sheet, number, index, cell)
    return number


def _write_cell(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, _fitting(cell))
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, cell)


def _write_about(sheet: Any, about: Provenance, bold: Any) -> None:
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    for number, (name, value) in enumerate(about.lines):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, _fitting(storable(value)))


def _fitting(text: str) -> str:
    """Return what of a text a cell can hold, and that it was cut if it was."""
    if len(text) <= _MOST_UNITS // 2:  # no character takes more than two units
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= _MOST_UNITS:
        return text
    # A pair of surrogates may be cut apart: what is left of it goes.
    kept = units[: 2 * (_MOST_UNITS - len(_CUT))].decode("utf-16-le", "ignore")
    return kept + _CUT
