"""The lease loop without a network: errors of the frontier, stopping, politeness."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response

from archive.crawl.fetch import Fetcher
from archive.crawl.guard import GuardedResolver
from archive.crawl.loop import LeaseLoop
from archive.crawl.politeness import Politeness
from archive.crawl.settings import CrawlSettings
from archive.errors import StoreError
from archive.model import Link, Seed, Task, Visit
from tests.archive.crawl.fakes import InMemoryFrontier, RecordingProgress
from tests.archive.crawl.test_guard import FakeResolver

SEEDS = [Seed(f"http://h{number}.example/") for number in range(4)]


class FakeEngine:
    """Answers every request with an empty page, or never."""

    def __init__(self, *, answers: bool = True) -> None:
        self.answers = answers

    async def download_async(self, request: Request) -> Response:
        if not self.answers and not request.url.endswith("robots.txt"):
            await asyncio.Event().wait()
        return HtmlResponse(request.url, body=b"<p>x</p>")


@dataclass
class BrokenFrontier(InMemoryFrontier):
    """Cannot store anything: the disk is full."""

    def acknowledge(self, task: Task, visit: Visit, links: Sequence[Link]) -> None:
        raise StoreError("the disk is full")


def loop_over(frontier: InMemoryFrontier, engine: FakeEngine) -> LeaseLoop:
    guard = GuardedResolver(FakeResolver([]), allow_loopback=False)
    settings = CrawlSettings(delay_s=0, grace_s=0.01)
    return LeaseLoop(
        frontier, Fetcher(engine, guard), settings, RecordingProgress(), lambda: datetime.now(UTC)
    )


def test_everything_is_visited_once() -> None:
    async def run() -> InMemoryFrontier:
        frontier = InMemoryFrontier(SEEDS)
        await loop_over(frontier, FakeEngine()).run()
        return frontier

    frontier = asyncio.run(run())
    assert sorted(visit.url for visit in frontier.visits) == [seed.url for seed in SEEDS]
    assert frontier.is_finished()


def test_error_of_the_frontier_ends_the_crawl_and_gives_leases_back() -> None:
    async def run() -> InMemoryFrontier:
        frontier = BrokenFrontier(SEEDS)
        with pytest.raises(StoreError, match="disk is full"):
            await loop_over(frontier, FakeEngine()).run()
        return frontier

    assert sorted(asyncio.run(run()).released) == [seed.url for seed in SEEDS]


def test_stop_gives_back_what_does_not_end_in_time() -> None:
    async def run() -> InMemoryFrontier:
        frontier = InMemoryFrontier(SEEDS)
        loop = loop_over(frontier, FakeEngine(answers=False))
        running = asyncio.ensure_future(loop.run())
        while not frontier.max_leased:
            await asyncio.sleep(0)
        loop.stop()
        await running
        return frontier

    frontier = asyncio.run(run())
    assert sorted(frontier.released) == [seed.url for seed in SEEDS]
    assert frontier.visits == []


def test_hosts_rest_for_their_delay() -> None:
    now = [100.0]
    politeness = Politeness(1.0, 30.0, lambda: now[0])
    politeness.asked("a.example")
    politeness.asked("b.example", crawl_delay_s=5)
    politeness.asked("c.example", crawl_delay_s=3600)
    assert politeness.resting() == {"a.example", "b.example", "c.example"}
    assert politeness.next_free_s() == pytest.approx(1)
    now[0] = 101.0
    assert politeness.resting() == {"b.example", "c.example"}
    now[0] = 130.0
    assert politeness.resting() == set()
    assert politeness.next_free_s() is None


def test_no_delay_no_rest() -> None:
    politeness = Politeness(0, 30.0, lambda: 0.0)
    politeness.asked("a.example")
    assert politeness.resting() == set()
