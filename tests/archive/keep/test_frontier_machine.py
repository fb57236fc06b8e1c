"""The frontier against a model of it, in any order of leases, acknowledgements and crashes.

Two workers share the archive, each through its own connection.
"""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from archive.keep import Archive, FrontierPolicy, SqliteFrontier
from archive.keep.decider import Decider, History
from archive.model import Link, Outcome, PageKind, Run, Task, Visit
from tests.archive.keep.builders import HandClock, column, crawl, document

HOSTS = ("www.qingshi.example", "www.linxi.example", "www.heshan.example")
SEEDS = tuple(column(host) for host in HOSTS)
POLICY = FrontierPolicy(
    revisit_after=timedelta(hours=2),
    max_attempts=2,
    retry_delay=timedelta(minutes=1),
    lease_for=timedelta(minutes=10),
)
DECIDER = Decider(POLICY.revisit_after)
WORKERS = (0, 1)
LINKS = st.builds(document, st.sampled_from("abcd"), st.sampled_from(HOSTS))
OUTCOMES = st.sampled_from((Outcome.FETCHED, Outcome.FETCHED, Outcome.GONE, Outcome.TIMEOUT))


@dataclass
class Waiting:
    """What the model knows of an address in the queue."""

    not_before: datetime
    attempts: int = 0
    owner: int | None = None
    lease_until: datetime | None = None


def _host(url: str) -> str:
    return url.split("/")[2]


