"""The frontier against a model of it, in any order of leases, acknowledgements and crashes.

Two workers share the archive, each through its own connection: one begins the run, the other
joins it. Either may be killed at any moment and come back, runs follow on each other, and the
budget of a run may be small.
"""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from archive.keep import Archive, FrontierPolicy, SqliteFrontier
from archive.keep.frontier.decider import Decider, History
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
STARTER, HELPER = 0, 1
LINKS = st.builds(document, st.sampled_from("abcd"), st.sampled_from(HOSTS))
OUTCOMES = st.sampled_from((Outcome.FETCHED, Outcome.FETCHED, Outcome.GONE, Outcome.TIMEOUT))
BUDGETS = st.none() | st.integers(1, 8)


@dataclass
class Waiting:
    """What the model knows of an address in the queue; ``owner`` is a worker's life."""

    not_before: datetime
    attempts: int = 0
    owner: object = None
    lease_until: datetime | None = None

    def let_go(self) -> None:
        self.owner = self.lease_until = None


@dataclass(eq=False)
class Worker:
    """One life of a process, from its start to its kill."""

    archive: Archive
    frontier: SqliteFrontier
    seen_at: datetime
    held: list[Task] = field(default_factory=list)


def _host(url: str) -> str:
    return url.split("/")[2]


