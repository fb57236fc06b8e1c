"""Leasing rows of the queue: one per host, hosts in turn, quick however long the queue is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.keep.frontier.decider import Rank
from archive.model import PageKind, Scope, Seed, Task
from archive.window import Window

_ALL_HOSTS = 2**62


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a frontier leases; ``now`` and ``lease_until`` in microseconds.

    ``ranks`` in the order in which they are leased. Hosts of the ``others`` are theirs;
    ``host_room`` is how many hosts more may become the owner's, ``None`` any number.
    """

    run_id: int
    owner: str
    now: int
    lease_until: int
    busy_hosts: tuple[str, ...]
    pages_per_host: int | None
    ranks: tuple[Rank, ...]
    others: tuple[str, ...] = ()
    host_room: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What was leased, in order, and the host whose successors are next in turn.

    ``new_hosts`` became the owner's with it.
    """

    tasks: tuple[Task, ...]
    last_host_id: int
    new_hosts: int


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
    UNION SELECT host_id FROM host_leases WHERE owner IN (SELECT value FROM json_each(?))
"""
_HOLD = "INSERT INTO host_leases (host_id, owner) VALUES (?, ?) ON CONFLICT DO NOTHING"
_IS_HELD = "SELECT 1 FROM host_leases WHERE host_id = ? AND owner = ?"
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
    closed = _closed(connection, terms)
    address_ids: list[int] = []
    turn, new_hosts = last_host_id, 0
    for rank, host_id in _in_turn(connection, terms.ranks, last_host_id):
        if len(address_ids) >= limit:
            break
        if host_id in closed or not _may_hold(connection, terms, host_id, new_hosts):
            continue
        address_id = _lease(connection, terms, rank, host_id)
        if address_id is not None:
            address_ids.append(address_id)
            closed.add(host_id)
            turn = host_id
            new_hosts += connection.execute(_HOLD, (host_id, terms.owner)).rowcount
    return Taken(_tasks(connection, address_ids), turn, new_hosts)


def release(connection: sqlite3.Connection, address_id: int, owner: str) -> None:
    """End a lease of ``owner``; nothing happens if it is not theirs any more."""
    connection.execute(f"{_END} WHERE address_id = ? AND lease_owner = ?", (address_id, owner))


def end_of(connection: sqlite3.Connection, owner: str) -> None:
    """End all leases of somebody."""
    connection.execute(f"{_END} WHERE lease_until IS NOT NULL AND lease_owner = ?", (owner,))


def end_unowned(connection: sqlite3.Connection) -> None:
    """End the leases of those who are no workers any more."""
    connection.execute(
        f"{_END} WHERE lease_until IS NOT NULL AND lease_owner NOT IN (SELECT owner FROM workers)"
    )


def end_run_out(connection: sqlite3.Connection, now: int) -> None:
    """End the leases that have run out."""
    connection.execute(f"{_END} WHERE lease_until <= ?", (now,))


def _closed(connection: sqlite3.Connection, terms: Terms) -> set[int]:
    values = (json.dumps(terms.busy_hosts), json.dumps(terms.others))
    return {row[0] for row in connection.execute(_CLOSED, values)}


def _may_hold(connection: sqlite3.Connection, terms: Terms, host_id: int, new_hosts: int) -> bool:
    if terms.host_room is None or new_hosts < terms.host_room:
        return True
    return connection.execute(_IS_HELD, (host_id, terms.owner)).fetchone() is not None


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
