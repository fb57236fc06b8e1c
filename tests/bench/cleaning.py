"""Cleaning sample pages, beside trafilatura on the same pages: one process against one."""

from __future__ import annotations

import resource
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice

from trafilatura import bare_extraction

from archive.clean import clean
from archive.model import PageKind, Report, Snapshot
from archive.samples import serve_sites
from tests.bench.measuring import Row, apart, seconds

_ROUNDS = 3  # the best of them counts: others work on the machine, too


def rows(count: int) -> Iterator[Row]:
    """Measure one core on ``count`` pages of all families; both read bytes and find metadata."""
    mine, my_mb, size = apart(_measure, _ours, count)
    theirs, their_mb, _ = apart(_measure, _trafilatura, count)
    yield Row(
        f"clean {count} pages of {size:.0f} KB",
        f"{count / mine:.0f} pages/s",
        "trafilatura, with metadata",
        f"{count / theirs:.0f} pages/s",
        theirs / mine,
    )
    yield Row("peak memory of that", f"{my_mb} MB", "", f"{their_mb} MB", their_mb / my_mb)


def _ours(snapshot: Snapshot) -> None:
    assert isinstance(clean(snapshot), Report), snapshot.url


def _trafilatura(snapshot: Snapshot) -> None:
    bare_extraction(snapshot.body, url=snapshot.url, with_metadata=True)


def _measure(work: Callable[[Snapshot], None], count: int) -> tuple[float, int, float]:
    """Return the seconds for all pages, the peak memory in MB, and the size of a page in KB."""
    snapshots = list(islice(_pages(), count))
    assert len(snapshots) == count

    def all_of_them() -> None:
        for snapshot in snapshots:
            work(snapshot)

    work(snapshots[0])
    size = sum(len(snapshot.body) for snapshot in snapshots) / count / 1024
    best = min(seconds(all_of_them) for _ in range(_ROUNDS))
    return best, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, size


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
