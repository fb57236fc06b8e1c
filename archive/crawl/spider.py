"""The spider that Scrapy runs: one lease loop, from start to end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any, cast

from scrapy import Spider

from archive.crawl.fetch import Fetcher
from archive.crawl.guard import GuardedResolver, Resolver
from archive.crawl.loop import LeaseLoop
from archive.crawl.ports import Frontier, Progress
from archive.crawl.settings import CrawlSettings

_NOTHING: tuple[Any, ...] = ()


class LeaseSpider(Spider):
    """Fetches what a frontier leases, past Scrapy's scheduler.

    Requests go straight into the downloader, because Scrapy's own queue would be a second
    frontier, one that forgets on ``kill -9``. Scrapy logs what ``start`` raises and goes on,
    so an error is kept in ``failure`` for the caller.
    """

    name = "baogao"

    def __init__(
        self,
        frontier: Frontier,
        limits: CrawlSettings,
        progress: Progress,
        clock: Callable[[], datetime],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.failure: BaseException | None = None
        self._frontier = frontier
        self._limits = limits
        self._progress = progress
        self._clock = clock
        self._loop: LeaseLoop | None = None
        self._stopping = False

    async def start(self) -> AsyncIterator[Any]:
        """Run the lease loop; yields nothing."""
        fetcher = Fetcher(self.crawler.engine, _guard(self._limits))
        self._loop = LeaseLoop(self._frontier, fetcher, self._limits, self._progress, self._clock)
        if self._stopping:
            self._loop.stop()
        try:
            await self._loop.run()
        except BaseException as error:
            self.failure = error
            raise
        for nothing in _NOTHING:
            yield nothing

    def stop(self) -> None:
        """Come to an end soon."""
        self._stopping = True
        if self._loop:
            self._loop.stop()


def _guard(limits: CrawlSettings) -> GuardedResolver:
    # Here and not in Scrapy's settings: its own resolver has been installed by now, so that
    # nothing can take this one's place.
    from twisted.internet import reactor  # noqa: PLC0415 - importing it earlier installs another
    from twisted.internet._resolver import GAIResolver  # noqa: PLC0415

    resolver = cast(Resolver, GAIResolver(cast(Any, reactor)))
    guard = GuardedResolver(resolver, allow_loopback=limits.allow_loopback)
    cast(Any, reactor).installNameResolver(guard)
    return guard
