"""The crawl's frontier in SQLite: addresses are leased, and acknowledged with what they gave.

Storing a page, its links and the acknowledgement is one transaction, so that a kill at any
moment either leaves the address in the queue or the page in the archive.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.keep import blobs
from archive.keep.database import Database
from archive.keep.frontier import accounts, bonds, crew, leases, schedule, turning
from archive.keep.frontier.accounts import Account, Allotment
from archive.keep.frontier.crew import Watch
from archive.keep.frontier.decider import Decider, Rank
from archive.keep.frontier.lookout import Lookout
from archive.keep.frontier.presence import Presence
from archive.keep.history import nights, visits
from archive.keep.instants import Clock, microseconds, optional_instant
from archive.model import Ended, Link, Novelty, PageKind, Run, Task, Visit


@dataclass(frozen=True, slots=True)
class FrontierPolicy:
    """When addresses are visited again, and how much a run may visit.

    ``revisit_after`` is the shortest rest of what is no front page of a list
    (:class:`archive.keep.frontier.decider.Decider`); zero means in every run. After a transient
    outcome an address is tried up to ``max_attempts`` times in a run, ``retry_delay`` after
    the first attempt and twice as long after each further one. ``lease_for`` must be longer
    than any request may take.

    The limits hold for all who work on a run, by the policy of who began it or took it up
    last. Those of pages count acknowledged visits of the run, those before a kill included;
    ``max_duration`` counts from then; ``None`` is no limit.
    """

    revisit_after: timedelta = timedelta(days=7)
    max_attempts: int = 3
    retry_delay: timedelta = timedelta(seconds=30)
    max_pages_per_run: int | None = None
    max_pages_per_host: int | None = None
    max_duration: timedelta | None = None
    lease_for: timedelta = timedelta(minutes=10)

    @property
    def allotment(self) -> Allotment:
        """How much a run may visit."""
        return Allotment(self.max_pages_per_run, self.max_pages_per_host, self.max_duration)


_ANY_OPEN = f"""
    SELECT EXISTS (SELECT 1 FROM queue) AND EXISTS (
        SELECT 1 FROM hosts AS h
        WHERE h.host NOT IN (SELECT value FROM json_each(:closed_hosts))
          AND EXISTS (SELECT 1 FROM queue
                      WHERE lease_until IS NULL AND host_id = h.host_id
                        AND rank IN ({", ".join(f"{rank:d}" for rank in Rank)}))
          AND (:pages_per_host IS NULL OR :pages_per_host > (
               SELECT coalesce(sum(visits), 0) FROM run_outcomes
               WHERE run_id = :run_id AND run_outcomes.host_id = h.host_id)))
"""
# Across runs, too: else the hosts behind those that a small budget suffices for would starve.
_LAST_HOST = """
    SELECT coalesce(max(host_id), -1) FROM addresses WHERE address_id = (
        SELECT address_id FROM visits ORDER BY visit_id DESC LIMIT 1)
