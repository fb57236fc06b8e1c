"""Several processes on one frontier: who is there, and which of them has which host.

A host stays with the worker that visited it first, so that its pauses, its cookies and its
troubles are known to the one who asks. Who has more than a fair share of the hosts gives back
what is at rest; the hosts of a worker that was killed go back at once, for its lock is free
(:mod:`archive.keep.frontier.presence`), those of one that hangs when it was not seen for as
long as a lease lasts. All functions run inside the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from archive.keep.frontier import leases
from archive.keep.frontier.decider import Rank
from archive.keep.frontier.presence import is_present

_OPEN_HOSTS = f"""
    SELECT h.host_id FROM hosts AS h
    WHERE EXISTS (SELECT 1 FROM queue
                  WHERE lease_until IS NULL AND host_id = h.host_id
                    AND rank IN ({", ".join(f"{rank:d}" for rank in Rank)}))
       OR EXISTS (SELECT 1 FROM queue WHERE lease_until IS NOT NULL AND host_id = h.host_id)
"""
_HELD = f"SELECT host_id FROM host_leases WHERE owner = :owner AND host_id IN ({_OPEN_HOSTS})"
_AT_REST = f"""
    SELECT host_id FROM ({_HELD}) JOIN hosts USING (host_id)
    WHERE host NOT IN (SELECT value FROM json_each(:busy_hosts))
      AND host_id NOT IN (SELECT host_id FROM queue WHERE lease_until IS NOT NULL)
    ORDER BY host_id DESC LIMIT :surplus
"""


@dataclass(frozen=True, slots=True)
class Watch:
    """What a worker sees when it looks after the others.

    ``others`` are the owners of the other workers, ``host_room`` how many hosts more it may
    take for itself; ``None``: it is alone, any number.
    """

    others: tuple[str, ...] = ()
    host_room: int | None = None


def begin(connection: sqlite3.Connection, home: Path) -> None:
    """Clear up before a run is begun or taken up by the process that holds the home's lock.

    Whoever held that before is gone, and so is who joined and does not live any more.
    """
    query = "SELECT owner, has_joined FROM workers"
    for row in connection.execute(query).fetchall():
        if not (row["has_joined"] and is_present(home, row["owner"])):
            dismiss(connection, row["owner"])
    leases.end_unowned(connection)


def show_up(
    connection: sqlite3.Connection, owner: str, now: int, *, has_joined: bool
) -> tuple[str, ...]:
    """Note that a worker lives, and return who else is there."""
    connection.execute(
        "INSERT INTO workers (owner, has_joined, seen_at) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at",
        (owner, has_joined, now),
    )
    rows = connection.execute("SELECT owner FROM workers WHERE owner <> ? ORDER BY 1", (owner,))
    return tuple(row["owner"] for row in rows)


def dismiss(connection: sqlite3.Connection, owner: str) -> None:
    """End all that a worker holds: it has gone."""
    leases.end_of(connection, owner)
    connection.execute("DELETE FROM workers WHERE owner = ?", (owner,))


def watch(
    connection: sqlite3.Connection,
    home: Path,
    owner: str,
    *,
    unseen_since: int,
    busy_hosts: Collection[str],
) -> Watch:
    """Dismiss the workers that are gone or hang, and give back the hosts above a fair share.

    ``busy_hosts`` are not at rest: given back now, somebody else might ask them too soon.
    """
    rows = connection.execute("SELECT owner, seen_at FROM workers WHERE owner <> ?", (owner,))
    present = []
    for row in rows.fetchall():
        if row["seen_at"] >= unseen_since and is_present(home, row["owner"]):
            present.append(row["owner"])
        else:
            dismiss(connection, row["owner"])
    if not present:
        return Watch()
    room = _host_room(connection, owner, workers=len(present) + 1)
    if room < 0:
        _give_back(connection, owner, -room, busy_hosts)
    return Watch(tuple(sorted(present)), max(0, room))


def _host_room(connection: sqlite3.Connection, owner: str, workers: int) -> int:
    (hosts,) = connection.execute(f"SELECT count(*) FROM ({_OPEN_HOSTS})").fetchone()
    (held,) = connection.execute(f"SELECT count(*) FROM ({_HELD})", {"owner": owner}).fetchone()
    return int(-(-hosts // workers) - held)


def _give_back(
    connection: sqlite3.Connection, owner: str, surplus: int, busy_hosts: Collection[str]
) -> None:
    values = {"owner": owner, "surplus": surplus, "busy_hosts": json.dumps(list(busy_hosts))}
    connection.execute(f"DELETE FROM host_leases WHERE host_id IN ({_AT_REST})", values)
