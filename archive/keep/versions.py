"""Which bodies are versions of a report: those whose text differs from the one before.

A page that comes with another counter, date or token has another digest, so its body is kept
until the cleaner has seen it. If it then says what the snapshot before it says, the body goes:
its visit stays, with the digest, and the snapshot before it goes on standing for both. What a
person imported always stays. All functions run inside the caller's transaction.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, timezone

from archive.keep.instants import microseconds
from archive.keep.report_rows import columns
from archive.model import Outcome, Report

_BEIJING = timezone(timedelta(hours=8))
_SNAPSHOT = f"""
    SELECT s.snapshot_id, s.address_id, s.visit_id, s.blob_id, v.visited_at,
           s.cleaner_version IS NULL AS is_first_cleaning,
           a.snapshot_id = s.snapshot_id AND v.outcome = '{Outcome.FETCHED}' AS is_droppable
    FROM snapshots AS s JOIN addresses AS a USING (address_id) JOIN visits AS v USING (visit_id)
    WHERE s.snapshot_id = ?
"""
_PREDECESSOR = """
    SELECT snapshot_id, text_digest, cleaner_version FROM snapshots
    WHERE address_id = ? AND snapshot_id < ? ORDER BY snapshot_id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Version:
    """What a cleaned snapshot is beside the one before it at its address.

    ``is_news``: its text is first seen here. ``is_repetition``: it says what the one before
    says, and need not be kept.
    """

    is_news: bool
    is_repetition: bool


def content_of(report: Report) -> Report:
    """Return a report without what only tells how it was made.

    Its snapshot, the cleaner's version and rule, what was removed and the words that facts
    were read from all change without the report changing.
    """
    facts = replace(report.facts, evidence=())
    return replace(report, snapshot_id=0, cleaner_version=0, rule="", removed=(), facts=facts)


def text_digest(report: Report) -> str:
    """Return a name of a report's content: the SHA-256 of all of it, in hex."""
    values = sorted(columns(content_of(report)).items())
    return hashlib.sha256(repr(values).encode("utf-8", "backslashreplace")).hexdigest()


def compare(connection: sqlite3.Connection, new: Report) -> Version:
    """Compare a report just made with the snapshot before its own, and note when it changed."""
    row = connection.execute(_SNAPSHOT, (new.snapshot_id,)).fetchone()
    if row is None or not row["is_first_cleaning"]:
        return Version(is_news=False, is_repetition=False)
    ids = (row["address_id"], new.snapshot_id)
    before = connection.execute(_PREDECESSOR, ids).fetchone()
    if before is None:
        _note_age(connection, row["address_id"], new)
        return Version(is_news=True, is_repetition=False)
    if before["text_digest"] != text_digest(new):
        _note_change(connection, row)
        return Version(is_news=True, is_repetition=False)
    same_cleaner = before["cleaner_version"] == new.cleaner_version
    return Version(is_news=False, is_repetition=bool(same_cleaner and row["is_droppable"]))


def drop(connection: sqlite3.Connection, snapshot_id: int) -> None:
    """Let the snapshot before this one stand for it; its visit keeps the digest."""
    row = connection.execute(_SNAPSHOT, (snapshot_id,)).fetchone()
    ids = (row["address_id"], snapshot_id)
    (before, *_) = connection.execute(_PREDECESSOR, ids).fetchone()
    connection.execute(
        "UPDATE addresses SET snapshot_id = ? WHERE address_id = ?", (before, row["address_id"])
    )
    connection.execute("DELETE FROM snapshots WHERE snapshot_id = ?", (snapshot_id,))
    _drop_blob(connection, row["blob_id"])


def _drop_blob(connection: sqlite3.Connection, blob_id: int) -> None:
    query = "SELECT 1 FROM snapshots WHERE blob_id = ?"
    if connection.execute(query, (blob_id,)).fetchone() is not None:
        return
    connection.execute(
        "UPDATE visits SET blob_id = NULL,"
        " digest = (SELECT digest FROM blobs WHERE blob_id = :blob_id) WHERE blob_id = :blob_id",
        {"blob_id": blob_id},
    )
    connection.execute("DELETE FROM blobs WHERE blob_id = ?", (blob_id,))


def _note_age(connection: sqlite3.Connection, address_id: int, new: Report) -> None:
    # A report that was published long ago has been calm since then.
    if new.published_on is None:
        return
    published_at = datetime.combine(new.published_on, time(), tzinfo=_BEIJING)
    connection.execute(
        "UPDATE addresses SET calm_since = min(calm_since, ?) WHERE address_id = ?",
        (microseconds(published_at), address_id),
    )


def _note_change(connection: sqlite3.Connection, row: sqlite3.Row) -> None:
    connection.execute(
        "UPDATE addresses SET calm_since = ?, changes = changes + 1 WHERE address_id = ?",
        (row["visited_at"], row["address_id"]),
    )