"""


class SqliteFrontier:
    """What one run has still to visit, as one worker sees it; made by ``Archive.frontier``.

    Each method is one transaction. Raises ``StoreError`` if the archive cannot be written.
    """

    def __init__(
        self,
        database: Database,
        run: Run,
        policy: FrontierPolicy,
        clock: Clock,
        presence: Presence,
        lookout: Lookout,
    ) -> None:
        self._database = database
        self._run_id = run.run_id
        self._policy = policy
        self._clock = clock
        self._presence = presence
        self._owner = presence.owner
        self._lookout = lookout
        self._decider = Decider(policy.revisit_after)
        self._last_host_id = database.scalar(_LAST_HOST)

    def lease(self, limit: int, *, busy_hosts: Collection[str] = ()) -> tuple[Task, ...]:
        """Lease up to ``limit`` due addresses: lists, then new ones, then revisits.

        At most one per host, none of ``busy_hosts``, none of a host that has a lease already
        or is with another worker; hosts take turns. Empty: nothing is due now.
        """
        # A power cut may take a lease back: the address is then leased again, nothing is lost.
        now = self._clock()
        with self._database.transaction(durable=False) as connection:
            leases.end_run_out(connection, microseconds(now))
            watch = self._lookout.look(connection, now, busy_hosts)
            account = accounts.account(connection, self._run_id, now)
            terms = self._terms(account, watch, busy_hosts)
            room = min(limit, account.remaining_pages)
            taken = leases.take(connection, terms, room, self._last_host_id)
        self._last_host_id = taken.last_host_id
        self._lookout.note_leased(len(taken.tasks), taken.new_hosts)
        return taken.tasks

    def acknowledge_all(self, ended: Sequence[Ended]) -> tuple[Novelty, ...]:
        """Store visits, their bodies and their links, and end the leases: one transaction.

        On return all of it is on the disk. Returns what each visit brought. Links that are
        known already change nothing. If a lease ran out and the address went to somebody else,
        or the run is through with it, nothing is stored of that visit: no address is
        acknowledged twice in a run.
        """
        prepared = [(one, visits.prepare(self._database, one.visit)) for one in ended]
        with self._database.transaction() as connection:
            return tuple(self._store(connection, one, blob) for one, blob in prepared)

    def acknowledge(self, task: Task, visit: Visit, links: Sequence[Link]) -> Novelty:
        """Store one visit as :meth:`acknowledge_all` does."""
        (novelty,) = self.acknowledge_all([Ended(task, visit, tuple(links))])
        return novelty

    def _store(
        self, connection: sqlite3.Connection, ended: Ended, blob: blobs.Blob | None
    ) -> Novelty:
        task, visit = ended.task, ended.visit
        attempts = self._attempts(connection, task)
        if attempts is None:
            return Novelty.NOTHING
        digest = turning.links_digest(visit, ended.links)
        kept = visits.record(connection, self._run_id, task.address_id, visit, blob, digest)
        leads_on = bool(ended.links) or visit.kind is not PageKind.LIST
        nights.note_visit(connection, self._run_id, task.address_id, visit, leads_on=leads_on)
        if visit.outcome.is_transient and attempts < self._policy.max_attempts:
            self._retry_later(connection, task, attempts)
        else:
            self._finish(connection, task, visit)
        self._follow(connection, task, visit, ended.links)
        return visits.novelty(visit, kept)

    def release(self, task: Task) -> None:
        """Give a lease back untried."""
        with self._database.transaction(durable=False) as connection:
            leases.release(connection, task.address_id, self._owner)

    def is_finished(self, *, closed_hosts: Collection[str] = ()) -> bool:
        """Whether nothing is due, leased or waiting for a retry any more in this run.

        What waits on ``closed_hosts`` does not count.
        """
        with self._database.reading() as connection:
            account = accounts.account(connection, self._run_id, self._clock())
        if account.spent.is_over:
            return True
        if account.spent.leased or not account.remaining_pages:
            return not account.spent.leased
        limits = {
            "run_id": self._run_id,
            "pages_per_host": account.max_pages_per_host,
            "closed_hosts": json.dumps(list(closed_hosts)),
        }
        return not self._database.scalar(_ANY_OPEN, limits)

    def close(self) -> None:
        """Give back all that is held; the frontier is not used afterwards."""
        with self._database.transaction(durable=False) as connection:
            crew.dismiss(connection, self._owner)
        self._presence.end()

    def next_due_at(self) -> datetime | None:
        """When the first of the addresses that wait for a retry is due; ``None``: none waits."""
        rows = self._database.all(
            "SELECT min(not_before) FROM queue WHERE attempts > 0 AND lease_until IS NULL"
        )
        return optional_instant(rows[0][0])

    def waiting(self) -> int:
        """Return how many addresses are still to visit, by the limits of the run."""
        with self._database.reading() as connection:
            account = accounts.account(connection, self._run_id, self._clock())
        return min(self._database.scalar("SELECT count(*) FROM queue"), account.remaining_pages)

    def _terms(self, account: Account, watch: Watch, busy_hosts: Collection[str]) -> leases.Terms:
        now = account.spent.now
        return leases.Terms(
            run_id=self._run_id,
            owner=self._owner,
            now=microseconds(now),
            lease_until=microseconds(now + self._policy.lease_for),
            busy_hosts=tuple(busy_hosts),
            pages_per_host=account.max_pages_per_host,
            ranks=account.budget.ranks(account.spent),
            others=watch.others,
            host_room=watch.host_room,
        )

    def _attempts(self, connection: sqlite3.Connection, task: Task) -> int | None:
        # None: somebody else has the lease, or has acknowledged, or the run is over.
        row = connection.execute(
            "SELECT attempts FROM queue WHERE address_id = ?"
            " AND (lease_owner IS NULL OR lease_owner = ?)"
            " AND EXISTS (SELECT 1 FROM runs WHERE run_id = ? AND finished_at IS NULL)",
            (task.address_id, self._owner, self._run_id),
        ).fetchone()
        return None if row is None else row["attempts"] + 1

    def _retry_later(self, connection: sqlite3.Connection, task: Task, attempts: int) -> None:
        not_before = self._clock() + self._policy.retry_delay * 2 ** (attempts - 1)
        connection.execute(
            "UPDATE queue SET attempts = ?, not_before = ?, lease_until = NULL, lease_owner = NULL"
            " WHERE address_id = ?",
            (attempts, microseconds(not_before), task.address_id),
        )

    def _finish(self, connection: sqlite3.Connection, task: Task, visit: Visit) -> None:
        connection.execute("DELETE FROM queue WHERE address_id = ?", (task.address_id,))
        rested_at = None if visit.outcome.is_transient else microseconds(visit.visited_at)
        connection.execute(
            "UPDATE addresses SET done_run_id = ?, rested_at = ?, passed_over = 0"
            " WHERE address_id = ?",
            (self._run_id, rested_at, task.address_id),
        )

    def _follow(
        self, connection: sqlite3.Connection, task: Task, visit: Visit, links: Sequence[Link]
    ) -> None:
        origin = turning.origin_of(connection, task, visit)
        night = schedule.Night(self._run_id, self._decider, self._clock())
        met = [(link, schedule.follow(connection, link, origin, night)) for link in links]
        followed = [(link, address) for link, address in met if address is not None]
        turning.turn(connection, self._run_id, task, visit, followed)
        bonds.note(connection, task, visit, followed)
