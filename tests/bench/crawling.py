"""Crawling loopback sites, beside bare Scrapy that fetches the same pages and keeps nothing."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from archive.crawl import CrawlSettings
from archive.keep import Archive, FrontierPolicy
from archive.model import Novelty, Outcome, Seed
from archive.pipeline.crawling import crawl_seeds
from archive.samples import serve_sites
from tests.bench.measuring import Row, apart, seconds


class _Unwatched:
    def visited(self, url: str, outcome: Outcome, novelty: Novelty) -> None:
        """Take no notice."""

    def waiting(self, addresses: int) -> None:
        """Take no notice."""


def rows(*, hosts: int, pages_per_host: int) -> Iterator[Row]:
    """Crawl ``hosts`` sites without delay, one request at a time a host, and keep everything."""
    with _sites_apart(hosts, pages_per_host) as seeds, tempfile.TemporaryDirectory() as home:
        urls, took_s = apart(_crawl_ours, Path(home), seeds)
        bare_s = apart(_crawl_bare, urls, hosts)
    yield Row(
        f"crawl {len(urls):,} pages of {hosts} hosts",
        f"{len(urls) / took_s:.0f} pages/s",
        "bare Scrapy, storing nothing",
        f"{len(urls) / bare_s:.0f} pages/s",
        bare_s / took_s,
    )


def _crawl_ours(home: Path, seeds: tuple[Seed, ...]) -> tuple[list[str], float]:
    settings = CrawlSettings(delay_s=0, allow_loopback=True)
    with Archive.open(home) as archive:
        took_s = seconds(
            lambda: crawl_seeds(archive, seeds, settings, FrontierPolicy(), _Unwatched())
        )
        run = archive.runs.last()
        assert run is not None
        return [visit.url for visit in archive.visits.of_run(run)], took_s


class _Bare(scrapy.Spider):
    name = "bare"
    urls: list[str]

    async def start(self) -> AsyncIterator[Any]:
        for url in self.urls:
            host, _, path = url.removeprefix("http://").partition("/")
            name, _, port = host.partition(":")
            request = scrapy.Request(f"http://127.0.0.1:{port}/{path}", headers={"Host": host})
            # One at a time a host, like ours, though all have one address here.
            yield request.replace(meta={"download_slot": name})

    def parse(self, response: Response) -> None:
        """Keep nothing."""


def _crawl_bare(urls: list[str], hosts: int) -> float:
    settings = {
        "CONCURRENT_REQUESTS": min(hosts, CrawlSettings().concurrent_hosts),
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0,
        "LOG_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "TELNETCONSOLE_ENABLED": False,
    }
    process = AsyncCrawlerProcess(settings)
    process.crawl(_Bare, urls=urls)
    return seconds(process.start)


@contextmanager
def _sites_apart(hosts: int, pages_per_host: int) -> Iterator[tuple[Seed, ...]]:
    """Serve the sites from a process of their own, so that crawlers do not share its core."""
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(there, hosts, pages_per_host))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join()


def _serve(pipe: Connection, hosts: int, pages_per_host: int) -> None:
    with serve_sites(extra_hosts=hosts, pages_per_host=pages_per_host) as sites:
        pipe.send(sites.seeds[-hosts:])
        pipe.recv()
