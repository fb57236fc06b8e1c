"""A night in which nothing has changed, beside the first one."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from archive.keep import Archive, FrontierPolicy
from archive.model import Seed
from tests.bench.crawling import crawl
from tests.bench.measuring import Row, apart
from tests.bench.sites import Sites, Traffic, plain_sites

_ASK_FOR_ALL = FrontierPolicy(revisit_after=timedelta(0))


def rows(*, hosts: int, pages_per_host: int) -> Iterator[Row]:
    """Crawl sites, and again: as nightly, and asking for every page."""
    with plain_sites(hosts, pages_per_host) as sites, tempfile.TemporaryDirectory() as home:
        first = _night(sites, Path(home), FrontierPolicy())
        for name, policy in (("", FrontierPolicy()), (", all asked for", _ASK_FOR_ALL)):
            before = _blobs(Path(home))
            night = _night(sites, Path(home), policy)
            blobs = _blobs(Path(home)) - before
            share = night.bytes_on_the_wire / first.bytes_on_the_wire
            yield Row(
                f"unchanged night, {hosts * pages_per_host:,} pages{name}",
                f"{share:.2%} of the bytes, {blobs} blobs, {night.requests:,} requests",
                "the first night",
                f"{first.bytes_on_the_wire / 1e6:.0f} MB, {first.requests:,} requests",
                None,
            )


def _night(sites: Sites, home: Path, policy: FrontierPolicy) -> Traffic:
    before = sites.traffic()
    apart(_crawl, sites.seeds, home, policy)
    return sites.traffic().since(before)


def _crawl(seeds: Sequence[Seed], home: Path, policy: FrontierPolicy) -> None:
    with Archive.open(home) as archive:
        crawl(archive, seeds, policy)


def _blobs(home: Path) -> int:
    with closing(sqlite3.connect(home / "archive.db")) as database:
        (blobs,) = database.execute("SELECT count(*) FROM blobs").fetchone()
        return int(blobs)