class FrontierMachine(RuleBasedStateMachine):
    """The model holds the queue; what the archive does has to agree with it."""

    @initialize(budget=BUDGETS)
    def set_up(self, budget: int | None) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.home = Path(self.folder.name)
        self.clock = HandClock()
        self.queue: dict[str, Waiting] = {}
        self.known = {seed.url: History(seed.url, PageKind.LIST, is_front=True) for seed in SEEDS}
        self.done: set[str] = set()
        self.bodies: dict[str, list[str]] = {}
        self.links: dict[str, list[str]] = {}
        self.visits = 0
        self.serial = 0
        self.budget = budget
        self.workers: dict[int, Worker] = {}
        self.reader = Archive.open(self.home)
        self.run: Run = crawl(self.reader, self.clock())
        self._start(STARTER)
        self._start(HELPER)

    @precondition(lambda self: len(self.workers) < 2)
    @rule()
    def start_again(self) -> None:
        self._start(STARTER if STARTER not in self.workers else HELPER)

    def _start(self, who: int) -> None:
        archive = Archive.open(self.home)
        if who == HELPER:
            frontier = archive.join(self.run, policy=POLICY, clock=self.clock)
        else:
            policy = replace(POLICY, max_pages_per_run=self.budget)
            run = crawl(archive, self.clock())
            assert run.run_id == self.run.run_id
            frontier = archive.frontier(run, SEEDS, policy=policy, clock=self.clock)
            self._queue_what_is_due()
        self.workers[who] = Worker(archive, frontier, self.clock())

    def _queue_what_is_due(self) -> None:
        for url, history in self.known.items():
            due_at = DECIDER.decide(history).due_at
            if url not in self.done and (due_at <= self.clock() or history.is_front):
                self.queue.setdefault(url, Waiting(min(due_at, self.clock())))

    @precondition(lambda self: self.workers)
    @rule(data=st.data())
    def kill(self, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(sorted(self.workers)))
        self.workers.pop(who).archive.close()

    @precondition(lambda self: HELPER in self.workers)
    @rule()
    def leave(self) -> None:
        worker = self.workers.pop(HELPER)
        worker.frontier.close()
        worker.archive.close()
        for waiting in self.queue.values():
            if waiting.owner is worker:
                waiting.let_go()

    def _live_leases(self) -> dict[str, Waiting]:
        now = self.clock()
        for waiting in self.queue.values():
            if waiting.lease_until is not None and waiting.lease_until <= now:
                waiting.let_go()
        living = list(self.workers.values())
        return {url: each for url, each in self.queue.items() if each.owner in living}

    def _ready_hosts(self, busy: set[str]) -> set[str]:
        closed = {_host(url) for url in self._live_leases()} | busy
        now = self.clock()
        ready = {_host(url) for url, each in self.queue.items() if each.not_before <= now}
        return ready - closed

    def _room(self, limit: int) -> int:
        if self.budget is None:
            return limit
        return min(limit, max(0, self.budget - self.visits - len(self._live_leases())))

    @precondition(lambda self: self.workers)
    @rule(
        data=st.data(),
        limit=st.integers(0, 4),
        busy=st.sets(st.sampled_from(HOSTS), max_size=2),
    )
    def lease(self, data: st.DataObject, limit: int, busy: set[str]) -> None:
        worker = self.workers[data.draw(st.sampled_from(sorted(self.workers)))]
        self._lease(worker, limit, busy)

    def _lease(self, worker: Worker, limit: int, busy: set[str]) -> list[str]:
        now, ready, room = self.clock(), self._ready_hosts(busy), self._room(limit)
        theirs = self._hosts_of_others(worker)
        living = list(self.workers.values())
        haunted = any(each.owner and each.owner not in living for each in self.queue.values())
        tasks = worker.frontier.lease(limit, busy_hosts=busy)
        worker.seen_at = now
        hosts = [_host(task.url) for task in tasks]
        assert len(set(hosts)) == len(hosts) <= room
        assert set(hosts) <= ready - theirs
        # The leases of the dead count against a budget until somebody sees that they died.
        if len(hosts) < room and (self.budget is None or not haunted):
            # Nothing that is its own and ready was held back.
            assert not self._hosts_of(worker) & (ready - set(hosts))
        kinds = [task.kind for task in tasks]
        if self.budget is None:
            assert kinds == sorted(kinds, key=lambda kind: kind is not PageKind.LIST)
        for task in tasks:
            waiting = self.queue[task.url]
            assert waiting.not_before <= now
            assert task.attempt == waiting.attempts + 1
            waiting.owner, waiting.lease_until = worker, now + POLICY.lease_for
        worker.held += tasks
        return hosts

    def _hosts_of(self, worker: Worker) -> set[str]:
        rows = self.reader._database.all(
            "SELECT host FROM host_leases JOIN hosts USING (host_id) WHERE owner = ?",
            (worker.frontier._owner,),
        )
        return {row["host"] for row in rows}

    def _hosts_of_others(self, worker: Worker) -> set[str]:
        # Who hangs for longer than a lease lasts loses its hosts.
        seen_since = self.clock() - POLICY.lease_for
        others = [
            each
            for each in self.workers.values()
            if each is not worker and each.seen_at >= seen_since
        ]
        return {host for other in others for host in self._hosts_of(other)}

    @precondition(lambda self: any(worker.held for worker in self.workers.values()))
    @rule(data=st.data(), outcome=OUTCOMES, links=st.lists(LINKS, max_size=3))
    def acknowledge(self, data: st.DataObject, outcome: Outcome, links: list[Link]) -> None:
        holding = [who for who, worker in sorted(self.workers.items()) if worker.held]
        worker = self.workers[data.draw(st.sampled_from(holding))]
        self._acknowledge(worker, data.draw(st.sampled_from(worker.held)), outcome, links)

    def _acknowledge(self, worker: Worker, task: Task, outcome: Outcome, links: list[Link]) -> None:
        worker.held.remove(task)
        self.serial += 1
        body = f"{task.url} {self.serial % 3}".encode() if outcome.has_body else None
        visit = Visit(task.url, self.clock(), outcome, task.kind, body=body)
        worker.frontier.acknowledge(task, visit, links)
        waiting = self.queue.get(task.url)
        if waiting is not None and waiting.owner in (None, worker):
            self._expect(task, visit, waiting, links)

    def _expect(self, task: Task, visit: Visit, waiting: Waiting, links: list[Link]) -> None:
        now = self.clock()
        self.visits += 1
        waiting.attempts += 1
        history = self.known[task.url]
        if visit.outcome is not Outcome.TIMEOUT:
            gone_visits = history.gone_visits + 1 if visit.outcome is Outcome.GONE else 0
            history = replace(history, gone_visits=gone_visits)
        if visit.outcome.is_transient and waiting.attempts < POLICY.max_attempts:
            waiting.let_go()
            waiting.not_before = now + POLICY.retry_delay
        else:
            del self.queue[task.url]
            self.done.add(task.url)
            history = replace(history, rested_at=None if visit.outcome.is_transient else now)
        if visit.body is not None:
            history = replace(history, calm_since=history.calm_since or now)
            digest = hashlib.sha256(visit.body).hexdigest()
            kept = self.bodies.setdefault(task.url, [])
            is_same_list = self._is_same_list(task, links) and kept
            if kept[-1:] != [digest] and not is_same_list:
                kept.append(digest)
        self.known[task.url] = history
        self._expect_links(links)

    def _is_same_list(self, task: Task, links: list[Link]) -> bool:
        if task.kind is not PageKind.LIST:
            return False
        named = [link.url for link in links]
        same = bool(links) and self.links.get(task.url) == named
        self.links[task.url] = named
        return same

    def _expect_links(self, links: list[Link]) -> None:
        for link in links:
            if link.url not in self.known:
                self.known[link.url] = History(link.url, PageKind.DOCUMENT)
                self.queue[link.url] = Waiting(self.clock())

    @precondition(lambda self: any(worker.held for worker in self.workers.values()))
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        holding = [who for who, worker in sorted(self.workers.items()) if worker.held]
        worker = self.workers[data.draw(st.sampled_from(holding))]
        task = data.draw(st.sampled_from(worker.held))
        worker.held.remove(task)
        worker.frontier.release(task)
        waiting = self.queue.get(task.url)
        if waiting is not None and waiting.owner is worker:
            waiting.let_go()

    @rule(span=st.sampled_from((timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=2))))
    def time_goes_by(self, span: timedelta) -> None:
        self.clock.advance(span)

    @precondition(lambda self: self.budget is None and self.workers)
    @rule(data=st.data())
    def everything_can_be_finished_by_who_is_left(self, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(sorted(self.workers)))
        for other in sorted(self.workers.keys() - {who}):
            self.workers.pop(other).archive.close()
        worker = self.workers[who]
        for _ in range(3 * len(self.known) + 3):
            for task in list(worker.held):
                self._acknowledge(worker, task, Outcome.FETCHED, [])
            self.clock.advance(timedelta(minutes=1))
            self._lease(worker, 4, set())
        assert not self.queue
        assert worker.frontier.is_finished()

    @rule(budget=BUDGETS)
    def next_run(self, budget: int | None) -> None:
        self.reader.runs.finish(self.run, self.clock())
        for worker in self.workers.values():
            assert worker.frontier.is_finished()
            assert worker.frontier.lease(4) == ()
            worker.archive.close()
        self.workers.clear()
        self.queue.clear()
        self.done.clear()
        self.visits, self.budget = 0, budget
        self.run = crawl(self.reader, self.clock())
        self._start(STARTER)
        self._start(HELPER)

    @invariant()
    def every_acknowledged_body_is_kept(self) -> None:
        for url, digests in self.bodies.items():
            infos = self.reader.snapshots.of_url(url)
            assert [info.digest for info in infos] == digests

    @invariant()
    def every_acknowledgement_counts_once(self) -> None:
        assert sum(n for _, n in self.reader.runs.get(self.run.run_id).outcomes) == self.visits

    @invariant()
    def the_end_is_seen_by_all(self) -> None:
        is_spent = self.budget is not None and self.visits >= self.budget
        for worker in self.workers.values():
            if not self.queue:
                assert worker.frontier.is_finished()
            elif not is_spent:
                assert not worker.frontier.is_finished()

    @invariant()
    def a_host_is_with_one_worker(self) -> None:
        rows = self.reader._database.all(
            "SELECT q.lease_owner, l.owner FROM queue AS q LEFT JOIN host_leases AS l"
            " USING (host_id) WHERE q.lease_until IS NOT NULL"
        )
        assert all(row["lease_owner"] == row["owner"] for row in rows)

    def teardown(self) -> None:
        if hasattr(self, "reader"):
            assert list(self.reader.verify()) == []
            for worker in self.workers.values():
                worker.archive.close()
            self.reader.close()
            self.folder.cleanup()


TestFrontier = FrontierMachine.TestCase
TestFrontier.settings = settings(
    max_examples=25,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.generate],
)
