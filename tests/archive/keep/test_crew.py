"""Several workers on one frontier: which host is with whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from archive.keep import Archive, FrontierPolicy, SqliteFrontier
from archive.model import PageKind, Task
from tests.archive.keep.builders import EVERY_RUN, HandClock, column, crawl, document, page

HOSTS = [f"www.place{number}.example" for number in range(6)]
NAMES = "abcdefgh"


class Crew:
    """Workers as processes have them: each with an archive of its own."""

    def __init__(self, home: Path, stack: ExitStack, hosts: list[str]) -> None:
        self.home = home
        self.clock = HandClock()
        self.stack = stack
        self.seeds = [column(host) for host in hosts]
        self.archives: dict[SqliteFrontier, Archive] = {}

    def begin(self, policy: FrontierPolicy = EVERY_RUN) -> SqliteFrontier:
        archive = self._archive()
        run = crawl(archive, self.clock())
        frontier = archive.frontier(run, self.seeds, policy=policy, clock=self.clock)
        self.archives[frontier] = archive
        return frontier

    def join(self, policy: FrontierPolicy = EVERY_RUN) -> SqliteFrontier:
        archive = self._archive()
        frontier = archive.join(crawl(archive, self.clock()), policy=policy, clock=self.clock)
        self.archives[frontier] = archive
        return frontier

    def kill(self, frontier: SqliteFrontier) -> None:
        self.archives.pop(frontier).close()

    def _archive(self) -> Archive:
        return self.stack.enter_context(Archive.open(self.home))


@pytest.fixture
def crew(home: Path) -> Iterator[Crew]:
    with ExitStack() as stack:
        yield Crew(home, stack, HOSTS)


def _host(task: Task) -> str:
    return task.url.split("/")[2]


def _visit(frontier: SqliteFrontier, tasks: tuple[Task, ...]) -> set[str]:
    """Acknowledge tasks; every list leads to documents of its host."""
    for task in tasks:
        is_list = task.kind is PageKind.LIST
        links = [document(name, _host(task)) for name in NAMES] if is_list else []
        frontier.acknowledge(task, page(task.url, kind=task.kind), links)
    return {_host(task) for task in tasks}


def _round(frontier: SqliteFrontier, limit: int = 99) -> set[str]:
    return _visit(frontier, frontier.lease(limit))


def test_a_host_stays_with_the_worker_that_visited_it_first(crew: Crew) -> None:
    first, second = crew.begin(), crew.join()
    mine = _round(first, 2)
    theirs = _round(second, 2)
    for _ in range(3):
        crew.clock.advance(timedelta(seconds=1))
        assert _round(first) >= mine
        assert _round(second) >= theirs
    assert not mine & theirs


def test_a_newcomer_gets_a_fair_share_of_what_is_at_rest(crew: Crew) -> None:
    first = crew.begin()
    assert _round(first) == set(HOSTS)
    second = crew.join()
    assert _round(second) == set()
    resting = set(HOSTS[2:])
    kept = _visit(first, first.lease(99, busy_hosts=resting))
    assert len(kept) <= 3
    given = _round(second)
    assert len(given) == 2  # the others are at work or must be left in peace by their owner
    assert not given & resting
    crew.clock.advance(timedelta(seconds=5))
    assert len(_round(first)) == 3
    assert len(_round(second)) == 3


def test_three_workers_share_six_hosts(crew: Crew) -> None:
    workers = [crew.begin(), crew.join(), crew.join()]
    for worker in workers:
        worker.lease(0)
    shares = [_round(worker) for worker in workers]
    assert [len(share) for share in shares] == [2, 2, 2]
    assert set.union(*shares) == set(HOSTS)


def test_the_hosts_of_a_killed_worker_are_taken_over_at_once(crew: Crew) -> None:
    first, second = crew.begin(), crew.join()
    first.lease(0)
    second.lease(0)
    lost = {task.url for task in first.lease(99)}
    _round(second)
    crew.kill(first)
    crew.clock.advance(timedelta(seconds=5))
    taken = {task.url for task in second.lease(99)}
    assert lost <= taken


def test_a_run_taken_up_again_leaves_alone_what_a_living_helper_has(crew: Crew) -> None:
    first, second = crew.begin(), crew.join()
    first.lease(0)
    second.lease(0)
    lost = {task.url for task in first.lease(99)}
    helped = second.lease(99)
    crew.kill(first)
    first = crew.begin()
    assert {task.url for task in first.lease(99)} == lost
    assert _visit(second, helped)
    assert not first.is_finished()


def test_a_helper_that_died_with_the_starter_holds_nothing_back(crew: Crew) -> None:
    first, second = crew.begin(), crew.join()
    first.lease(1)
    second.lease(3)
    crew.kill(first)
    crew.kill(second)
    assert len(crew.begin().lease(99)) == len(HOSTS)


def test_a_worker_that_hangs_loses_its_hosts_when_its_leases_run_out(crew: Crew) -> None:
    policy = FrontierPolicy(revisit_after=timedelta(0), lease_for=timedelta(minutes=10))
    first, second = crew.begin(policy), crew.join(policy)
    first.lease(0)
    second.lease(0)
    held = first.lease(99)
    crew.clock.advance(timedelta(minutes=9))
    assert len(second.lease(99)) == len(HOSTS) - len(held)
    crew.clock.advance(timedelta(minutes=2))
    taken = {task.url for task in second.lease(99)}
    assert {task.url for task in held} <= taken
    assert _visit(first, held) == {_host(task) for task in held}  # too late, not stored
    assert first.lease(99) == ()
    archive = crew.archives[second]
    assert archive.runs.get(1).outcomes == ()


def test_who_leaves_gives_everything_back(crew: Crew) -> None:
    first, second = crew.begin(), crew.join()
    first.lease(0)
    second.lease(99)
    second.close()
    assert len(first.lease(99)) == len(HOSTS)
    assert list((crew.home / "workers").iterdir()) != []
    first.close()
    assert list((crew.home / "workers").iterdir()) == []


def test_a_finished_run_gives_its_helpers_nothing_more(crew: Crew) -> None:
    first, second = crew.begin(), crew.join()
    (task, *_) = second.lease(1)
    archive = crew.archives[first]
    archive.runs.finish(archive.runs.get(1), crew.clock())
    assert second.is_finished()
    assert second.lease(9) == ()
    crew.begin()
    second.acknowledge(task, page(task.url, kind=PageKind.LIST), ())
    assert archive.runs.get(1).outcomes == archive.runs.get(2).outcomes == ()


def test_the_budget_is_that_of_who_began(crew: Crew) -> None:
    limited = FrontierPolicy(
        revisit_after=timedelta(0), max_pages_per_run=3, max_duration=timedelta(hours=1)
    )
    first, second = crew.begin(limited), crew.join()
    assert len(first.lease(2)) + len(second.lease(9)) == 3
    first, second = crew.begin(limited), crew.join()
    crew.clock.advance(timedelta(hours=1))
    assert second.lease(9) == ()


def test_one_host_is_enough_for_one_worker_only(home: Path) -> None:
    with ExitStack() as stack:
        crew = Crew(home, stack, HOSTS[:1])
        first, second = crew.begin(), crew.join()
        for _ in range(len(NAMES) + 1):
            assert _round(first) == {HOSTS[0]}
            assert _round(second) == set()
            crew.clock.advance(timedelta(seconds=6))
        assert first.is_finished()
        assert second.is_finished()
