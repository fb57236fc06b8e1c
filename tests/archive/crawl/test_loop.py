"""The lease loop without a network: errors of the frontier, stopping, politeness."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from archive.crawl.fetching.reply import NoReply, Reply
from archive.crawl.loop import LeaseLoop
from archive.crawl.politeness import Politeness
from archive.crawl.runner import utc_now
from archive.crawl.settings import CrawlSettings
from archive.crawl.visiting import Visitor
from archive.errors import StoreError
from archive.model import Ended, Novelty, Outcome, Seed
from archive.window import Window
from tests.archive.crawl.fakes import InMemoryFrontier, InMemoryRobots, RecordingProgress

SEEDS = [Seed(f"http://h{number}.example/") for number in range(4)]


class FakeWeb:
    """Answers every request with an empty page, or never."""

    def __init__(self, *, answers: bool = True) -> None:
        self.answers = answers

    async def fetch(
        self, url: str, headers: Mapping[str, str] | None = None, *, tls_unverified: bool = False
    ) -> Reply | NoReply:
        if not self.answers and not url.endswith("robots.txt"):
            await asyncio.Event().wait()
        return Reply(url, 200, (("Content-Type", "text/html"),), b"<p>x</p>")


@dataclass
class BrokenFrontier(InMemoryFrontier):
    """Cannot store anything: the disk is full."""

    def acknowledge_all(self, ended: Sequence[Ended]) -> Sequence[Novelty]:
        raise StoreError("the disk is full")


def loop_over(
    frontier: InMemoryFrontier, web: FakeWeb, clock: Callable[[], datetime] = utc_now
) -> LeaseLoop:
    settings = CrawlSettings(delay_s=0, grace_s=0.01)
    politeness = Politeness(settings, asyncio.get_running_loop().time)
    visitor = Visitor(web, InMemoryRobots(), politeness, settings, clock)
    return LeaseLoop(frontier, visitor, politeness, settings, RecordingProgress(), clock)


def test_everything_is_visited_once() -> None:
    async def run() -> InMemoryFrontier:
        frontier = InMemoryFrontier(SEEDS)
        await loop_over(frontier, FakeWeb()).run()
        return frontier

    frontier = asyncio.run(run())
    assert sorted(visit.url for visit in frontier.visits) == [seed.url for seed in SEEDS]
    assert frontier.is_finished()


def test_error_of_the_frontier_ends_the_crawl_and_gives_leases_back() -> None:
    async def run() -> InMemoryFrontier:
        frontier = BrokenFrontier(SEEDS)
        with pytest.raises(StoreError, match="disk is full"):
            await loop_over(frontier, FakeWeb()).run()
        return frontier

    assert sorted(asyncio.run(run()).released) == [seed.url for seed in SEEDS]


def test_stop_gives_back_what_does_not_end_in_time() -> None:
    async def run() -> InMemoryFrontier:
        frontier = InMemoryFrontier(SEEDS)
        loop = loop_over(frontier, FakeWeb(answers=False))
        running = asyncio.ensure_future(loop.run())
        while not frontier.max_leased:
            await asyncio.sleep(0)
        loop.stop()
        await running
        return frontier

    frontier = asyncio.run(run())
    assert sorted(frontier.released) == [seed.url for seed in SEEDS]
    assert frontier.visits == []


def test_outside_its_window_a_host_is_not_asked_and_not_waited_for() -> None:
    now = datetime(2026, 3, 1, 4, tzinfo=UTC)  # noon in China
    shut = Seed("http://night.example/", window=Window.parse("22:00-06:00"))
    open_now = Seed("http://noon.example/", window=Window.parse("11:00-13:00"))

    async def run() -> tuple[InMemoryFrontier, bool]:
        frontier = InMemoryFrontier([shut, open_now, *SEEDS])
        return frontier, await loop_over(frontier, FakeWeb(), lambda: now).run()

    frontier, is_complete = asyncio.run(run())
    assert is_complete
    assert {visit.url for visit in frontier.visits} == {open_now.url, *(s.url for s in SEEDS)}
    assert frontier.released == [shut.url]


def test_nothing_waits_for_a_host_whose_circuit_is_open() -> None:
    class Broken(FakeWeb):
        async def fetch(
            self,
            url: str,
            headers: Mapping[str, str] | None = None,
            *,
            tls_unverified: bool = False,
        ) -> Reply | NoReply:
            if "h0." in url:
                return NoReply(Outcome.UNREACHABLE, "refused")
            return await super().fetch(url, headers)

    async def run() -> tuple[InMemoryFrontier, bool]:
        many = [Seed(f"http://h0.example/{number}") for number in range(20)]
        frontier = InMemoryFrontier([*SEEDS, *many])
        return frontier, await loop_over(frontier, Broken()).run()

    frontier, is_complete = asyncio.run(run())
    assert is_complete
    outcomes = Counter(visit.outcome for visit in frontier.visits)
    assert outcomes == {Outcome.UNREACHABLE: 10, Outcome.FETCHED: 3}
    assert not frontier.is_finished()
