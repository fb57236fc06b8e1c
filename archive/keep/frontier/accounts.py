"""The budget of a run in the store: allotted once, spent by all who work on the run.

All functions run inside the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.keep.frontier.budget import Budget, Spent
from archive.keep.instants import instant, microseconds

LEASED = "SELECT count(*) FROM queue WHERE lease_until IS NOT NULL"
_ACCOUNT = f"SELECT runs.*, ({LEASED}) AS leased FROM runs WHERE run_id = ?"
_ALLOT = """
    UPDATE runs SET max_pages = :max_pages, max_pages_per_host = :max_pages_per_host,
        budget_from = :now, budget_until = :until WHERE run_id = :run_id
"""


@dataclass(frozen=True, slots=True)
class Account:
    """The budget of a run and what is spent of it; ``max_pages_per_host`` may be ``None``."""

    budget: Budget
    spent: Spent
    max_pages_per_host: int | None

    @property
    def remaining_pages(self) -> int:
        """How many more addresses may be leased."""
        return self.budget.remaining_pages(self.spent)


@dataclass(frozen=True, slots=True)
class Allotment:
    """How much a run may visit; time counts from when it is allotted, ``None`` is no limit."""

    max_pages: int | None
    max_pages_per_host: int | None
    max_duration: timedelta | None


def allot(connection: sqlite3.Connection, run_id: int, allotment: Allotment, now: datetime) -> None:
    """Set the budget of a run, in place of what it had before."""
    duration = allotment.max_duration
    connection.execute(
        _ALLOT,
        {
            "run_id": run_id,
            "max_pages": allotment.max_pages,
            "max_pages_per_host": allotment.max_pages_per_host,
            "now": microseconds(now),
            "until": None if duration is None else microseconds(now + duration),
        },
    )


def account(connection: sqlite3.Connection, run_id: int, now: datetime) -> Account:
    """Return how much of its budget a run has left."""
    row = connection.execute(_ACCOUNT, (run_id,)).fetchone()
    # Who joins may be there before the budget is.
    started_at = instant(row["budget_from"] or row["started_at"])
    until = row["budget_until"]
    budget = Budget(
        max_pages=row["max_pages"],
        started_at=started_at,
        max_duration=None if until is None else instant(until) - started_at,
    )
    is_over = row["finished_at"] is not None
    spent = Spent(row["visits"], row["list_visits"], row["leased"], now, is_over)
    return Account(budget, spent, row["max_pages_per_host"])
