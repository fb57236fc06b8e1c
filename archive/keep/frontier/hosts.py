"""How single hosts are doing."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from archive.errors import NotFoundError
from archive.keep.database import Database
from archive.keep.frontier import planning
from archive.keep.frontier.decider import Decider
from archive.keep.history.nights import Nights
from archive.keep.instants import optional_instant
from archive.model import Alarm, HostStatus, Outcome, RunKind, Why

_HOST = """
    SELECT *,
        (SELECT count(*) FROM addresses AS a WHERE a.host_id = h.host_id) AS addresses,
        (SELECT count(*) FROM addresses AS a JOIN snapshots USING (address_id)
         WHERE a.host_id = h.host_id) AS snapshots,
        (SELECT count(*) FROM queue AS q WHERE q.host_id = h.host_id) AS waiting
    FROM hosts AS h WHERE host = ?
"""
_PLANTED = "SELECT url FROM seeds WHERE planted_run_id IS NOT NULL"
_LAST_CRAWL = f"""
    SELECT max(run_id) AS run_id FROM runs
    WHERE kind = '{RunKind.CRAWL}' AND finished_at IS NOT NULL
"""


class Hosts:
    """Looking up hosts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def status(self, host: str, decider: Decider, now: datetime) -> HostStatus:
        """Return how a host (with its port, if any) is doing by the seeds planted last.

        Raises ``NotFoundError`` if no address of it is known.
        """
        row = self._database.one(_HOST, (host.lower(),))
        if row is None:
            raise NotFoundError(f"no page of {host!r} is known: write the host as in its addresses")
        failure = row["last_failure"]
        return HostStatus(
            host=row["host"],
            last_success_at=optional_instant(row["last_success_at"]),
            failures=row["failures"],
            last_failure=None if failure is None else Outcome(failure),
            last_failure_detail=row["last_failure_detail"] or "",
            addresses=row["addresses"],
            snapshots=row["snapshots"],
            waiting=row["waiting"],
            due=self._due(row["host_id"], decider, now),
            alarms=self._alarms(row["host"]),
        )

    def _due(self, host_id: int, decider: Decider, now: datetime) -> tuple[tuple[Why, int], ...]:
        seeds = [row["url"] for row in self._database.all(_PLANTED)]
        with self._database.reading() as connection:
            due = planning.due(connection, seeds, decider, now, host_id)
            return tuple(sorted(Counter(each.why for each in due).items()))

    def _alarms(self, host: str) -> tuple[Alarm, ...]:
        row = self._database.one(_LAST_CRAWL)
        if row is None or row["run_id"] is None:
            return ()
        alarms = Nights(self._database).alarms(row["run_id"])
        return tuple(alarm for alarm in alarms if alarm.host == host)
