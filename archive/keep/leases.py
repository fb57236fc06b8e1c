"""Leasing rows of the queue: one per host, hosts in turn, quick however long the queue is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from archive.model import PageKind, Scope, Seed, Task

ALL_HOSTS = 2**62
"""Greater than every host's id."""


class Rank(IntEnum):
    """In which order addresses are leased; the number is kept in the queue."""

    LIST = 0
    NEW = 1  # never visited: what is new comes before what is known
    REVISIT = 2


# Walks from host to host along the index queue_ready, never over the rows of one host, so
# that a lease costs the same however many addresses wait.
_TAKE = """
    WITH RECURSIVE waiting (host_id) AS (
        SELECT min(host_id) FROM queue
        WHERE lease_until IS NULL AND rank = :rank AND host_id > :after
        UNION ALL
        SELECT (SELECT min(host_id) FROM queue
                WHERE lease_until IS NULL AND rank = :rank AND host_id > waiting.host_id)
        FROM waiting WHERE waiting.host_id < :upto
    ),
    ready (address_id) AS (
        SELECT (SELECT address_id FROM queue
                WHERE lease_until IS NULL AND rank = :rank AND host_id = waiting.host_id
                  AND not_before <= :now
                ORDER BY not_before, address_id LIMIT 1)
        FROM waiting JOIN hosts USING (host_id)
        WHERE host_id <= :upto
          AND host NOT IN (SELECT value FROM json_each(:busy_hosts))
          AND host_id NOT IN (SELECT host_id FROM queue WHERE lease_until IS NOT NULL)
          AND (:pages_per_host IS NULL OR :pages_per_host > (
               SELECT coalesce(sum(visits), 0) FROM run_outcomes
               WHERE run_id = :run_id AND run_outcomes.host_id = waiting.host_id))
    )
    UPDATE queue SET lease_until = :lease_until, lease_owner = :owner
    WHERE address_id IN (SELECT address_id FROM ready WHERE address_id IS NOT NULL LIMIT :limit)
    RETURNING address_id, host_id
"""
_TASKS = """
    SELECT address_id, a.url, a.kind, a.depth, attempts, etag, last_modified,
           s.url AS seed_url, s.depth AS seed_depth, scope
    FROM json_each(?) JOIN queue ON queue.address_id = json_each.value
    JOIN addresses AS a USING (address_id) JOIN seeds AS s USING (seed_id)
    ORDER BY json_each.key
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a frontier leases; ``now`` and ``lease_until`` in microseconds."""

    run_id: int
    owner: str
    now: int
    lease_until: int
    busy_hosts: tuple[str, ...]
    pages_per_host: int | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What was leased, in order, and the host whose successors are next in turn."""

    tasks: tuple[Task, ...]
    last_host_id: int


def take(connection: sqlite3.Connection, terms: Terms, limit: int, last_host_id: int) -> Taken:
    """Lease up to ``limit`` addresses, beginning with the host after ``last_host_id``."""
    address_ids: list[int] = []
    turn = last_host_id
    for rank in Rank:
        for after, upto in ((last_host_id, ALL_HOSTS), (-1, last_host_id)):
            window = {"rank": rank, "after": after, "upto": upto}
            rows = _take_some(connection, terms, window, limit - len(address_ids))
            address_ids += [row["address_id"] for row in rows]
            turn = max((row["host_id"] for row in rows), default=turn)
    return Taken(_tasks(connection, address_ids), turn)


def release(connection: sqlite3.Connection, address_id: int, owner: str) -> None:
    """End a lease of ``owner``; nothing happens if it is not theirs any more."""
    connection.execute(
        "UPDATE queue SET lease_until = NULL, lease_owner = NULL"
        " WHERE address_id = ? AND lease_owner = ?",
        (address_id, owner),
    )


def end_all(connection: sqlite3.Connection) -> None:
    """End all leases."""
    connection.execute(
        "UPDATE queue SET lease_until = NULL, lease_owner = NULL WHERE lease_until IS NOT NULL"
    )


def end_run_out(connection: sqlite3.Connection, now: int) -> None:
    """End the leases that have run out."""
    connection.execute(
        "UPDATE queue SET lease_until = NULL, lease_owner = NULL WHERE lease_until <= ?", (now,)
    )


def _take_some(
    connection: sqlite3.Connection, terms: Terms, window: dict[str, int], limit: int
) -> list[sqlite3.Row]:
    if limit <= 0:
        return []
    values = {
        "run_id": terms.run_id,
        "owner": terms.owner,
        "now": terms.now,
        "lease_until": terms.lease_until,
        "busy_hosts": json.dumps(terms.busy_hosts),
        "pages_per_host": terms.pages_per_host,
        "limit": limit,
    }
    return connection.execute(_TAKE, values | window).fetchall()


def _tasks(connection: sqlite3.Connection, address_ids: Sequence[int]) -> tuple[Task, ...]:
    rows = connection.execute(_TASKS, (json.dumps(address_ids),))
    return tuple(_task(row) for row in rows)


def _task(row: sqlite3.Row) -> Task:
    return Task(
        address_id=row["address_id"],
        url=row["url"],
        kind=PageKind(row["kind"]),
        depth=row["depth"],
        seed=Seed(row["seed_url"], row["seed_depth"], Scope(row["scope"])),
        attempt=row["attempts"] + 1,
        etag=row["etag"],
        last_modified=row["last_modified"],
    )
