"""Lines in an order. Sorting needs all of them, so they wait on the disk, not in memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from itertools import islice

from indexer.concordance.lines import Line
from indexer.fold import fold

_LAST = "\U0010ffff"  # behind everything that is known


class LineOrder(StrEnum):
    """How lines follow each other; ties stay in the order of the search."""

    FOUND = "found"  # as the search has the reports, and as they stand in the report
    LEFT = "left"  # by what stands before, read backwards from the occurrence
    RIGHT = "right"  # by what stands behind
    PLACE = "place"  # by the place's name
    DATE = "date"  # by the day of publication, newest first


def in_order(
    lines: Iterable[Line], order: LineOrder, *, limit: int | None = None, offset: int = 0
) -> Iterator[Line]:
    """Yield lines from ``offset`` on, ``limit`` or all of them, in the order asked for.

    Contexts are compared folded, character by character in the order of Unicode.
    """
    if order is LineOrder.FOUND:
        yield from islice(lines, offset, None if limit is None else offset + limit)
        return
    # A database without a name is a private file that SQLite removes.
    with closing(sqlite3.connect("")) as shelf:
        shelf.execute("CREATE TABLE lines (number INTEGER PRIMARY KEY, key BLOB, line TEXT)")
        key = _KEYS[order]
        shelf.executemany(
            "INSERT INTO lines (key, line) VALUES (?, ?)",
            ((key(line).encode("utf-8", "surrogatepass"), _to_json(line)) for line in lines),
        )
        rows = shelf.execute(
            "SELECT line FROM lines ORDER BY key, number LIMIT ? OFFSET ?",
            (-1 if limit is None else limit, offset),
        )
        for (row,) in rows:
            yield _from_json(row)


def _date_key(line: Line) -> str:
    # Newest first: the number of days left until the last day that there is.
    return _LAST if line.published_on is None else f"{(date.max - line.published_on).days:07}"


_KEYS: dict[LineOrder, Callable[[Line], str]] = {
    LineOrder.LEFT: lambda line: fold(line.left)[::-1],
    LineOrder.RIGHT: lambda line: fold(line.right),
    LineOrder.PLACE: lambda line: line.place or _LAST,
    LineOrder.DATE: _date_key,
}


def _to_json(line: Line) -> str:
    return json.dumps(asdict(line), default=date.isoformat)


def _from_json(row: str) -> Line:
    fields = json.loads(row)
    published_on = fields["published_on"]
    fields["published_on"] = published_on and date.fromisoformat(published_on)
    fields["groups"] = tuple(map(tuple, fields["groups"]))
    return Line(**fields)
