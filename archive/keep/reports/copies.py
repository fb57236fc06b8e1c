"""Reports that say what a report on an official host says: which are copies of which.

The relation is kept beside the reports and added to their warnings when they are read: a copy
may come before its original does. All functions run inside the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from archive.address import IMPORT_SCHEME
from archive.facts import Caution, Doubt
from archive.fingerprint import SKETCH_SIZE, Fingerprint, fingerprint, likeness
from archive.keep.database import Database
from archive.model import Report

_LIKE: Final = 0.8  # spliced-in words and a lost table leave more, another year's report less
_SHARED: Final = SKETCH_SIZE // 2  # texts that are so like share some nine tenths
_CANDIDATES: Final = 5

_EQUAL = """
    SELECT report_id FROM fingerprints
    WHERE digest = :digest AND is_official = :is_official AND report_id <> :report_id
"""
_NEAR = """
    SELECT f.report_id FROM sketches AS s JOIN fingerprints AS f USING (fingerprint_id)
    WHERE s.hash IN (SELECT value FROM json_each(:sketch)) AND s.is_official = :is_official
      AND f.report_id <> :report_id
    GROUP BY s.fingerprint_id HAVING count(*) >= :shared ORDER BY count(*) DESC LIMIT :limit
"""
_RELATE = """
    INSERT INTO copies (report_id, original_id, likeness) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET original_id = excluded.original_id, likeness = excluded.likeness
    WHERE excluded.likeness > likeness
"""
_ORIGINAL = """
    SELECT c.likeness, r.url FROM copies AS c JOIN reports AS r ON r.report_id = c.original_id
    WHERE c.report_id = ?
"""


@dataclass(frozen=True, slots=True)
class _Copy:
    report_id: str
    original_id: str
    likeness: float


def note(connection: sqlite3.Connection, new: Report) -> frozenset[str]:
    """Compare a report that was just stored with those that are kept.

    Returns the ids of the reports that became copies, of another original, or none.
    """
    print_ = fingerprint(new.text)
    found = list(_found(connection, new, print_)) if print_ else []
    involved = {new.report_id, *(copy.report_id for copy in found), *_copies_of(connection, new)}
    before = _relation(connection, involved)
    connection.execute(
        "DELETE FROM copies WHERE report_id = :id OR original_id = :id", {"id": new.report_id}
    )
    _replace(connection, new, print_)
    for copy in found:
        connection.execute(_RELATE, (copy.report_id, copy.original_id, copy.likeness))
    after = _relation(connection, involved)
    return frozenset(copy.report_id for copy in before ^ after)


def caution(database: Database, report_id: str) -> Caution | None:
    """Return the warning that a report is a copy, if it is known for one."""
    row = database.one(_ORIGINAL, (report_id,))
    if row is None:
        return None
    same = "相同" if row["likeness"] == 1 else f"有{row['likeness']:.0%}的字句相同"
    return Caution(Doubt.COPY_OF_OFFICIAL, f"正文与官方网站 {row['url']} 的报告{same}")


def is_official(report: Report) -> bool:
    """Whether a report was met on a host that nobody doubts."""
    doubts = {warning.doubt for warning in report.facts.warnings}
    return Doubt.UNOFFICIAL_HOST not in doubts and not report.url.startswith(f"{IMPORT_SCHEME}:")


def _found(connection: sqlite3.Connection, new: Report, print_: Fingerprint) -> Iterator[_Copy]:
    """Yield what a report is a copy of, or which others are copies of it."""
    official = is_official(new)
    for other_id, like in _like(connection, new, print_, official=not official):
        if official:
            yield _Copy(other_id, new.report_id, like)
        else:
            yield _Copy(new.report_id, other_id, like)
            return


def _like(
    connection: sqlite3.Connection, new: Report, print_: Fingerprint, *, official: bool
) -> Iterator[tuple[str, float]]:
    values = {
        "digest": print_.digest,
        "sketch": json.dumps(print_.sketch),
        "is_official": official,
        "report_id": new.report_id,
        "shared": min(_SHARED, len(print_.sketch) // 2),
        "limit": _CANDIDATES,
    }
    equal = [row["report_id"] for row in connection.execute(_EQUAL, values)]
    yield from ((report_id, 1.0) for report_id in equal)
    near = [row["report_id"] for row in connection.execute(_NEAR, values)]
    yield from _near(connection, new, (one for one in near if one not in equal))


def _near(
    connection: sqlite3.Connection, new: Report, ids: Iterable[str]
) -> Iterator[tuple[str, float]]:
    for report_id in ids:
        query = "SELECT paragraphs FROM reports WHERE report_id = ?"
        row = connection.execute(query, (report_id,)).fetchone()
        like = likeness(new.text, "\n".join(json.loads(row["paragraphs"])))
        if like >= _LIKE:
            yield report_id, min(like, 0.99)  # 1 is for equal texts


def _replace(connection: sqlite3.Connection, new: Report, print_: Fingerprint | None) -> None:
    """Keep a report's fingerprint in place of the one it had."""
    query = "DELETE FROM fingerprints WHERE report_id = ? RETURNING *"
    for row in connection.execute(query, (new.report_id,)).fetchall():
        connection.execute(
            "DELETE FROM sketches WHERE hash IN (SELECT value FROM json_each(:sketch))"
            " AND is_official = :is_official AND fingerprint_id = :fingerprint_id",
            dict(row),
        )
    if print_ is None:
        return
    official, sketch = is_official(new), json.dumps(print_.sketch)
    number = connection.execute(
        "INSERT INTO fingerprints (report_id, digest, is_official, sketch) VALUES (?, ?, ?, ?)",
        (new.report_id, print_.digest, official, sketch),
    ).lastrowid
    connection.executemany(
        "INSERT INTO sketches (hash, is_official, fingerprint_id) VALUES (?, ?, ?)",
        [(one, official, number) for one in print_.sketch],
    )


def _copies_of(connection: sqlite3.Connection, original: Report) -> list[str]:
    query = "SELECT report_id FROM copies WHERE original_id = ?"
    return [row["report_id"] for row in connection.execute(query, (original.report_id,))]


def _relation(connection: sqlite3.Connection, ids: Iterable[str]) -> set[_Copy]:
    query = "SELECT * FROM copies WHERE report_id IN (SELECT value FROM json_each(?))"
    rows = connection.execute(query, (json.dumps(sorted(ids)),)).fetchall()
    return {_Copy(row["report_id"], row["original_id"], row["likeness"]) for row in rows}
