"""The record of runs: when each began and ended, and how its visits ended."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from archive.errors import NotFoundError
from archive.keep.database import Database
from archive.keep.history.nights import Nights
from archive.keep.instants import instant, microseconds, optional_instant
from archive.model import Outcome, Run, RunKind

_PASS_OVER = """
    UPDATE addresses SET passed_over = passed_over + 1
    WHERE address_id IN (SELECT address_id FROM queue)
"""


class Runs:
    """Beginning, ending and looking up runs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._nights = Nights(database)

    def begin(self, kind: RunKind, now: datetime) -> Run:
        """Begin a run, or go on with the one of that kind that a kill left unfinished."""
        query = "SELECT run_id FROM runs WHERE kind = ? AND finished_at IS NULL"
        with self._database.transaction() as connection:
            row = connection.execute(query, (kind,)).fetchone()
            if row is None:
                row = connection.execute(
                    "INSERT INTO runs (kind, started_at) VALUES (?, ?) RETURNING run_id",
                    (kind, microseconds(now)),
                ).fetchone()
        return self.get(row["run_id"])

    def finish(self, run: Run, now: datetime) -> Run:
        """Record that a run ended and return it as it is now; finishing it twice changes nothing.

        What a crawl left in its queue (because of a limit) goes first in the next one.
        """
        with self._database.transaction() as connection:
            ended = connection.execute(
                "UPDATE runs SET finished_at = ? WHERE run_id = ? AND finished_at IS NULL",
                (microseconds(now), run.run_id),
            )
            if ended.rowcount and run.kind is RunKind.CRAWL:
                connection.execute(_PASS_OVER)
                connection.execute("DELETE FROM queue")
        return self.get(run.run_id)

    def get(self, run_id: int) -> Run:
        """Return a run; ``NotFoundError`` if there is none of that number."""
        row = self._database.one("SELECT * FROM runs WHERE run_id = ?", (run_id,))
        if row is None:
            raise NotFoundError(f"there is no run {run_id}: `baogao status` names the last one")
        return self._run(row)

    def unfinished(self, kind: RunKind) -> Run | None:
        """Return the run of a kind that goes on or was left by a kill; ``None``: there is none."""
        query = "SELECT * FROM runs WHERE kind = ? AND finished_at IS NULL"
        row = self._database.one(query, (kind,))
        return None if row is None else self._run(row)

    def last(self) -> Run | None:
        """Return the run begun last; ``None`` if there was none yet."""
        row = self._database.one("SELECT * FROM runs ORDER BY run_id DESC LIMIT 1")
        return None if row is None else self._run(row)

    def _run(self, row: sqlite3.Row) -> Run:
        return Run(
            run_id=row["run_id"],
            kind=RunKind(row["kind"]),
            started_at=instant(row["started_at"]),
            finished_at=optional_instant(row["finished_at"]),
            outcomes=self._outcomes(row["run_id"]),
            alarms=self._nights.alarms(row["run_id"]),
        )

    def _outcomes(self, run_id: int) -> tuple[tuple[Outcome, int], ...]:
        rows = self._database.all(
            "SELECT outcome, sum(visits) AS visits FROM run_outcomes WHERE run_id = ?"
            " GROUP BY outcome ORDER BY outcome",
            (run_id,),
        )
        return tuple((Outcome(row["outcome"]), row["visits"]) for row in rows)
