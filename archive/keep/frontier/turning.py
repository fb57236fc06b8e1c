"""Turning the pages of a known list as far as there is news, and no further.

The front page of a list is visited every night. A list is in order of time, so its next page
is worth a visit only if the page before brought something new; the others wait until their
rest is over. All functions run inside the caller's transaction.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence

from archive.keep.frontier.decider import Rank
from archive.keep.frontier.schedule import Followed, Origin
from archive.model import Link, Outcome, PageKind, Task, Visit

_ORIGIN = """
    SELECT seed_id, coalesce(front_id, address_id) AS front_id FROM addresses WHERE address_id = ?
"""
# In the order of the links on the page, else in that in which the pages were discovered.
_NEXT_LINKED = """
    SELECT address_id, host_id FROM json_each(:linked) JOIN addresses ON address_id = value
    WHERE front_id = :front_id AND done_run_id IS NOT :run_id ORDER BY key LIMIT 1
"""
_NEXT_KNOWN = """
    SELECT address_id, host_id FROM addresses
    WHERE front_id = :front_id AND done_run_id IS NOT :run_id ORDER BY address_id LIMIT 1
"""


def origin_of(connection: sqlite3.Connection, task: Task, visit: Visit) -> Origin:
    """Return what the links of a visited page inherit.

    A redirect turns no page: the front page of a list may be at its end.
    """
    row = connection.execute(_ORIGIN, (task.address_id,)).fetchone()
    is_list = visit.kind is PageKind.LIST and visit.outcome.has_body
    return Origin(row["seed_id"], task.depth, row["front_id"] if is_list else None)


def links_digest(visit: Visit, links: Sequence[Link]) -> str | None:
    """Return a name of all that the page of a list leads to; ``None`` if that is nothing.

    A page that leads nowhere may be a document that was taken for a list.
    """
    if visit.kind is not PageKind.LIST or not links:
        return None
    named = json.dumps([(link.url, link.kind, link.text) for link in links])
    return hashlib.sha256(named.encode()).hexdigest()


def turn(
    connection: sqlite3.Connection,
    run_id: int,
    task: Task,
    visit: Visit,
    links: Sequence[tuple[Link, Followed]],
) -> None:
    """Queue the next page of a list if the visit of this one calls for it.

    That is if it named documents that nobody knew, or if it is a front page that names none at
    all: then it is a shell, and only its further pages can tell.
    """
    if visit.kind is not PageKind.LIST:
        return
    if visit.outcome.has_body:
        documents = [followed for link, followed in links if link.kind is not PageKind.LIST]
        _note_shell(connection, task.address_id, is_shell=not documents)
    else:
        documents = []
    has_news = any(followed.is_new for followed in documents)
    answered = visit.outcome.has_body or visit.outcome is Outcome.NOT_MODIFIED
    if has_news or (answered and _is_shell(connection, task.address_id)):
        _queue_next(connection, run_id, task, [followed.address_id for _, followed in links])


def _queue_next(
    connection: sqlite3.Connection, run_id: int, task: Task, linked: Sequence[int]
) -> None:
    (front_id,) = connection.execute(
        "SELECT coalesce(front_id, address_id) FROM addresses WHERE address_id = ?",
        (task.address_id,),
    ).fetchone()
    values = {"linked": json.dumps(linked), "front_id": front_id, "run_id": run_id}
    row = connection.execute(_NEXT_LINKED, values).fetchone()
    row = row or connection.execute(_NEXT_KNOWN, values).fetchone()
    if row is not None:
        connection.execute(
            "INSERT INTO queue (address_id, host_id, rank, not_before) VALUES (?, ?, ?, 0)"
            " ON CONFLICT DO NOTHING",
            (row["address_id"], row["host_id"], Rank.LIST),
        )


def _note_shell(connection: sqlite3.Connection, address_id: int, *, is_shell: bool) -> None:
    # A further page that names nothing is the end of the list and no shell.
    connection.execute(
        "UPDATE addresses SET is_shell = (? AND front_id IS NULL) WHERE address_id = ?",
        (is_shell, address_id),
    )


def _is_shell(connection: sqlite3.Connection, address_id: int) -> bool:
    query = "SELECT is_shell FROM addresses WHERE address_id = ?"
    return bool(connection.execute(query, (address_id,)).fetchone()[0])
