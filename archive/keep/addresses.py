"""Rows of addresses and hosts; all functions run inside the caller's transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from archive.address import canonical, host_of, report_id_of
from archive.errors import UsageError
from archive.model import Outcome, PageKind


@dataclass(frozen=True, slots=True)
class Place:
    """Where a crawl has an address: below which seed, how deep, in which list.

    ``seed_id`` is ``None`` for imports. ``front_id`` is the front page of the list that it is
    a further page of, ``None`` if it is none.
    """

    seed_id: int | None
    depth: int
    front_id: int | None = None


def usable(url: str) -> str:
    """Return the canonical form; ``UsageError`` if the address has none."""
    try:
        return canonical(url)
    except ValueError as error:
        raise UsageError(f"no address that can be kept: {url!r} ({error})") from error


def find(connection: sqlite3.Connection, url: str) -> int | None:
    """Return the id of a canonical address, ``None`` if the archive does not know it."""
    query = "SELECT address_id FROM addresses WHERE url = ?"
    row = connection.execute(query, (url,)).fetchone()
    return None if row is None else int(row[0])


def insert(connection: sqlite3.Connection, url: str, kind: PageKind, place: Place) -> int:
    """Insert a canonical address that the archive does not know yet and return its id.

    It wants a visit at once.
    """
    row = connection.execute(
        "INSERT INTO addresses (url, report_id, host_id, seed_id, kind, depth, front_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING address_id",
        (
            *(url, report_id_of(url), _host_id(connection, host_of(url))),
            *(place.seed_id, kind, place.depth, place.front_id),
        ),
    ).fetchone()
    return int(row[0])


def kind_of(connection: sqlite3.Connection, address_id: int) -> PageKind:
    """Return what a known address is believed or was shown to be."""
    query = "SELECT kind FROM addresses WHERE address_id = ?"
    return PageKind(connection.execute(query, (address_id,)).fetchone()["kind"])


def current_since(connection: sqlite3.Connection, address_id: int) -> int | None:
    """Return when the newest body was last known to be current; ``None`` if there is none.

    In microseconds. That is when it was kept, or the last visit, if that found it still there.
    """
    row = connection.execute(
        "SELECT kept.visited_at AS kept_at, last.visited_at AS last_at, last.outcome"
        " FROM addresses AS a JOIN snapshots AS s USING (snapshot_id)"
        " JOIN visits AS kept ON kept.visit_id = s.visit_id"
        " JOIN visits AS last ON last.visit_id = a.last_visit_id WHERE a.address_id = ?",
        (address_id,),
    ).fetchone()
    if row is None:
        return None
    is_confirmed = Outcome(row["outcome"]).is_success
    return int(max(row["kept_at"], row["last_at"]) if is_confirmed else row["kept_at"])


def adopt(connection: sqlite3.Connection, address_id: int, place: Place) -> None:
    """Let an address belong to another seed.

    The validators go: a 304 would hide the links that have to be adopted in their turn.
    """
    connection.execute(
        "UPDATE addresses SET seed_id = ?, depth = ?, front_id = ?, etag = NULL,"
        " last_modified = NULL WHERE address_id = ?",
        (place.seed_id, place.depth, place.front_id, address_id),
    )


def _host_id(connection: sqlite3.Connection, host: str) -> int:
    row = connection.execute("SELECT host_id FROM hosts WHERE host = ?", (host,)).fetchone()
    if row is None:
        query = "INSERT INTO hosts (host) VALUES (?) RETURNING host_id"
        row = connection.execute(query, (host,)).fetchone()
    return int(row[0])
