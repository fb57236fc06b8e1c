"""What a run has to visit: planting seeds, following links, filling the queue.

An address remembers its last visit (``rested_at``), the policy says when the next one is due;
the queue holds what the unfinished run is going to visit. Only addresses that belong to a
seed planted last are queued, so that a seed taken out of the seed file is not crawled for
ever. All functions but :func:`plant` run inside the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from archive.address import canonical
from archive.keep import addresses, leases
from archive.keep.database import Database
from archive.keep.leases import Rank
from archive.model import Link, PageKind, Seed

# A list is due in every run, and so is a seed, whatever it shows itself to be; min() lets them
# be leased even if the clock was set back since their last visit.
_ENQUEUE = f"""
    INSERT INTO queue (address_id, host_id, rank, not_before)
    SELECT a.address_id, a.host_id,
           CASE WHEN a.kind = '{PageKind.LIST}' THEN {Rank.LIST:d}
                WHEN a.last_visit_id IS NULL THEN {Rank.NEW:d}
                ELSE {Rank.REVISIT:d} END,
           min(coalesce(a.rested_at, 0), :rested_before)
    FROM seeds AS s JOIN addresses AS a USING (seed_id)
    WHERE s.planted_run_id = :run_id
      AND (a.rested_at IS NULL OR a.rested_at <= :rested_before
           OR a.kind = '{PageKind.LIST}' OR a.url = s.url)
      AND a.done_run_id IS NOT :run_id
"""
_ENQUEUE_ALL = f"{_ENQUEUE} ON CONFLICT DO NOTHING"
_ENQUEUE_ONE = f"{_ENQUEUE} AND a.address_id = :address_id ON CONFLICT DO NOTHING"

_UPROOT = """
    DELETE FROM queue WHERE address_id IN (
        SELECT address_id FROM seeds JOIN addresses USING (seed_id) JOIN queue USING (address_id)
        WHERE planted_run_id IS NULL)
"""


def plant(database: Database, run_id: int, seeds: Sequence[Seed], rested_before: int) -> None:
    """Make ``seeds``, and no others, the seeds of a run, and queue what is due below them.

    Due are lists, seeds, and what was never visited or last before ``rested_before``.
    All leases end: whoever held one is gone, because one process at a time crawls a home.
    What the run is through with stays done. Raises ``UsageError`` for a seed without host.
    """
    with database.transaction() as connection:
        leases.end_all(connection)
        connection.execute("UPDATE seeds SET planted_run_id = NULL")
        for seed in seeds:
            _plant_one(connection, run_id, seed)
        connection.execute(_UPROOT)
        connection.execute(_ENQUEUE_ALL, {"run_id": run_id, "rested_before": rested_before})


def discover(
    connection: sqlite3.Connection, run_id: int, seed_id: int, link: Link, rested_before: int
) -> None:
    """Queue the address of a link, unless a planted seed knows it already."""
    url = _followable(link.url)
    if url is None:
        return
    row = connection.execute(
        "SELECT address_id, planted_run_id FROM addresses LEFT JOIN seeds USING (seed_id)"
        " WHERE addresses.url = ?",
        (url,),
    ).fetchone()
    if row is None:
        address_id = addresses.insert(
            connection, url, kind=link.kind, depth=link.depth, seed_id=seed_id
        )
    elif row["planted_run_id"] is None:
        address_id = row["address_id"]
        addresses.adopt(connection, address_id, seed_id, link.depth)
    else:
        return
    _enqueue(connection, run_id, address_id, rested_before)


def _followable(url: str) -> str | None:
    # Real pages are full of addresses that are none, and may not claim those of imports.
    try:
        found = canonical(url)
    except ValueError:
        return None
    return found if found.startswith(("http://", "https://")) else None


def _enqueue(
    connection: sqlite3.Connection, run_id: int, address_id: int, rested_before: int
) -> None:
    values = {"run_id": run_id, "address_id": address_id, "rested_before": rested_before}
    connection.execute(_ENQUEUE_ONE, values)


def _plant_one(connection: sqlite3.Connection, run_id: int, seed: Seed) -> None:
    url = addresses.usable(seed.url)
    seed_id = _seed_id(connection, run_id, url, seed)
    address_id = addresses.find(connection, url)
    if address_id is None:
        addresses.insert(connection, url, kind=PageKind.LIST, depth=0, seed_id=seed_id)
        return
    query = "SELECT 1 FROM addresses WHERE address_id = ? AND seed_id = ? AND depth = 0"
    if connection.execute(query, (address_id, seed_id)).fetchone() is None:
        addresses.adopt(connection, address_id, seed_id, 0)


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
        "INSERT INTO seeds (url, depth, scope, planted_run_id) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET depth = excluded.depth, scope = excluded.scope,"
        " planted_run_id = excluded.planted_run_id RETURNING seed_id",
        (url, seed.depth, seed.scope, run_id),
    ).fetchone()
    return int(row[0])
