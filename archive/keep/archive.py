"""The archive as the rest of the house sees it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from archive.keep import migrations
from archive.keep.bodies.files import Files
from archive.keep.bodies.host_lines import HostLines
from archive.keep.bodies.snapshots import Snapshots
from archive.keep.changes import ChangeLog
from archive.keep.counts import count
from archive.keep.database import Database
from archive.keep.frontier import accounts, crew, planning, schedule
from archive.keep.frontier.decider import Decider
from archive.keep.frontier.hosts import Hosts
from archive.keep.frontier.lookout import Lookout
from archive.keep.frontier.presence import Presence
from archive.keep.frontier.sqlite_frontier import FrontierPolicy, SqliteFrontier
from archive.keep.history.nights import Nights
from archive.keep.history.robots import RobotsFiles
from archive.keep.history.runs import Runs
from archive.keep.history.visit_log import VisitLog
from archive.keep.homes import database_path, make_home, need_archive
from archive.keep.imports import FirstPages, ImportResult, record_imports
from archive.keep.instants import Clock, utc_now
from archive.keep.lock import opening
from archive.keep.reports.proposals import Proposals
from archive.keep.reports.store import Reports
from archive.keep.verify import Finding, verify
from archive.model import ArchiveCounts, HostStatus, Planned, Run, Seed, Visit

_DEFAULT_POLICY = FrontierPolicy()


class Archive:
    """One opened archive; several processes may have it open, threads may share it.

    Everything that changes it is one transaction: done and on the disk on return, or not
    done at all. All methods raise ``StoreError`` if the disk is full, the home cannot be
    written, the file is damaged or another process holds it for too long.
    """

    def __init__(self, home: Path, database: Database) -> None:
        self.home = home
        self.archive_id = _identity(database)
        self.runs = Runs(database)
        self.nights = Nights(database)
        self._hosts = Hosts(database)
        self.robots = RobotsFiles(database)
        self.snapshots = Snapshots(database)
        self.reports = Reports(database)
        self.files = Files(database)
        self.changes = ChangeLog(database)
        self.host_lines = HostLines(database)
        self.proposals = Proposals(database)
        self.visits = VisitLog(database)
        self._database = database
        self._presences: list[Presence] = []

    @classmethod
    def open(cls, home: Path, *, create: bool = True, busy_timeout_s: float = 30.0) -> Self:
        """Open the archive in a home and bring its schema up to date.

        ``create``: make home and archive if they are not there; otherwise ``StoreError``.
        ``busy_timeout_s`` is how long to wait for another process that writes.
        """
        if create:
            make_home(home)
        else:
            need_archive(home)
        with opening(home):
            return cls(home, _opened(home, busy_timeout_s))

    @staticmethod
    def exists(home: Path) -> bool:
        """Whether there is an archive in a home."""
        return database_path(home).exists()

    def frontier(
        self,
        run: Run,
        seeds: Sequence[Seed],
        *,
        policy: FrontierPolicy = _DEFAULT_POLICY,
        clock: Clock = utc_now,
    ) -> SqliteFrontier:
        """Plant ``seeds`` in an unfinished run and return what it has still to visit.

        Whoever worked on it before and has not joined is taken for gone, so hold the
        :class:`HomeLock`. Raises ``UsageError`` for a seed without a host.
        """
        now = clock()
        night = schedule.Night(run.run_id, Decider(policy.revisit_after), now)
        with self._database.transaction() as connection:
            crew.begin(connection, self.home)
            accounts.allot(connection, run.run_id, policy.allotment, now)
            schedule.plant(connection, seeds, night)
        return self._frontier(run, policy, clock, has_joined=False)

    def join(
        self,
        run: Run,
        *,
        policy: FrontierPolicy = _DEFAULT_POLICY,
        clock: Clock = utc_now,
    ) -> SqliteFrontier:
        """Return what an unfinished run has still to visit, for one worker more.

        The limits are those of who began the run.
        """
        return self._frontier(run, policy, clock, has_joined=True)

    def _frontier(
        self, run: Run, policy: FrontierPolicy, clock: Clock, *, has_joined: bool
    ) -> SqliteFrontier:
        presence = Presence(self.home)
        self._presences.append(presence)
        lookout = Lookout(self.home, presence, has_joined=has_joined, patience=policy.lease_for)
        return SqliteFrontier(self._database, run, policy, clock, presence, lookout)

    def plan(
        self,
        seeds: Sequence[Seed],
        *,
        policy: FrontierPolicy = _DEFAULT_POLICY,
        clock: Clock = utc_now,
    ) -> Iterator[Planned]:
        """Yield what a crawl of ``seeds`` would visit now and why; changes nothing.

        Raises ``UsageError`` for a seed without a host.
        """
        decider = Decider(policy.revisit_after)
        return planning.plan(self._database, seeds, decider, policy.max_pages_per_run, clock())

    def host_status(
        self, host: str, *, policy: FrontierPolicy = _DEFAULT_POLICY, clock: Clock = utc_now
    ) -> HostStatus:
        """Return how a host is doing; ``NotFoundError`` if none of its addresses is known."""
        return self._hosts.status(host, Decider(policy.revisit_after), clock())

    def record_import(self, run: Run, visit: Visit) -> ImportResult:
        """Keep a page that came from a file, in one transaction.

        Raises ``UsageError`` if its address is none, ``ValueError`` if it has no body.
        """
        return self.record_imports(run, (visit,))[0]

    def record_imports(
        self, run: Run, visits: Sequence[Visit], first_pages: FirstPages = MappingProxyType({})
    ) -> tuple[ImportResult, ...]:
        """Keep several such pages, all of them in one transaction; errors as above.

        ``first_pages`` has the addresses of articles, by those of their further pages.
        """
        return record_imports(self._database, run, visits, first_pages)

    def counts(self) -> ArchiveCounts:
        """Count sites, snapshots, reports and what waits."""
        return count(self._database)

    def verify(self) -> Iterator[Finding]:
        """Yield what is wrong with the archive; nothing if all is well."""
        return verify(self._database)

    def close(self) -> None:
        """Close the database; the archive is not used afterwards."""
        for presence in self._presences:
            presence.end()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _opened(home: Path, busy_timeout_s: float) -> Database:
    database = Database(database_path(home), busy_timeout_s=busy_timeout_s)
    try:
        steps = migrations.steps()
        migrations.check(database, len(steps))
        database.use_write_ahead_log()
        migrations.migrate(database, steps)
    except BaseException:
        database.close()
        raise
    return database


def _identity(database: Database) -> str:
    query = "SELECT archive_id FROM archive"
    if database.one(query) is None:
        with database.transaction() as connection:
            new = (str(uuid.uuid4()),)
            connection.execute("INSERT INTO archive (one, archive_id) VALUES (1, ?)", new)
    return str(database.all(query)[0]["archive_id"])
