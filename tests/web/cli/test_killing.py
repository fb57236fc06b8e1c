"""Nights that are killed end like nights that are not. Real processes, real kills."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from archive.keep import Archive
from archive.samples import SampleSites, serve_sites
from indexer.searcher import Searcher
from indexer.verify import verify_index
from tests.nights import killed, undisturbed, write_seeds

KILLS = 30
MOST_IN_A_ROW = 12


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
    write_seeds(sites, path)
    return path


@dataclass(frozen=True, slots=True)
class Calm:
    """A night that nothing disturbed."""

    home: Path
    takes_s: float
    end_state: EndState


@pytest.fixture(scope="module")
def calm(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Calm:
    home = tmp_path_factory.mktemp("calm") / "home"
    takes_s = undisturbed(home, seeds)
    return Calm(home, takes_s, _end_state(home))


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


def test_killed_nights_end_like_undisturbed_ones(calm: Calm, seeds: Path, tmp_path: Path) -> None:
    assert len(calm.end_state.reports) >= 150
    moments = random.Random(20161121)
    kills = homes = 0
    while kills < KILLS:
        homes += 1
        home = tmp_path / f"killed-{homes}"
        # Short lives, one after the other, so that each part of a night is met by some kill.
        for _ in range(MOST_IN_A_ROW):
            if not killed(home, seeds, moments.uniform(0, calm.takes_s / 2)):
                break
            kills += 1
        else:
            undisturbed(home, seeds)
        assert _end_state(home) == calm.end_state
    assert homes <= KILLS


def test_a_night_after_a_night_changes_nothing(calm: Calm, seeds: Path) -> None:
    undisturbed(calm.home, seeds)
    assert _end_state(calm.home) == calm.end_state


def test_no_page_is_visited_twice_in_a_run_that_was_killed(
    calm: Calm, seeds: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    urls: list[str] = []
    while not urls:
        for _ in range(3):
            killed(home, seeds, calm.takes_s / 8)
        urls = _visited(home)
    assert len(urls) == len(set(urls))


def _visited(home: Path) -> list[str]:
    """Return the addresses that the last run visited; none if it was killed too early."""
    if not (home / "archive.db").exists():
        return []
    with Archive.open(home) as archive:
        run = archive.runs.last()
        return [visit.url for visit in archive.visits.of_run(run)] if run else []
