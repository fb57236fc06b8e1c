"""Nights that are killed end like nights that are not. Real processes, real kills."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from archive.keep import Archive
from archive.samples import SampleSites, serve_sites
from indexer.searcher import Searcher
from indexer.verify import verify_index

KILLS = 30
_RUN = [sys.executable, "-c", "from web.cli.main import main; main()"]


@dataclass(frozen=True, slots=True)
class EndState:
    """All of an archive that does not depend on when it was made."""

    reports: tuple[object, ...]
    snapshots: tuple[tuple[str, tuple[str, ...]], ...]
    found: tuple[tuple[str, float], ...]


@pytest.fixture(scope="module")
def sites() -> Iterator[SampleSites]:
    with serve_sites() as running:
        yield running


@pytest.fixture(scope="module")
def seeds(sites: SampleSites, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeds") / "seeds.txt"
    lines = (f"{seed.url} depth={seed.depth} scope={seed.scope}\n" for seed in sites.seeds)
    path.write_text("".join(lines), "utf-8")
    return path


def _night(home: Path, seeds: Path) -> subprocess.Popen[bytes]:
    command = [*_RUN, "--home", str(home), "nightly", str(seeds)]
    return subprocess.Popen(
        [*command, "--delay", "0", "--allow-loopback"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _undisturbed(home: Path, seeds: Path) -> float:
    """Let a night run to its end and return how many seconds it took."""
    started = time.monotonic()
    night = _night(home, seeds)
    _, errors = night.communicate()
    assert night.returncode == 0, errors.decode()
    return time.monotonic() - started


def _killed(home: Path, seeds: Path, after_s: float) -> bool:
    """Start a night, kill it after a while; whether it was still running then."""
    night = _night(home, seeds)
    try:
        _, errors = night.communicate(timeout=after_s)
    except subprocess.TimeoutExpired:
        os.killpg(night.pid, signal.SIGKILL)
        night.communicate()
        return True
    assert night.returncode == 0, errors.decode()
    return False


def _end_state(home: Path) -> EndState:
    with Archive.open(home, create=False) as archive:
        assert list(archive.verify()) == []
        assert list(verify_index(home, archive, list(archive.reports.ids()))) == []
        reports = tuple(
            replace(archive.reports.get(report_id), snapshot_id=0)
            for report_id in archive.reports.ids()
        )
        snapshots = tuple(
            (report.url, tuple(each.digest for each in archive.snapshots.of_url(report.url)))
            for report in reports
        )
    with closing(Searcher.open(home)) as searcher:
        hits = searcher.search("枫桥经验 调解", limit=None).hits
    return EndState(reports, snapshots, tuple((hit.report_id, hit.score) for hit in hits))


def test_killed_nights_end_like_undisturbed_ones(seeds: Path, tmp_path: Path) -> None:
    takes_s = _undisturbed(tmp_path / "undisturbed", seeds)
    expected = _end_state(tmp_path / "undisturbed")
    assert len(expected.reports) >= 150
    moments = random.Random(20161121)
    kills = homes = 0
    while kills < KILLS:
        homes += 1
        home = tmp_path / f"killed-{homes}"
        for _ in range(5):
            kills += _killed(home, seeds, moments.uniform(0.2, takes_s))
        _undisturbed(home, seeds)
        assert _end_state(home) == expected
    assert homes <= 2 * KILLS


def test_a_night_after_a_night_changes_nothing(seeds: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    _undisturbed(home, seeds)
    before = _end_state(home)
    _undisturbed(home, seeds)
    assert _end_state(home) == before


def test_no_page_is_visited_twice_in_a_run_that_was_killed(
    sites: SampleSites, seeds: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    for _ in range(3):
        _killed(home, seeds, 1.5)
    with Archive.open(home) as archive:
        run = archive.runs.last()
        assert run is not None
        urls = [visit.url for visit in archive.visits.of_run(run)]
    assert len(urls) == len(set(urls))
