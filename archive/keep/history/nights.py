"""What each run got from each host, and the alarms that follow from it."""

from __future__ import annotations

import sqlite3

from archive.keep.database import Database
from archive.keep.history.alarming import Night, alarms_of
from archive.keep.instants import microseconds
from archive.model import Alarm, AlarmKind, HostOutcomes, Outcome, Run, Visit

_REMEMBERED = 60  # nights that a host is judged by
_COLUMNS = "yielded, documents, characters, before, after"
_ADD = f"""
    INSERT INTO host_nights (host_id, run_id, {_COLUMNS})
    VALUES (:host_id, :run_id, :yielded, :documents, :characters, :before, :after)
    ON CONFLICT DO UPDATE SET
        yielded = yielded + :yielded, documents = documents + :documents,
        characters = characters + :characters, before = before + :before, after = after + :after
"""
_NIGHTS = f"""
    SELECT {_COLUMNS} FROM host_nights WHERE host_id = ? AND run_id <= ?
    ORDER BY run_id DESC LIMIT {_REMEMBERED}
"""


class Nights:
    """The record of runs host by host."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def judge(self, run: Run) -> tuple[Alarm, ...]:
        """Look at all hosts that a run visited, record the alarms and return them.

        Call it when what the run brought is cleaned; calling it again finds the same.
        """
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM alarms WHERE run_id = ?", (run.run_id,))
            query = "SELECT host_id FROM host_nights WHERE run_id = ? ORDER BY host_id"
            for (host_id,) in connection.execute(query, (run.run_id,)).fetchall():
                _raise_alarms(connection, run.run_id, host_id)
        return self.alarms(run.run_id)

    def alarms(self, run_id: int) -> tuple[Alarm, ...]:
        """Return the alarms that a run ended with, by host."""
        rows = self._database.all(
            "SELECT host, kind, detail FROM alarms JOIN hosts USING (host_id)"
            " WHERE run_id = ? ORDER BY host, kind",
            (run_id,),
        )
        return tuple(Alarm(row["host"], AlarmKind(row["kind"]), row["detail"]) for row in rows)

    def hosts(self, run_id: int) -> tuple[HostOutcomes, ...]:
        """Return how the visits of a run ended, host by host."""
        rows = self._database.all(
            "SELECT host, outcome, visits FROM run_outcomes JOIN hosts USING (host_id)"
            " WHERE run_id = ? ORDER BY host, outcome",
            (run_id,),
        )
        outcomes: dict[str, list[tuple[Outcome, int]]] = {}
        for row in rows:
            pair = (Outcome(row["outcome"]), row["visits"])
            outcomes.setdefault(row["host"], []).append(pair)
        return tuple(HostOutcomes(host, tuple(pairs)) for host, pairs in outcomes.items())


def note_visit(
    connection: sqlite3.Connection, run_id: int, address_id: int, visit: Visit, *, leads_on: bool
) -> None:
    """Note how a host answered; ``leads_on``: its page led to others, or is no list."""
    query = "SELECT host_id FROM addresses WHERE address_id = ?"
    (host_id,) = connection.execute(query, (address_id,)).fetchone()
    gave = visit.outcome is Outcome.NOT_MODIFIED or (visit.outcome.has_body and leads_on)
    add(connection, host_id, run_id, Night(yielded=int(gave)))
    if visit.outcome.is_success:
        connection.execute(
            "UPDATE hosts SET failures = 0, last_success_at = ? WHERE host_id = ?",
            (microseconds(visit.visited_at), host_id),
        )
    elif visit.outcome.is_failure:
        detail = visit.detail.encode("utf-8", "backslashreplace").decode("utf-8")
        connection.execute(
            "UPDATE hosts SET failures = failures + 1, last_failure = ?, last_failure_detail = ?"
            " WHERE host_id = ?",
            (visit.outcome, detail, host_id),
        )


def add(connection: sqlite3.Connection, host_id: int, run_id: int, night: Night) -> None:
    """Add to what a run got from a host."""
    values = {name: getattr(night, name) for name in _COLUMNS.split(", ")}
    connection.execute(_ADD, {"host_id": host_id, "run_id": run_id, **values})


def _raise_alarms(connection: sqlite3.Connection, run_id: int, host_id: int) -> None:
    rows = connection.execute(_NIGHTS, (host_id, run_id)).fetchall()
    for kind, detail in alarms_of([Night(*row) for row in rows]):
        connection.execute(
            "INSERT INTO alarms (run_id, host_id, kind, detail) VALUES (?, ?, ?, ?)",
            (run_id, host_id, kind, detail),
        )
