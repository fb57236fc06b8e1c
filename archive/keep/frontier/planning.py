"""What a crawl would do, without doing it: the addresses that are due, and in what order.

Nothing here changes the archive; what has to be sorted is, in a temporary table.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from archive.keep import addresses
from archive.keep.database import Database
from archive.keep.frontier.budget import LISTS, OTHERS, Budget, Spent
from archive.keep.frontier.decider import Decider, Rank
from archive.keep.frontier.schedule import HISTORY, decision
from archive.keep.instants import instant, microseconds
from archive.model import PageKind, Planned, RunKind, Seed, Why

_KNOWN = f"""
    SELECT a.host_id, q.address_id IS NOT NULL AS is_queued, {HISTORY}
    FROM seeds AS s JOIN addresses AS a USING (seed_id) LEFT JOIN queue AS q USING (address_id)
    WHERE s.url IN (SELECT value FROM json_each(:seeds)) AND a.done_run_id IS NOT :run_id
      AND (:host_id IS NULL OR a.host_id = :host_id)
"""
_TABLE = """
    CREATE TEMP TABLE plan (
        url TEXT, kind TEXT, host_id INTEGER, rank INTEGER, why TEXT, due_at INTEGER)
"""
# Hosts take turns, so the first address of each comes before the second of any.
_IN_ORDER = """
    SELECT url, kind, why, due_at FROM (
        SELECT plan.*, row_number() OVER (PARTITION BY rank, host_id ORDER BY due_at, url) AS turn
        FROM plan WHERE rank IN (SELECT value FROM json_each(?)))
    ORDER BY rank, turn, host_id
"""
_RUN = f"""
    SELECT run_id, visits, list_visits FROM runs
    WHERE kind = '{RunKind.CRAWL}' AND finished_at IS NULL
"""
_NO_RUN = {"run_id": -1, "visits": 0, "list_visits": 0}


@dataclass(frozen=True, slots=True)
class Due:
    """One address that is due, as a row of the plan."""

    url: str
    kind: PageKind
    host_id: int
    rank: Rank
    why: Why
    due_at: datetime


def plan(
    database: Database,
    seeds: Sequence[Seed],
    decider: Decider,
    max_pages: int | None,
    now: datetime,
) -> Iterator[Planned]:
    """Yield what a crawl of ``seeds`` would visit now, in about that order; flat in memory.

    A run that was left unfinished would be taken up: what it is through with is left out. New
    documents that the lists turn out to lead to cannot be foreseen. Raises ``UsageError`` for
    a seed without a host.
    """
    urls = [addresses.usable(seed.url) for seed in seeds]
    with database.reading() as connection:
        run = connection.execute(_RUN).fetchone() or _NO_RUN
        connection.execute("DROP TABLE IF EXISTS temp.plan")
        connection.execute(_TABLE)
        known = due(connection, urls, decider, now)
        connection.executemany(
            "INSERT INTO plan VALUES (?, ?, ?, ?, ?, ?)",
            ((d.url, d.kind, d.host_id, d.rank, d.why, microseconds(d.due_at)) for d in known),
        )
        connection.executemany(
            "INSERT INTO plan VALUES (?, ?, -1, ?, ?, 0)", _unknown(connection, urls)
        )
        spent = Spent(run["visits"], run["list_visits"], 0, now)
        yield from _in_order(connection, Budget(max_pages, now, None), spent)
        connection.execute("DROP TABLE temp.plan")


def due(
    connection: sqlite3.Connection,
    seeds: Sequence[str],
    decider: Decider,
    now: datetime,
    host_id: int | None = None,
) -> Iterator[Due]:
    """Yield what is due below canonical seeds, of all hosts or of one."""
    run = connection.execute(_RUN).fetchone() or _NO_RUN
    values = {"seeds": json.dumps(seeds), "run_id": run["run_id"], "host_id": host_id}
    for row in connection.execute(_KNOWN, values):
        decided = decision(row, decider)
        if decided.due_at <= now or row["is_front"] or row["is_queued"]:
            kind = PageKind(row["kind"])
            yield Due(row["url"], kind, row["host_id"], decided.rank, decided.why, decided.due_at)


def _unknown(
    connection: sqlite3.Connection, seeds: Sequence[str]
) -> Iterator[tuple[str, PageKind, Rank, Why]]:
    # An address known from elsewhere is the seed's own once it is planted.
    own = "SELECT a.url FROM seeds JOIN addresses AS a USING (seed_id) WHERE seeds.url = a.url"
    planted = {row["url"] for row in connection.execute(own)}
    for url in seeds:
        if url not in planted:
            yield url, PageKind.LIST, Rank.LIST, Why.SEED_OR_LIST


def _in_order(connection: sqlite3.Connection, budget: Budget, spent: Spent) -> Iterator[Planned]:
    lists = iter(connection.execute(_IN_ORDER, (json.dumps(LISTS),)))
    others = iter(connection.execute(_IN_ORDER, (json.dumps(OTHERS),)))
    while True:
        lists_first = budget.ranks(spent)[0] in LISTS
        first, second = (lists, others) if lists_first else (others, lists)
        row = next(first, None) or next(second, None)
        if row is None:
            return
        yield _planned(row, fits=budget.remaining_pages(spent) > 0)
        list_visits = spent.list_visits + (row["kind"] == PageKind.LIST)
        spent = replace(spent, visits=spent.visits + 1, list_visits=list_visits)


def _planned(row: sqlite3.Row, *, fits: bool) -> Planned:
    due_at = instant(row["due_at"]) if row["due_at"] > 0 else None
    return Planned(row["url"], PageKind(row["kind"]), Why(row["why"]), due_at, fits)
