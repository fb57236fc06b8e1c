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

from archive.keep.history import nights
from archive.keep.history.alarming import Night
from archive.keep.instants import microseconds
from archive.keep.reports.rows import columns
from archive.model import Outcome, Report

_BEIJING = timezone(timedelta(hours=8))
_SNAPSHOT = f"""
    SELECT s.snapshot_id, s.address_id, s.visit_id, s.blob_id, v.visited_at, v.run_id, a.host_id,
           s.text_digest, s.cleaner_version IS NULL AS is_asked_for,
           a.snapshot_id = s.snapshot_id AND v.outcome = '{Outcome.FETCHED}' AS is_droppable
    FROM snapshots AS s JOIN addresses AS a USING (address_id) JOIN visits AS v USING (visit_id)
    WHERE s.snapshot_id = ?
"""
_PREDECESSOR = """
    SELECT snapshot_id, text_digest, characters, cleaner_version FROM snapshots
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
    if row is None or not _is_first_cleaning(row):
        # It may have been asked for again because a further page of the article has changed.
        if row is not None and row["is_asked_for"] and row["text_digest"] != text_digest(new):
            _note_change(connection, row)
        return Version(is_news=False, is_repetition=False)
    before = _before(connection, row)
    if before is None:
        _note_age(connection, row["address_id"], new)
    elif before["text_digest"] == text_digest(new):
        same_cleaner = before["cleaner_version"] == new.cleaner_version
        return Version(is_news=False, is_repetition=bool(same_cleaner and row["is_droppable"]))
    else:
        _note_change(connection, row)
    _note_length(connection, row, before, len(new.text))
    return Version(is_news=True, is_repetition=False)


def note_rejection(connection: sqlite3.Connection, snapshot_id: int) -> None:
    """Note that a snapshot about to be rejected for the first time has no text at all."""
    row = connection.execute(_SNAPSHOT, (snapshot_id,)).fetchone()
    if row is not None and _is_first_cleaning(row):
        _note_length(connection, row, _before(connection, row), 0)


def _is_first_cleaning(row: sqlite3.Row) -> bool:
    return bool(row["is_asked_for"]) and row["text_digest"] is None


def _before(connection: sqlite3.Connection, row: sqlite3.Row) -> sqlite3.Row | None:
    ids = (row["address_id"], row["snapshot_id"])
    before: sqlite3.Row | None = connection.execute(_PREDECESSOR, ids).fetchone()
    return before


def _note_length(
    connection: sqlite3.Connection, row: sqlite3.Row, before: sqlite3.Row | None, length: int
) -> None:
    if before is None:
        night = Night(documents=1, characters=length)
    elif before["characters"]:
        night = Night(before=before["characters"], after=length)
    else:
        return
    nights.add(connection, row["host_id"], row["run_id"], night)


def drop(connection: sqlite3.Connection, snapshot_id: int) -> None:
    """Let the snapshot before this one stand for it; its visit keeps the digest."""
    row = connection.execute(_SNAPSHOT, (snapshot_id,)).fetchone()
    before = connection.execute(_PREDECESSOR, (row["address_id"], snapshot_id)).fetchone()
    connection.execute(
        "UPDATE addresses SET snapshot_id = ? WHERE address_id = ?",
        (before["snapshot_id"], row["address_id"]),
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
