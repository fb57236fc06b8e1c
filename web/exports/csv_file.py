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
from collections.abc import Iterable, Iterator

from web.exports.provenance import Provenance
from web.exports.rows import Row
from web.exports.table import COLUMNS, Cell, cells, storable

_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")


def csv_chunks(rows: Iterable[Row], about: Provenance) -> Iterator[bytes]:
    """Yield a CSV file, a line at a time."""
    yield codecs.BOM_UTF8
    yield csv_line([*(column.heading for column in COLUMNS), storable(about.sentence)])
    for row in rows:
        yield csv_line([*cells(row), None])


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
