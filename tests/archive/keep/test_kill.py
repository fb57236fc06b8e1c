"""Processes that are really killed."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import islice
from pathlib import Path

from archive.keep import Archive
from archive.model import Outcome, RunKind
from tests.archive.keep import endless_crawler
from tests.archive.keep.builders import START

ROOT = Path(__file__).resolve().parents[3]
KILLS = 10
PAGES = len(endless_crawler.HOSTS) * (1 + len(endless_crawler.NAMES))


def _start(home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.archive.keep.endless_crawler", str(home)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def _crawl_until_killed(home: Path, pages: int) -> list[str]:
    """Kill a crawl when it has acknowledged so many pages; return all that it said it had."""
    with _start(home) as child:
        assert child.stdout is not None
        acknowledged = list(islice(child.stdout, pages))
        child.kill()
        acknowledged += child.stdout
    return [line.rstrip() for line in acknowledged if line.endswith("\n")]


def test_a_killed_crawl_loses_nothing_and_repeats_nothing(home: Path) -> None:
    moments = random.Random(20260301)
    acknowledged: list[str] = []
    for _ in range(KILLS):
        acknowledged += _crawl_until_killed(home, moments.randrange(1, 30))
    assert len(acknowledged) >= KILLS
    assert len(set(acknowledged)) == len(acknowledged)
    with Archive.open(home, create=False) as archive:
        assert list(archive.verify()) == []
        for url in acknowledged:
            (info,) = archive.snapshots.of_url(url)
            assert archive.snapshots.get(info.snapshot_id).body == endless_crawler.body_of(url)

    with _start(home) as child:
        assert child.stdout is not None
        acknowledged += [line.rstrip() for line in child.stdout]
    assert child.returncode == 0
    assert len(set(acknowledged)) == len(acknowledged)
    with Archive.open(home, create=False) as archive:
        assert list(archive.verify()) == []
        run = archive.runs.begin(RunKind.CRAWL, START)
        assert (run.run_id, run.outcomes) == (1, ((Outcome.FETCHED, PAGES),))
