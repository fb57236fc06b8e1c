"""Fifty healthy hosts alone, and beside every hostile server there is."""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from archive.crawl.fetching.fetch import Fetcher
from archive.crawl.fetching.reply import Reply
from archive.crawl.settings import CrawlSettings
from tests.archive.crawl.hostile import HOSTILE, hostile_server
from tests.bench.measuring import Row, apart

_SETTINGS = CrawlSettings(allow_loopback=True, timeout_s=3.0)


@dataclass(frozen=True, slots=True)
class _Measured:
    """Seconds until the last healthy page, the longest hostile request, megabytes at most."""

    healthy_s: float
    longest_s: float
    peak_mb: int


def rows(*, hosts: int = 50, pages_per_host: int = 400) -> Iterator[Row]:
    """Fetch pages one at a time a host; then again while others do their worst.

    What these cost, bombs and floods, is a second of the processor once, whoever is beside them.
    """
    with ExitStack() as stack:
        healthy, hostile = (stack.enter_context(_server_apart()) for _ in range(2))
        urls = [
            [f"http://h{host}.localhost:{healthy}/{page}" for page in range(pages_per_host)]
            for host in range(hosts)
        ]
        bad = [f"http://{name}.localhost:{hostile}/" for name in HOSTILE]
        alone = apart(_measure, urls, [])
        beside = apart(_measure, urls, bad)
    pages = hosts * pages_per_host
    yield Row(
        f"{pages:,} pages of {hosts} hosts beside {len(bad)} hostile ones",
        f"{pages / beside.healthy_s:.0f} pages/s",
        "the same hosts alone",
        f"{pages / alone.healthy_s:.0f} pages/s",
        alone.healthy_s / beside.healthy_s,
    )
    yield Row(
        "longest request of a hostile host, and most memory",
        f"{beside.longest_s:.1f} s, {beside.peak_mb} MB",
        "its limit",
        f"{_SETTINGS.timeout_s:.1f} s, 300 MB",
        None,
    )


def _measure(healthy: Sequence[Sequence[str]], hostile: Sequence[str]) -> _Measured:
    return asyncio.run(_fetch_all(healthy, hostile))


async def _fetch_all(healthy: Sequence[Sequence[str]], hostile: Sequence[str]) -> _Measured:
    async with Fetcher(_SETTINGS) as fetcher:

        async def one(url: str) -> float:
            started = time.perf_counter()
            await fetcher.fetch(url)
            return time.perf_counter() - started

        async def host(urls: Sequence[str]) -> None:
            for url in urls:
                assert isinstance(await fetcher.fetch(url), Reply)

        started = time.perf_counter()
        longest = asyncio.gather(*map(one, hostile))
        await asyncio.gather(*map(host, healthy))
        healthy_s = time.perf_counter() - started
        peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return _Measured(healthy_s, max(await longest, default=0.0), peak_kb // 1024)


@contextmanager
def _server_apart() -> Iterator[int]:
    """Serve from a process of its own, so that a flood costs the crawler and not its peers."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join()


def _serve(pipe: Connection) -> None:
    async def serve() -> None:
        async with hostile_server() as port:
            pipe.send(port)
            await asyncio.to_thread(pipe.recv)

    asyncio.run(serve())
