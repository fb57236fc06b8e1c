"""Cleaning sample pages, beside readability-lxml on the same pages."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from readability import Document

from archive.clean import clean, decode
from archive.model import PageKind, Report, Snapshot
from archive.samples import serve_sites
from tests.bench.measuring import Row, apart, seconds


def rows(count: int) -> Iterator[Row]:
    """Measure one core on ``count`` pages of all families."""
    mine, theirs, size = apart(_measure, count)
    yield Row(
        f"clean {count} pages of {size:.0f} KB",
        f"{count / mine:.0f} pages/s",
        "readability-lxml",
        f"{count / theirs:.0f} pages/s",
        theirs / mine,
    )


def _measure(count: int) -> tuple[float, float, float]:
    snapshots = list(islice(_pages(), count))
    assert len(snapshots) == count

    def ours() -> None:
        for snapshot in snapshots:
            assert isinstance(clean(snapshot), Report), snapshot.url

    def theirs() -> None:
        for snapshot in snapshots:
            Document(decode(snapshot.body, snapshot.header("Content-Type")).text).summary()

    size = sum(len(snapshot.body) for snapshot in snapshots) / count / 1024
    clean(snapshots[0])
    return seconds(ours), seconds(theirs), size


def _pages() -> Iterator[Snapshot]:
    with serve_sites() as sites:
        for number, published in enumerate(sites.reports):
            host, _, path = published.url.removeprefix("http://").partition("/")
            request = urllib.request.Request(f"http://127.0.0.1:{sites.port}/{path}")
            request.add_header("Host", host)
            with urllib.request.urlopen(request) as answer:
                yield Snapshot(
                    snapshot_id=number,
                    url=published.url,
                    visited_at=datetime.now(UTC),
                    kind=PageKind.DOCUMENT,
                    status=200,
                    headers=tuple(answer.headers.items()),
                    digest="",
                    body=answer.read(),
                )