class FrontierMachine(RuleBasedStateMachine):
    """The model holds the queue; what the archive does has to agree with it."""

    @initialize()
    def set_up(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.home = Path(self.folder.name)
        self.clock = HandClock()
        self.queue: dict[str, Waiting] = {}
        self.known = {seed.url: History(seed.url, PageKind.LIST, is_front=True) for seed in SEEDS}
        self.done: set[str] = set()
        self.bodies: dict[str, list[str]] = {}
        self.visits = 0
        self.serial = 0
        self._start()

    def _start(self) -> None:
        self.archives = [Archive.open(self.home) for _ in WORKERS]
        self.run: Run = crawl(self.archives[0], self.clock())
        self.frontiers: list[SqliteFrontier] = []
        for archive in self.archives:
            self.frontiers.append(
                archive.frontier(self.run, SEEDS, policy=POLICY, clock=self.clock)
            )
        self.held: list[list[Task]] = [[] for _ in WORKERS]
        for url, history in self.known.items():
            due_at = DECIDER.decide(history).due_at
            if url not in self.done and (due_at <= self.clock() or history.is_front):
                self.queue.setdefault(url, Waiting(min(due_at, self.clock())))
        for waiting in self.queue.values():
            waiting.owner = waiting.lease_until = None

    def _stop(self) -> None:
        for archive in self.archives:
            archive.close()

    @rule(
        worker=st.sampled_from(WORKERS),
        limit=st.integers(0, 4),
        busy=st.sets(st.sampled_from(HOSTS), max_size=2),
    )
    def lease(self, worker: int, limit: int, busy: set[str]) -> None:
        now = self.clock()
        for waiting in self.queue.values():
            if waiting.lease_until is not None and waiting.lease_until <= now:
                waiting.owner = waiting.lease_until = None
        leased = {_host(url) for url, waiting in self.queue.items() if waiting.lease_until}
        ready = {
            url
            for url, waiting in self.queue.items()
            if waiting.not_before <= now and _host(url) not in leased | busy
        }
        tasks = self.frontiers[worker].lease(limit, busy_hosts=busy)
        hosts = [_host(task.url) for task in tasks]
        assert {task.url for task in tasks} <= ready
        assert len(set(hosts)) == len(hosts) == min(limit, len({_host(url) for url in ready}))
        kinds = [task.kind for task in tasks]
        assert kinds == sorted(kinds, key=lambda kind: kind is not PageKind.LIST)
        for task in tasks:
            waiting = self.queue[task.url]
            assert task.attempt == waiting.attempts + 1
            waiting.owner, waiting.lease_until = worker, now + POLICY.lease_for
        self.held[worker] += tasks

    @precondition(lambda self: any(self.held))
    @rule(data=st.data(), outcome=OUTCOMES, links=st.lists(LINKS, max_size=3))
    def acknowledge(self, data: st.DataObject, outcome: Outcome, links: list[Link]) -> None:
        worker = data.draw(st.sampled_from([w for w in WORKERS if self.held[w]]))
        task = data.draw(st.sampled_from(self.held[worker]))
        self.held[worker].remove(task)
        self.serial += 1
        body = f"{task.url} {self.serial % 3}".encode() if outcome.has_body else None
        visit = Visit(task.url, self.clock(), outcome, task.kind, body=body)
        self.frontiers[worker].acknowledge(task, visit, links)
        waiting = self.queue.get(task.url)
        if waiting is not None and waiting.owner in (None, worker):
            self._expect(task, visit, waiting, links)

    def _expect(self, task: Task, visit: Visit, waiting: Waiting, links: list[Link]) -> None:
        now = self.clock()
        self.visits += 1
        waiting.attempts += 1
        if visit.outcome.is_transient and waiting.attempts < POLICY.max_attempts:
            waiting.owner = waiting.lease_until = None
            waiting.not_before = now + POLICY.retry_delay
        else:
            del self.queue[task.url]
            self.done.add(task.url)
            rested_at = None if visit.outcome.is_transient else now
            self.known[task.url] = replace(self.known[task.url], rested_at=rested_at)
        gone_visits = self.known[task.url].gone_visits + 1
        if visit.outcome is not Outcome.TIMEOUT:
            gone_visits = gone_visits if visit.outcome is Outcome.GONE else 0
            self.known[task.url] = replace(self.known[task.url], gone_visits=gone_visits)
        if visit.body is not None:
            digest = hashlib.sha256(visit.body).hexdigest()
            kept = self.bodies.setdefault(task.url, [])
            if kept[-1:] != [digest]:
                kept.append(digest)
        for link in links:
            if link.url not in self.known:
                self.known[link.url] = History(link.url, PageKind.DOCUMENT)
                self.queue[link.url] = Waiting(now)

    @precondition(lambda self: any(self.held))
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        worker = data.draw(st.sampled_from([w for w in WORKERS if self.held[w]]))
        task = data.draw(st.sampled_from(self.held[worker]))
        self.held[worker].remove(task)
        self.frontiers[worker].release(task)
        waiting = self.queue.get(task.url)
        if waiting is not None and waiting.owner == worker:
            waiting.owner = waiting.lease_until = None

    @rule(span=st.sampled_from((timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=2))))
    def time_goes_by(self, span: timedelta) -> None:
        self.clock.advance(span)

    @rule()
    def crash(self) -> None:
        self._stop()
        self._start()

    @rule()
    def next_run(self) -> None:
        self.archives[0].runs.finish(self.run, self.clock())
        self._stop()
        self.queue.clear()
        self.done.clear()
        self.visits = 0
        self._start()

    @invariant()
    def every_acknowledged_body_is_kept(self) -> None:
        for url, digests in self.bodies.items():
            infos = self.archives[0].snapshots.of_url(url)
            assert [info.digest for info in infos] == digests

    @invariant()
    def every_acknowledgement_counts_once(self) -> None:
        assert sum(n for _, n in self.archives[1].runs.get(self.run.run_id).outcomes) == self.visits

    @invariant()
    def the_end_is_seen_by_both(self) -> None:
        assert [frontier.is_finished() for frontier in self.frontiers] == [not self.queue] * 2

    def teardown(self) -> None:
        if hasattr(self, "archives"):
            assert list(self.archives[0].verify()) == []
            self._stop()
            self.folder.cleanup()


TestFrontier = FrontierMachine.TestCase
TestFrontier.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
