"""Running a crawl: its event loop, its signals."""

from __future__ import annotations

import asyncio
import gc
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from archive.crawl.fetching.fetch import Fetcher
from archive.crawl.loop import LeaseLoop
from archive.crawl.politeness import Politeness
from archive.crawl.ports import Frontier, Progress, RobotsStore
from archive.crawl.settings import CrawlSettings
from archive.crawl.visiting import Visitor

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_COLLECTED_AFTER = 20_000  # objects: some twenty pages


def utc_now() -> datetime:
    """Return the time, aware."""
    return datetime.now(UTC)


def crawl(
    frontier: Frontier,
    robots: RobotsStore,
    settings: CrawlSettings,
    progress: Progress,
    *,
    clock: Callable[[], datetime] = utc_now,
) -> bool:
    """Visit what ``frontier`` leases until nothing is left or the process is interrupted.

    Blocks. SIGINT or SIGTERM stops gracefully: nothing new is leased, what is under way may
    end within ``settings.grace_s``, the leases of the rest are given back. A second signal
    does what it did before. Returns whether the crawl came to its end, be it that it leaves
    hosts for the next run that want to be left alone for long.

    Call it from the main thread. Raises what the frontier raises.
    """
    with _rare_collections():
        return asyncio.run(_crawl(frontier, robots, settings, progress, clock))


async def _crawl(
    frontier: Frontier,
    robots: RobotsStore,
    settings: CrawlSettings,
    progress: Progress,
    clock: Callable[[], datetime],
) -> bool:
    politeness = Politeness(settings, time.monotonic)
    async with Fetcher(settings) as fetcher:
        visitor = Visitor(fetcher, robots, politeness, settings, clock)
        loop = LeaseLoop(frontier, visitor, politeness, settings, progress, clock)
        with _on_signals(loop.stop):
            return await loop.run()


@contextmanager
def _on_signals(stop: Callable[[], None]) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def handle(number: int, _frame: object) -> None:
        signal.signal(number, before[signal.Signals(number)])
        loop.call_soon_threadsafe(stop)

    for number in _SIGNALS:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Look for circles of garbage more rarely.

    Pages are made of many values that go when nobody refers to them; looking for circles among
    them, and among all that was imported, is a twentieth of what a crawl costs.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_COLLECTED_AFTER, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
