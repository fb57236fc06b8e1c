"""CSV for spreadsheets: UTF-8 with a mark that Excel needs, and no cell that it would run.

The heading of the last column, which is empty otherwise, is the export's provenance: so there
are as many rows as reports, every reader of CSV understands it, and an empty export still says
of what.

Source: RFC 4180; OWASP, CSV Injection.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from indexer.concordance import Line, lines
from web.exports.provenance import Provenance
from web.exports.rows import Row
from web.exports.table import (
    Cell,
    capture_heading,
    cells,
    columns,
    report_columns,
    storable,
)

_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")


def csv_chunks(rows: Iterable[Row], about: Provenance) -> Iterator[bytes]:
    """Yield a CSV file of reports, a line at a time."""
    table = columns(about)
    yield _headings([column.heading for column in table], about)
    for row in rows:
        yield csv_line([*cells(row, table), None])


def occurrences_chunks(rows: Iterable[Row], about: Provenance) -> Iterator[bytes]:
    """Yield a CSV file of occurrences: the concordance, with what expressions captured."""
    table = report_columns()
    captures = [capture_heading(name) for name in about.captures]
    own = ["所在", "起", "止", "左文", "命中", "右文", *captures]
    yield _headings([*(column.heading for column in table), *own], about)
    for row in rows:
        report = tuple(cells(row, table))
        for line in lines(row.occurrences):
            yield csv_line([*report, *_occurrence(line, about), None])


def _headings(headings: Sequence[str], about: Provenance) -> bytes:
    return codecs.BOM_UTF8 + csv_line([*headings, storable(about.sentence)])


def _occurrence(line: Line, about: Provenance) -> Iterator[Cell]:
    yield from ("标题" if line.in_title else "正文", line.start, line.end)
    yield from map(storable, (line.left, line.found, line.right))
    captured = dict(line.groups)
    for name in about.captures:
        text = captured.get(name)
        yield None if text is None else storable(text)


def csv_line(values: Iterable[Cell]) -> bytes:
    """Return one record.

    >>> csv_line(["=1+1", "-12.4%", None, 3]).decode()
    "'=1+1,-12.4%,,3\\r\\n"
    """
    line = io.StringIO(newline="")
    csv.writer(line).writerow([_safe(value) for value in values])
    return line.getvalue().encode()


def _safe(value: Cell) -> Cell:
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return value if _NUMBER.fullmatch(value) else f"'{value}"
    return value
