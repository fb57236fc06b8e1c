"""Crawling loopback sites, beside bare Scrapy that fetches the same pages and keeps nothing."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from archive.crawl import CrawlSettings
from archive.keep import Archive, FrontierPolicy
from archive.model import Novelty, Outcome, Run, Seed
from archive.pipeline.crawling import crawl_seeds
from tests.bench.measuring import Row, apart, seconds
from tests.bench.sites import plain_sites


class Unwatched:
    """Takes no notice of a crawl."""

    def visited(self, url: str, outcome: Outcome, novelty: Novelty) -> None:
        """Look away."""

    def waiting(self, addresses: int) -> None:
        """Look away."""


def crawl(archive: Archive, seeds: Sequence[Seed], policy: FrontierPolicy) -> Run:
    """Crawl as fast as can be, one request at a time a host, and keep everything."""
    settings = CrawlSettings(delay_s=0, allow_loopback=True)
    return crawl_seeds(archive, seeds, settings, policy, Unwatched())


def rows(*, hosts: int, pages_per_host: int) -> Iterator[Row]:
    """Crawl sites without delay, and fetch the same pages with Scrapy."""
    with plain_sites(hosts, pages_per_host) as sites, tempfile.TemporaryDirectory() as home:
        took_s = apart(_crawl_ours, Path(home), sites.seeds)
        requested = sites.requested()
        bare_s = apart(_crawl_bare, requested, sites.port, hosts)
    pages = hosts * pages_per_host
    yield Row(
        f"crawl {pages:,} pages of {hosts} hosts",
        f"{pages / took_s:.0f} pages/s",
        "bare Scrapy, storing nothing",
        f"{pages / bare_s:.0f} pages/s",
        bare_s / took_s,
    )


def _crawl_ours(home: Path, seeds: tuple[Seed, ...]) -> float:
    with Archive.open(home) as archive:
        return seconds(lambda: crawl(archive, seeds, FrontierPolicy()))


class _Bare(scrapy.Spider):
    name = "bare"
    requested: list[str]
    port: int

    async def start(self) -> AsyncIterator[Any]:
        for address in self.requested:
            host, _, path = address.partition("/")
            headers = {"Host": f"{host}:{self.port}"}
            request = scrapy.Request(f"http://127.0.0.1:{self.port}/{path}", headers=headers)
            # One at a time a host, like ours, though all have one address here.
            yield request.replace(meta={"download_slot": host}, dont_filter=True)

    def parse(self, response: Response) -> None:
        """Keep nothing."""


def _crawl_bare(requested: list[str], port: int, hosts: int) -> float:
    settings = {
        "CONCURRENT_REQUESTS": min(hosts, CrawlSettings().concurrent_hosts),
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0,
        "HTTPERROR_ALLOW_ALL": True,
        "LOG_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "TELNETCONSOLE_ENABLED": False,
    }
    process = AsyncCrawlerProcess(settings)
    process.crawl(_Bare, requested=requested, port=port)
    return seconds(process.start)
