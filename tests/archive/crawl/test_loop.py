"""The lease loop without a network: errors of the frontier, stopping, politeness."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from archive.crawl.loop import LeaseLoop
from archive.crawl.politeness import Politeness
from archive.crawl.reply import NoReply, Reply
from archive.crawl.settings import CrawlSettings
from archive.crawl.visiting import Visitor
from archive.errors import StoreError
from archive.model import Ended, Novelty, Seed
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


def loop_over(frontier: InMemoryFrontier, web: FakeWeb) -> LeaseLoop:
    settings = CrawlSettings(delay_s=0, grace_s=0.01)
    politeness = Politeness(settings, asyncio.get_running_loop().time)
    clock = lambda: datetime.now(UTC)  # noqa: E731
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
