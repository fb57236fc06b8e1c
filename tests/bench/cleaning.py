"""Cleaning sample pages, beside trafilatura on the same pages: one process against one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from archive.model import PageKind, Report, Snapshot
from archive.samples import serve_sites
from tests.bench.measuring import Row

_ROUNDS = 3  # the best of them counts: others work on the machine, too


def rows(count: int) -> Iterator[Row]:
    """Measure one process on ``count`` pages; both read bytes and find metadata.

    Times are the processor's, so that a busy machine does not favour either.
    """
    mine, my_mb, size = _apart("ours", count)
    theirs, their_mb, _ = _apart("trafilatura", count)
    yield Row(
        f"clean {count} pages of {size:.0f} KB",
        f"{count / mine:.0f} pages/s",
        "trafilatura, with metadata",
        f"{count / theirs:.0f} pages/s",
        theirs / mine,
    )
    yield Row("peak memory of that", f"{my_mb:.0f} MB", "", f"{their_mb:.0f} MB", their_mb / my_mb)


def _apart(tool: str, count: int) -> tuple[float, float, float]:
    """Measure in a process that imports nothing but the tool: its memory counts, too."""
    call = f"from tests.bench.cleaning import measure; measure({tool!r}, {count})"
    paths = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-c", call],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        check=True,
    )
    seconds, megabytes, kilobytes = json.loads(done.stdout)
    return seconds, megabytes, kilobytes


# Each is imported in its own process only, so that the other does not count for its memory.


def _ours(snapshot: Snapshot) -> None:
    from archive.clean import clean  # noqa: PLC0415

    assert isinstance(clean(snapshot), Report), snapshot.url


def _trafilatura(snapshot: Snapshot) -> None:
    from trafilatura import bare_extraction  # noqa: PLC0415

    bare_extraction(snapshot.body, url=snapshot.url, with_metadata=True)


_TOOLS: dict[str, Callable[[Snapshot], None]] = {"ours": _ours, "trafilatura": _trafilatura}


def measure(tool: str, count: int) -> None:
    """Print the seconds for all pages, the peak memory in MB, and the size of a page in KB."""
    snapshots = list(islice(_pages(), count))
    assert len(snapshots) == count
    work, times = _TOOLS[tool], []
    work(snapshots[0])
    for _ in range(_ROUNDS):
        started = time.process_time()
        for snapshot in snapshots:
            work(snapshot)
        times.append(time.process_time() - started)
    status = Path("/proc/self/status").read_text("ascii")  # getrusage() counts the parent's, too
    peak_mb = int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]
    size_kb = sum(len(snapshot.body) for snapshot in snapshots) / count / 1024
    print(json.dumps([min(times), peak_mb, size_kb]))


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
