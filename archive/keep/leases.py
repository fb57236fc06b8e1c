"""Leasing rows of the queue: one per host, hosts in turn, quick however long the queue is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.keep.decider import Rank
from archive.model import PageKind, Scope, Seed, Task
from archive.window import Window

_ALL_HOSTS = 2**62


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a frontier leases; ``now`` and ``lease_until`` in microseconds.

    ``ranks`` in the order in which they are leased.
    """

    run_id: int
    owner: str
    now: int
    lease_until: int
    busy_hosts: tuple[str, ...]
    pages_per_host: int | None
    ranks: tuple[Rank, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What was leased, in order, and the host whose successors are next in turn."""

    tasks: tuple[Task, ...]
    last_host_id: int


# These two go down the index queue_ready, from host to host and never over the rows of one
# host, so that a lease costs the same however many addresses wait.
_NEXT_HOST = """
    SELECT host_id FROM queue
    WHERE lease_until IS NULL AND rank = ? AND host_id > ? AND host_id <= ?
    ORDER BY host_id LIMIT 1
"""
_FIRST_READY = """
    SELECT address_id FROM queue
    WHERE lease_until IS NULL AND rank = ? AND host_id = ? AND not_before <= ?
    ORDER BY not_before, address_id LIMIT 1
"""
_CLOSED = """
    SELECT host_id FROM queue WHERE lease_until IS NOT NULL
    UNION SELECT host_id FROM hosts WHERE host IN (SELECT value FROM json_each(?))
"""
_HOST_PAGES = """
    SELECT coalesce(sum(visits), 0) FROM run_outcomes WHERE run_id = ? AND host_id = ?
"""
_TASKS = """
    SELECT address_id, a.url, a.kind, a.depth, attempts, etag, last_modified,
           s.url AS seed_url, s.depth AS seed_depth, scope, "window", tls_unverified
    FROM json_each(?) JOIN queue ON queue.address_id = json_each.value
    JOIN addresses AS a USING (address_id) JOIN seeds AS s USING (seed_id)
    ORDER BY json_each.key
"""
_END = "UPDATE queue SET lease_until = NULL, lease_owner = NULL"


def take(connection: sqlite3.Connection, terms: Terms, limit: int, last_host_id: int) -> Taken:
    """Lease up to ``limit`` addresses, beginning with the host after ``last_host_id``."""
    closed = {row[0] for row in connection.execute(_CLOSED, (json.dumps(terms.busy_hosts),))}
    address_ids: list[int] = []
    turn = last_host_id
    for rank, host_id in _in_turn(connection, terms.ranks, last_host_id):
        if len(address_ids) >= limit:
            break
        address_id = None if host_id in closed else _lease(connection, terms, rank, host_id)
        if address_id is not None:
            address_ids.append(address_id)
            closed.add(host_id)
            turn = host_id
    return Taken(_tasks(connection, address_ids), turn)


def release(connection: sqlite3.Connection, address_id: int, owner: str) -> None:
    """End a lease of ``owner``; nothing happens if it is not theirs any more."""
    connection.execute(f"{_END} WHERE address_id = ? AND lease_owner = ?", (address_id, owner))


def end_all(connection: sqlite3.Connection) -> None:
    """End all leases."""
    connection.execute(f"{_END} WHERE lease_until IS NOT NULL")


def end_run_out(connection: sqlite3.Connection, now: int) -> None:
    """End the leases that have run out."""
    connection.execute(f"{_END} WHERE lease_until <= ?", (now,))


def _in_turn(
    connection: sqlite3.Connection, ranks: Sequence[Rank], last_host_id: int
) -> Iterator[tuple[Rank, int]]:
    # Within a rank the hosts behind the last one leased come first, then the others.
    for rank in ranks:
        for after, upto in ((last_host_id, _ALL_HOSTS), (-1, last_host_id)):
            host_id = after
            while row := connection.execute(_NEXT_HOST, (rank, host_id, upto)).fetchone():
                host_id = row["host_id"]
                yield rank, host_id


def _lease(connection: sqlite3.Connection, terms: Terms, rank: Rank, host_id: int) -> int | None:
    if not _has_room(connection, terms, host_id):
        return None
    row = connection.execute(_FIRST_READY, (rank, host_id, terms.now)).fetchone()
    if row is None:
        return None
    connection.execute(
        "UPDATE queue SET lease_until = ?, lease_owner = ? WHERE address_id = ?",
        (terms.lease_until, terms.owner, row["address_id"]),
    )
    return int(row["address_id"])


def _has_room(connection: sqlite3.Connection, terms: Terms, host_id: int) -> bool:
    if terms.pages_per_host is None:
        return True
    (pages,) = connection.execute(_HOST_PAGES, (terms.run_id, host_id)).fetchone()
    return bool(pages < terms.pages_per_host)


def _tasks(connection: sqlite3.Connection, address_ids: Sequence[int]) -> tuple[Task, ...]:
    rows = connection.execute(_TASKS, (json.dumps(address_ids),))
    return tuple(_task(row) for row in rows)


def _task(row: sqlite3.Row) -> Task:
    return Task(
        address_id=row["address_id"],
        url=row["url"],
        kind=PageKind(row["kind"]),
        depth=row["depth"],
        seed=_seed(row),
        attempt=row["attempts"] + 1,
        etag=row["etag"],
        last_modified=row["last_modified"],
    )


def _seed(row: sqlite3.Row) -> Seed:
    return Seed(
        url=row["seed_url"],
        depth=row["seed_depth"],
        scope=Scope(row["scope"]),
        window=Window.parse(row["window"]) if row["window"] else None,
        tls_unverified=bool(row["tls_unverified"]),
    )
