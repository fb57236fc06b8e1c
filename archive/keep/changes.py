"""The change log: which reports an index has to look at again."""

from __future__ import annotations

import sqlite3

from archive.keep.database import Database
from archive.model import Change, ChangeKind


class ChangeLog:
    """The newest change of every report, in the order in which they happened.

    A report that changes again moves to the end under a new, higher number. So the log never
    holds more entries than there ever were reports, and ``after(0, …)`` is all there is.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def after(self, number: int, limit: int) -> tuple[Change, ...]:
        """Return up to ``limit`` changes with numbers above ``number``, lowest first."""
        rows = self._database.all(
            "SELECT number, kind, report_id FROM changes WHERE number > ? ORDER BY number LIMIT ?",
            (number, limit),
        )
        return tuple(
            Change(row["number"], ChangeKind(row["kind"]), row["report_id"]) for row in rows
        )

    def last_number(self) -> int:
        """Return the highest number given so far; 0 before the first change."""
        return self._database.scalar("SELECT coalesce(max(number), 0) FROM changes")


def log(connection: sqlite3.Connection, kind: ChangeKind, report_id: str) -> None:
    """Write a change down inside the transaction that makes it."""
    connection.execute(
        "INSERT OR REPLACE INTO changes (kind, report_id) VALUES (?, ?)", (kind, report_id)
    )
