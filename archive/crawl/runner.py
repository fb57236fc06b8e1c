"""Running Scrapy: the reactor, its settings, signals."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from scrapy.crawler import AsyncCrawlerProcess

from archive.crawl.ports import Frontier, Progress
from archive.crawl.settings import CrawlSettings, scrapy_settings
from archive.crawl.spider import LeaseSpider

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def utc_now() -> datetime:
    """Return the time, aware."""
    return datetime.now(UTC)


def crawl(
    frontier: Frontier,
    settings: CrawlSettings,
    progress: Progress,
    *,
    clock: Callable[[], datetime] = utc_now,
) -> None:
    """Visit what ``frontier`` leases until it is finished or the process is interrupted.

    Blocks. SIGINT or SIGTERM stops gracefully: nothing new is leased, what is under way may
    end within ``settings.grace_s``, the leases of the rest are given back; the caller sees by
    ``frontier.is_finished()`` that more is left. A second signal does what it did before.

    Call it once per process and from the main thread (Scrapy's reactor starts only once).
    Raises what the frontier raises.
    """
    process = AsyncCrawlerProcess(scrapy_settings(settings))
    # Every outcome is in the store; of Scrapy only its own defects are news.
    logging.getLogger("scrapy").setLevel(logging.CRITICAL)
    crawler = process.create_crawler(LeaseSpider)
    process.crawl(crawler, frontier=frontier, limits=settings, progress=progress, clock=clock)

    def stop() -> None:
        if isinstance(crawler.spider, LeaseSpider):
            crawler.spider.stop()

    with _on_signals(stop):
        process.start(install_signal_handlers=False)
    if isinstance(crawler.spider, LeaseSpider) and crawler.spider.failure:
        raise crawler.spider.failure


@contextmanager
def _on_signals(stop: Callable[[], None]) -> Iterator[None]:
    loop = asyncio.get_event_loop()
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
