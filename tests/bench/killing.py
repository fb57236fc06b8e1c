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
        takes_s = _undisturbed(sites)
        return sum((_trial(sites, takes_s, moments) for _ in range(trials)), Damage())


def _undisturbed(sites: Sites) -> float:
    with tempfile.TemporaryDirectory() as home:
        started = time.perf_counter()
        assert _start(Path(home), sites).wait() == 0
        return time.perf_counter() - started


def _trial(sites: Sites, takes_s: float, moments: random.Random) -> Damage:
    kills = again = 0
    acknowledged: set[str] = set()
    sites.requested()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for _ in range(_KILLS):
            kills += _killed(home, sites, moments.uniform(0.1 * takes_s, 0.5 * takes_s))
            again += _asked_again(sites, acknowledged)
            acknowledged = _acknowledged(home)
        assert _start(home, sites).wait() == 0
        again += _asked_again(sites, acknowledged)
        with Archive.open(home) as archive:
            unsound = len(list(archive.verify()))
        return Damage(kills, PAGES - len(_acknowledged(home)), again, unsound)


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


def _asked_again(sites: Sites, acknowledged: set[str]) -> int:
    return sum(name in acknowledged for name in sites.requested())


def _acknowledged(home: Path) -> set[str]:
    """Return the pages that the archive holds, named like the requests for them."""
    if not Archive.exists(home):
        return set()
    with Archive.open(home) as archive:
        run = archive.runs.last()
        visits = archive.visits.of_run(run) if run else ()
        urls = {visit.url for visit in visits if visit.outcome.has_body}
    return {url.removeprefix("http://").replace(f":{_port(url)}", "", 1) for url in urls}


def _port(url: str) -> str:
    return url.removeprefix("http://").partition("/")[0].partition(":")[2]


def main() -> None:
    """Crawl until nothing is left; what a trial starts and kills."""
    home, seed = Path(sys.argv[1]), Seed(sys.argv[2], scope=Scope.PATH)
    with Archive.open(home) as archive:
        crawl(archive, [seed], FrontierPolicy())


if __name__ == "__main__":
    main()
