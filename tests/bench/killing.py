"""Crawls of one site of 600 pages that are killed three times each: is anything lost?"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.keep import Archive, FrontierPolicy
from archive.model import Scope, Seed
from tests.bench.crawling import crawl
from tests.bench.measuring import Row
from tests.bench.sites import Sites, plain_sites

PAGES = 600
_KILLS = 3
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Damage:
    """What went wrong in a number of trials; ``kills`` are those that met a running crawl."""

    kills: int = 0
    lost: int = 0
    fetched_again: int = 0
    unsound: int = 0

    def __add__(self, other: Damage) -> Damage:
        return Damage(
            self.kills + other.kills,
            self.lost + other.lost,
            self.fetched_again + other.fetched_again,
            self.unsound + other.unsound,
        )


def rows(*, trials: int) -> Iterator[Row]:
    """Kill crawls and look at what they left."""
    damage = total_damage(trials)
    yield Row(
        f"{trials} crawls of {PAGES} pages, {damage.kills} kills",
        f"{damage.lost} lost, {damage.fetched_again} twice, {damage.unsound} unsound",
        "Scrapy's JOBDIR, killed likewise",
        "481–570 lost a crawl",
        None,
    )


def total_damage(trials: int) -> Damage:
    """Return what is lost, fetched again after it was acknowledged, or unsound."""
    moments = random.Random(9309)
    with plain_sites(1, PAGES) as sites:
        whole = _undisturbed(sites)
        assert len(whole.pages) == PAGES
        return sum((_trial(sites, whole, moments) for _ in range(trials)), Damage())


@dataclass(frozen=True, slots=True)
class _Whole:
    """A crawl that nobody killed: how long it took, and the addresses it kept."""

    takes_s: float
    pages: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Acknowledged:
    """What a run has acknowledged so far; another run may ask for it again."""

    run_id: int | None = None
    urls: frozenset[str] = frozenset()


def _undisturbed(sites: Sites) -> _Whole:
    with tempfile.TemporaryDirectory() as home:
        started = time.perf_counter()
        assert _start(Path(home), sites).wait() == 0
        takes_s = time.perf_counter() - started
        return _Whole(takes_s, _acknowledged(Path(home)).urls)


def _trial(sites: Sites, whole: _Whole, moments: random.Random) -> Damage:
    kills = again = 0
    before = _Acknowledged()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for last in (False,) * _KILLS + (True,):
            sites.requested()
            if last:
                assert _start(home, sites).wait() == 0
            else:
                kills += _killed(home, sites, moments.uniform(0.1, 0.4) * whole.takes_s)
            after = _acknowledged(home)
            is_same = after.run_id == before.run_id
            again += len(before.urls.intersection(_urls(sites))) if is_same else 0
            before = after
        with Archive.open(home) as archive:
            unsound = len(list(archive.verify()))
            lost = sum(not archive.snapshots.of_url(url) for url in whole.pages)
        return Damage(kills, lost, again, unsound)


def _start(home: Path, sites: Sites) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.bench.killing", str(home), sites.seeds[0].url]
    return subprocess.Popen(command, cwd=_ROOT)


def _killed(home: Path, sites: Sites, after_s: float) -> bool:
    """Start a crawl and kill it after a while; whether it was still running then."""
    process = _start(home, sites)
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    return False


def _urls(sites: Sites) -> Iterator[str]:
    for name in sites.requested():
        host, _, path = name.partition("/")
        yield f"http://{host}:{sites.port}/{path}"


def _acknowledged(home: Path) -> _Acknowledged:
    if not Archive.exists(home):
        return _Acknowledged()
    with Archive.open(home) as archive:
        run = archive.runs.last()
        visits = archive.visits.of_run(run) if run else ()
        urls = frozenset(visit.url for visit in visits if visit.outcome.has_body)
    return _Acknowledged(run.run_id if run else None, urls)


def main() -> None:
    """Crawl until nothing is left; what a trial starts and kills."""
    home, seed = Path(sys.argv[1]), Seed(sys.argv[2], scope=Scope.PATH)
    with Archive.open(home) as archive:
        crawl(archive, [seed], FrontierPolicy())


if __name__ == "__main__":
    main()
