"""Checking the archive against itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import StoreError
from archive.keep import blobs
from archive.keep.database import Database
from archive.keep.reports.rows import report
from archive.model import ChangeKind, Outcome

_RESTORE = "restore archive.db from a backup"
_BATCH = 100
_REFERENCES = {
    "a report is missing from the change log": f"""
        SELECT report_id FROM reports LEFT JOIN changes USING (report_id)
        WHERE kind IS NOT '{ChangeKind.STORED}'""",
    "the change log names a report that is missing": f"""
        SELECT report_id FROM changes LEFT JOIN reports USING (report_id)
        WHERE kind = '{ChangeKind.STORED}' AND reports.report_id IS NULL""",
    "a report was made of another report's snapshot": """
        SELECT r.report_id FROM reports AS r
        JOIN snapshots USING (snapshot_id) JOIN addresses AS a USING (address_id)
        WHERE a.report_id <> r.report_id""",
    "a visit's body is neither kept nor named": f"""
        SELECT visit_id FROM visits
        WHERE outcome IN ('{Outcome.FETCHED}', '{Outcome.IMPORTED}')
          AND blob_id IS NULL AND digest IS NULL""",
    "an address does not know its newest snapshot": """
        SELECT a.url FROM addresses AS a JOIN snapshots AS s USING (address_id)
        GROUP BY address_id HAVING max(s.snapshot_id) IS NOT a.snapshot_id""",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: what, of which row, and what to do about it."""

    what: str
    subject: str
    advice: str


def verify(database: Database) -> Iterator[Finding]:
    """Yield what is wrong with an archive; nothing if all is well. Memory stays flat.

    SQLite's own structures and references, every body against its digest, every report
    against its row, the change log against the reports.
    """
    try:
        yield from _structure(database)
        yield from _bodies(database)
        yield from _reports(database)
        yield from _references(database)
    except StoreError as error:
        yield Finding("the database cannot be read", str(database.path), str(error))


def _structure(database: Database) -> Iterator[Finding]:
    for row in database.all("PRAGMA integrity_check(20)"):
        if row[0] != "ok":
            yield Finding("the database is damaged", row[0], _RESTORE)
    for row in database.all("PRAGMA foreign_key_check"):
        subject = f"{row['table']} row {row['rowid']}"
        yield Finding(f"refers to a row of {row['parent']} that is missing", subject, _RESTORE)


def _bodies(database: Database) -> Iterator[Finding]:
    query = "SELECT * FROM blobs WHERE blob_id > ? ORDER BY blob_id LIMIT ?"
    last = 0
    while rows := database.all(query, (last, _BATCH)):
        for row in rows:
            what = _what_is_wrong(row["digest"], row["size_bytes"], row["data"])
            if what is not None:
                yield Finding(what, f"body {row['digest']}", _RESTORE)
        last = rows[-1]["blob_id"]


def _what_is_wrong(digest: str, size_bytes: int, data: bytes) -> str | None:
    try:
        body = blobs.unpack(digest, data)
    except StoreError:
        return "a stored body is damaged"
    if len(body) == size_bytes and blobs.digest_of(body) == digest:
        return None
    return "a stored body is another than its digest says"


def _reports(database: Database) -> Iterator[Finding]:
    query = "SELECT report_id FROM reports WHERE report_id > ? ORDER BY report_id LIMIT ?"
    last = ""
    while rows := database.all(query, (last, _BATCH)):
        for row in rows:
            if not _is_readable(database, row["report_id"]):
                yield Finding("a stored report cannot be read", row["report_id"], _RESTORE)
        last = rows[-1]["report_id"]


def _is_readable(database: Database, report_id: str) -> bool:
    try:
        (row,) = database.all("SELECT * FROM reports WHERE report_id = ?", (report_id,))
        report(row)
    except (StoreError, ValueError, TypeError):
        return False
    return True


def _references(database: Database) -> Iterator[Finding]:
    for what, query in _REFERENCES.items():
        for row in database.all(query):
            yield Finding(what, str(row[0]), _RESTORE)
