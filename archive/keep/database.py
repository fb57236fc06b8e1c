"""One connection to the archive's SQLite database, and what its errors mean to people."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive.errors import StoreError

Parameters = Sequence[object] | Mapping[str, object]

_OLDEST_SQLITE = (3, 37, 0)  # STRICT tables
_ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full: free some space, then run the command again",
    sqlite3.SQLITE_IOERR: "the disk reports an error: check it, then run the command again",
    sqlite3.SQLITE_READONLY: "cannot be written: check its permissions or name another --home",
    sqlite3.SQLITE_PERM: "cannot be written: check its permissions or name another --home",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: check its permissions or name another --home",
    sqlite3.SQLITE_BUSY: "is held by another process: wait for it to end",
    sqlite3.SQLITE_LOCKED: "is held by another process: wait for it to end",
    sqlite3.SQLITE_NOTADB: "is no archive: move it away or name another --home",
    sqlite3.SQLITE_CORRUPT: "is damaged: restore it from a backup",
}


class Database:
    """A connection that several threads may share: one of them at a time.

    Every error of SQLite that a person can do something about becomes a ``StoreError``; the
    others are mistakes in this room and stay what they are.
    """

    def __init__(self, path: Path, *, busy_timeout_s: float) -> None:
        _check_sqlite()
        self.path = path
        self._lock = threading.RLock()
        with _explained(path):
            self._connection = sqlite3.connect(
                path, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False
            )
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("PRAGMA foreign_keys = ON")

    def use_write_ahead_log(self) -> None:
        """Let readers go on while somebody writes; the setting stays with the file."""
        self.all("PRAGMA journal_mode = WAL")

    def all(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        with self._lock, _explained(self.path):
            return self._connection.execute(sql, parameters).fetchall()

    def one(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """Return the first row of a query, ``None`` if it has none."""
        rows = self.all(sql, parameters)
        return rows[0] if rows else None

    def scalar(self, sql: str, parameters: Parameters = ()) -> int:
        """Return the one number that a query of one row and one column gives."""
        return int(self.all(sql, parameters)[0][0])

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for queries, outside any transaction."""
        with self._lock, _explained(self.path):
            yield self._connection

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """Do everything inside or nothing of it; wait for other writers first.

        ``durable``: on return it is on the disk and outlives a power cut. Without it, a power
        cut may take it back (but never half of it, and never what was durable before or
        after it); a kill of the process may not.

        Source: https://sqlite.org/pragma.html#pragma_synchronous
        """
        with self._lock, _explained(self.path):
            connection = self._connection
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # SQLite itself rolls back after some errors
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the connection."""
        with self._lock, _explained(self.path):
            self._connection.close()


def _check_sqlite() -> None:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(
            f"this Python comes with SQLite {sqlite3.sqlite_version}, the archive needs 3.37:"
            " use a newer Python"
        )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        # Python itself raises the one about text, without a code and with all of the text.
        not_text = str(error).startswith("Could not decode to UTF-8")
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        primary = sqlite3.SQLITE_CORRUPT if not_text else code & 0xFF
        if primary not in _ADVICE:
            raise
        reason = "a text is not UTF-8" if not_text else error
        raise StoreError(f"{path}: {_ADVICE[primary]} ({reason})") from error
