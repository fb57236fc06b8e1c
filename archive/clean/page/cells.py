"""Rows of a data table: cells side by side, a merged cell in every place that it covers.

Source: HTML Standard, 4.9.12.1 (forming a table); the caps on spans are its own, or lower.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from archive.clean.page.lines import ROW, Line

_MAX_COLUMNS: Final = 60
_MAX_ROWS: Final = 400
# Labels such as 合计 and 行政许可 are repeated in every row and column that they cover; a longer
# text stands once and leaves its other places empty. Repeating all of them drowns the text:
# on 40 real pages precision fell from 1.000 to 0.991, on the worst of them to 0.83.
_MAX_REPEATED_CHARS: Final = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its lines, and over how many columns and rows it reaches.

    ``is_repeated``: it stands in for a merged cell to its left or above.
    """

    lines: tuple[Line, ...] = ()
    columns: int = 1
    rows: int = 1
    is_repeated: bool = False

    @property
    def text(self) -> str:
        """The lines on one line."""
        return " ".join(line.text for line in self.lines)

    @property
    def repeated(self) -> Cell:
        """The cell as it stands in the other places that it covers."""
        lines = self.lines if len(self.text) <= _MAX_REPEATED_CHARS else ()
        return replace(self, lines=lines, is_repeated=True)


def opened_cell(element: etree._Element) -> Cell:
    """Return an empty cell with the spans that a ``<td>`` or ``<th>`` declares."""
    columns = _span(element.get("colspan"), _MAX_COLUMNS)
    return Cell((), columns, _span(element.get("rowspan"), _MAX_ROWS))


def _span(value: str | None, most: int) -> int:
    digits = (value or "").strip()[:6]
    return max(1, min(int(digits), most)) if digits.isascii() and digits.isdigit() else 1


@dataclass(slots=True)
class Grid:
    """A table that is being read; ``carried`` are cells that reach into the next row, by column."""

    carried: dict[int, Cell] = field(default_factory=dict)

    def row(self, cells: list[Cell]) -> list[Line]:
        """Return the lines of the next row: one, its cells joined by tabs.

        A row whose only filled cell is its own is no row but a caption or a text: its lines
        come as they are.
        """
        filled = [cell for cell in cells if cell.lines]
        is_alone = len(filled) <= 1 and not any(cell.lines for cell in self.carried.values())
        placed = self._placed(cells)
        if is_alone:
            return [line for cell in filled for line in cell.lines]
        text = ROW.join(cell.text for cell in placed).rstrip(ROW)
        links = sum(line.link_chars for cell in filled for line in cell.lines)
        repeats = tuple(column for column, cell in enumerate(placed) if cell.is_repeated)
        return [Line(text, min(links, len(text)), repeats=repeats)] if text else []

    def _placed(self, cells: list[Cell]) -> list[Cell]:
        """Put cells where they stand, carried ones between them, and note what is carried on."""
        placed: list[Cell] = []
        following: dict[int, Cell] = {}
        for cell in (*cells, None):
            while (above := self.carried.get(len(placed))) is not None:
                _carry(following, len(placed), above)
                placed.append(above.repeated)
            if cell is None:
                break
            for part in range(cell.columns if len(placed) < _MAX_COLUMNS else 1):
                _carry(following, len(placed), cell)
                placed.append(cell.repeated if part else cell)
        self.carried = following
        return placed


def _carry(following: dict[int, Cell], column: int, cell: Cell) -> None:
    if cell.rows > 1:
        following[column] = replace(cell, rows=cell.rows - 1)
