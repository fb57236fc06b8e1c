"""What a run has to visit: planting seeds, following links, filling the queue.

An address remembers its history, the decider says when it is due; the queue holds what the
unfinished run is going to visit. Only addresses that belong to a seed planted last are
queued, so that a seed taken out of the seed file is not crawled for ever. All functions run
inside the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.address import canonical
from archive.keep import addresses
from archive.keep.frontier.decider import Decider, Decision, History, Rank
from archive.keep.instants import microseconds, optional_instant
from archive.model import Link, PageKind, Seed

HISTORY = f"""
    a.url, a.kind, a.url = s.url OR (a.kind = '{PageKind.LIST}' AND a.front_id IS NULL) AS is_front,
    a.last_visit_id IS NOT NULL AS is_visited, a.rested_at, a.calm_since, a.changes,
    a.gone_visits, a.passed_over
"""
_CANDIDATES = f"""
    SELECT a.address_id, a.host_id, {HISTORY}
    FROM seeds AS s JOIN addresses AS a USING (seed_id)
    WHERE s.planted_run_id = :run_id AND a.done_run_id IS NOT :run_id
"""
_ONE = f"{_CANDIDATES} AND a.address_id = :address_id"
_INSERT = """
    INSERT INTO queue (address_id, host_id, rank, not_before) VALUES (?, ?, ?, ?)
    ON CONFLICT DO NOTHING
"""
_UPROOT = """
    DELETE FROM queue WHERE address_id IN (
        SELECT address_id FROM seeds JOIN addresses USING (seed_id) JOIN queue USING (address_id)
        WHERE planted_run_id IS NULL)
"""
_KNOWN = """
    SELECT address_id, planted_run_id, last_visit_id IS NULL AND passed_over = 0 AS is_new
    FROM addresses LEFT JOIN seeds USING (seed_id) WHERE addresses.url = ?
"""


@dataclass(frozen=True, slots=True)
class Night:
    """The run that is planned for, by whose rules, and what time it is."""

    run_id: int
    decider: Decider
    now: datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a link was found: below which seed, and in which list if it may turn a page of one.

    ``front_id`` is ``None`` where links lead to no further pages of a list.
    """

    seed_id: int
    depth: int
    front_id: int | None = None

    def front_of(self, link: Link) -> int | None:
        """Return the front page of the list that a link is a further page of."""
        is_further = link.kind is PageKind.LIST and link.depth == self.depth
        return self.front_id if is_further else None


@dataclass(frozen=True, slots=True)
class Followed:
    """The address that a link leads to; ``is_new``: nobody knew it before this night."""

    address_id: int
    is_new: bool


def plant(connection: sqlite3.Connection, seeds: Sequence[Seed], night: Night) -> None:
    """Make ``seeds``, and no others, the seeds of a run, and queue what is due below them.

    What the run is through with stays done. Raises ``UsageError`` for a seed without host.
    """
    connection.execute("UPDATE seeds SET planted_run_id = NULL")
    for seed in seeds:
        _plant_one(connection, night.run_id, seed)
    connection.execute(_UPROOT)
    candidates = connection.execute(_CANDIDATES, {"run_id": night.run_id})
    connection.executemany(_INSERT, _due(candidates, night))


def follow(
    connection: sqlite3.Connection, link: Link, origin: Origin, night: Night
) -> Followed | None:
    """Queue the address of a link, unless a planted seed knows it already.

    ``None``: it is no address that can be followed.
    """
    url = _followable(link.url)
    if url is None:
        return None
    row = connection.execute(_KNOWN, (url,)).fetchone()
    if row is None:
        return _insert(connection, url, link, origin)
    if row["planted_run_id"] is None:
        addresses.adopt(connection, row["address_id"], _place(link, origin))
        values = {"run_id": night.run_id, "address_id": row["address_id"]}
        connection.executemany(_INSERT, _due(connection.execute(_ONE, values), night))
    return Followed(row["address_id"], bool(row["is_new"]))


def decision(row: sqlite3.Row, decider: Decider) -> Decision:
    """Return what the decider says of a row with the columns of ``HISTORY``."""
    history = History(
        url=row["url"],
        kind=PageKind(row["kind"]),
        is_front=bool(row["is_front"]),
        is_visited=bool(row["is_visited"]),
        rested_at=optional_instant(row["rested_at"]),
        calm_since=optional_instant(row["calm_since"]),
        changes=row["changes"],
        gone_visits=row["gone_visits"],
        passed_over=row["passed_over"],
    )
    return decider.decide(history)


def _due(rows: Iterator[sqlite3.Row], night: Night) -> Iterator[tuple[int, int, Rank, int]]:
    for row in rows:
        decided = decision(row, night.decider)
        # A front page is due even if the clock was set back since its last visit.
        if decided.due_at <= night.now or row["is_front"]:
            due_at = min(decided.due_at, night.now)
            yield row["address_id"], row["host_id"], decided.rank, microseconds(due_at)


def _insert(connection: sqlite3.Connection, url: str, link: Link, origin: Origin) -> Followed:
    address_id = addresses.insert(connection, url, link.kind, _place(link, origin))
    rank = Rank.LIST if link.kind is PageKind.LIST else Rank.NEW
    connection.execute(
        "INSERT INTO queue (address_id, host_id, rank, not_before)"
        " SELECT address_id, host_id, ?, 0 FROM addresses WHERE address_id = ?",
        (rank, address_id),
    )
    return Followed(address_id, is_new=True)


def _place(link: Link, origin: Origin) -> addresses.Place:
    return addresses.Place(origin.seed_id, link.depth, origin.front_of(link))


def _followable(url: str) -> str | None:
    # Real pages are full of addresses that are none, and may not claim those of imports.
    try:
        found = canonical(url)
    except ValueError:
        return None
    return found if found.startswith(("http://", "https://")) else None


def _plant_one(connection: sqlite3.Connection, run_id: int, seed: Seed) -> None:
    url = addresses.usable(seed.url)
    place = addresses.Place(_seed_id(connection, run_id, url, seed), depth=0)
    address_id = addresses.find(connection, url)
    if address_id is None:
        addresses.insert(connection, url, PageKind.LIST, place)
        return
    query = "SELECT 1 FROM addresses WHERE address_id = ? AND seed_id = ? AND depth = 0"
    if connection.execute(query, (address_id, place.seed_id)).fetchone() is None:
        addresses.adopt(connection, address_id, place)


def _seed_id(connection: sqlite3.Connection, run_id: int, url: str, seed: Seed) -> int:
    query = "SELECT seed_id, depth, scope FROM seeds WHERE url = ?"
    known = connection.execute(query, (url,)).fetchone()
    if known is not None and (known["depth"], known["scope"]) != (seed.depth, seed.scope):
        # A wider reach asks for links that a 304 would not show again.
        connection.execute(
            "UPDATE addresses SET etag = NULL, last_modified = NULL WHERE seed_id = ?",
            (known["seed_id"],),
        )
    row = connection.execute(
        'INSERT INTO seeds (url, depth, scope, "window", tls_unverified, planted_run_id)'
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET depth = excluded.depth, scope = excluded.scope,"
        ' "window" = excluded."window", tls_unverified = excluded.tls_unverified,'
        " planted_run_id = excluded.planted_run_id RETURNING seed_id",
        (
            *(url, seed.depth, seed.scope),
            *(str(seed.window) if seed.window else None, seed.tls_unverified, run_id),
        ),
    ).fetchone()
    return int(row[0])
