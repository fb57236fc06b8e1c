"""What addresses have to do with each other: spellings, redirects, pages of one article.

All functions run inside the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from archive.keep import changes
from archive.keep.frontier.schedule import Followed
from archive.model import ChangeKind, Link, Outcome, PageKind, Task, Visit

Met = Sequence[tuple[Link, Followed]]

_ADOPT = """
    UPDATE addresses SET whole_id = :whole_id, kind = :kind,
        report_id = (SELECT report_id FROM addresses WHERE address_id = :whole_id)
    WHERE address_id = :part_id AND address_id <> :whole_id AND whole_id IS NOT :whole_id
"""
_WAKE = """
    UPDATE snapshots SET cleaner_version = NULL WHERE snapshot_id IN (
        SELECT whole.snapshot_id FROM addresses AS part
        JOIN addresses AS whole ON whole.address_id = part.whole_id WHERE part.address_id = ?)
"""
_FORWARD = """
    UPDATE addresses SET report_id = (SELECT report_id FROM addresses WHERE address_id = ?)
    WHERE address_id = ? AND snapshot_id IS NULL AND kind = ?
"""


def note(connection: sqlite3.Connection, task: Task, visit: Visit, met: Met) -> None:
    """Note what a visit and the links that it met tell of addresses that belong together."""
    for link, followed in met:
        if link.met_as:
            connection.execute(
                "INSERT INTO aliases (url, address_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (link.met_as, followed.address_id),
            )
    if visit.outcome is Outcome.REDIRECTED:
        for _, followed in met[:1]:
            values = (followed.address_id, task.address_id, PageKind.DOCUMENT)
            connection.execute(_FORWARD, values)
    elif visit.outcome.has_body:
        _note_parts(connection, task.address_id, visit.kind, met)


def _note_parts(connection: sqlite3.Connection, address_id: int, kind: PageKind, met: Met) -> None:
    whole_id = _whole_id(connection, address_id, kind, met)
    if whole_id is None:
        return
    parts = [followed.address_id for link, followed in met if link.kind is PageKind.PART]
    for part_id in [*parts, address_id] if kind is PageKind.PART else parts:
        adopt(connection, part_id, whole_id)
    if kind is PageKind.PART:
        wake_whole(connection, address_id)


def wake_whole(connection: sqlite3.Connection, part_id: int) -> None:
    """Let the cleaner look again at the article that has a further page at an address."""
    connection.execute(_WAKE, (part_id,))


def _whole_id(
    connection: sqlite3.Connection, address_id: int, kind: PageKind, met: Met
) -> int | None:
    if kind is PageKind.DOCUMENT:
        return address_id
    if kind is not PageKind.PART:
        return None
    named = [followed.address_id for link, followed in met if link.kind is PageKind.DOCUMENT]
    query = "SELECT whole_id FROM addresses WHERE address_id = ?"
    known = connection.execute(query, (address_id,)).fetchone()[0]
    return named[0] if named else known


def adopt(connection: sqlite3.Connection, part_id: int, whole_id: int) -> None:
    """Note that an address is a further page of the article at another one."""
    values = {"part_id": part_id, "whole_id": whole_id, "kind": PageKind.PART}
    if not connection.execute(_ADOPT, values).rowcount:
        return
    # It may have been taken for an article of its own before.
    query = (
        "DELETE FROM reports WHERE snapshot_id IN"
        " (SELECT snapshot_id FROM snapshots WHERE address_id = ?) RETURNING report_id"
    )
    for row in connection.execute(query, (part_id,)).fetchall():
        changes.log(connection, ChangeKind.REMOVED, row["report_id"])
    wake_whole(connection, part_id)
