"""From sites on loopback to search results, through the real command in its own process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from archive.address import host_of, report_id_of
from archive.keep import Archive
from archive.model import Outcome
from archive.samples import PLANTED, SampleSites, serve_sites
from archive.samples.sites.pages import PRIVATE_PATH
from indexer.answers import evaluate
from indexer.fold import fold
from indexer.query import Phrase
from indexer.searcher import Searcher
from indexer.store import open_index
from tests.nights import undisturbed, write_seeds


@dataclass(frozen=True, slots=True)
class Night:
    """Sites that were crawled for a night, and the home it filled."""

    sites: SampleSites
    home: Path
    seeds: Path

    def again(self, *options: str) -> None:
        undisturbed(self.home, self.seeds, *options)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("night")
    with serve_sites() as sites:
        # A seed that robots.txt forbids: people do name such addresses.
        private = f"http://{sites.sites[0].host}:{sites.port}{PRIVATE_PATH}"
        write_seeds(sites, folder / "seeds.txt", private)
        night = Night(sites, folder / "home", folder / "seeds.txt")
        night.again()
        yield night


@pytest.fixture
def archive(night: Night) -> Iterator[Archive]:
    with Archive.open(night.home, create=False) as opened:
        yield opened


def test_every_report_is_there_word_for_word(night: Night, archive: Archive) -> None:
    assert len(night.sites.reports) >= 150
    for published in night.sites.reports:
        report = archive.reports.get(report_id_of(published.url))
        assert report.paragraphs == published.paragraphs, published.url
        assert report.title == published.title, published.url
        assert report.published_on == published.published_on, published.url
        assert report.document_number == published.document_number, published.url
        assert report.index_number == published.index_number, published.url


def test_facts_are_right_or_absent(night: Night, archive: Archive) -> None:
    for published in night.sites.reports:
        report = archive.reports.get(report_id_of(published.url))
        assert report.issuer in (published.issuer, None), published.url
        assert report.site in (published.site_name, None), published.url
        assert report.place is None or report.place.startswith(published.report.place)


def test_each_family_is_covered(night: Night) -> None:
    assert len({host_of(published.url) for published in night.sites.reports}) >= 6


def test_what_robots_txt_forbids_was_never_asked_for(night: Night, archive: Archive) -> None:
    run = archive.runs.last()
    assert run is not None
    denied = {v.url for v in archive.visits.of_run(run) if v.outcome is Outcome.DISALLOWED}
    asked = {f"http://{r.host}:{night.sites.port}{r.target}" for r in night.sites.requests}
    assert len(denied) == 1
    assert not denied & asked
    assert not any(request.target == PRIVATE_PATH for request in night.sites.requests)


def test_planted_phrases_are_found_exactly(night: Night, archive: Archive) -> None:
    published = {report_id_of(each.url): each for each in night.sites.reports}
    with closing(Searcher.open(night.home)) as searcher:
        for phrase in PLANTED:
            hits = searcher.search(f"“{phrase}”", limit=None).hits
            found = {hit.report_id for hit in hits} & set(published)
            key = {id_ for id_, each in published.items() if phrase in each.report.planted}
            assert found == key, phrase


def test_any_phrase_is_found_exactly(night: Night, archive: Archive) -> None:
    """2,000 random places of the reports, compared with scanning all of them."""
    reports = [archive.reports.get(report_id) for report_id in archive.reports.ids()]
    folded = {each.report_id: (fold(each.title), fold(each.text)) for each in reports}
    draw = Random(2000)
    with closing(open_index(night.home)) as engine:
        for _ in range(2000):
            text = draw.choice(reports).text
            start = draw.randrange(len(text) - 12)
            piece = text[start : start + draw.randint(2, 12)]
            wanted = fold(piece)
            if not wanted:
                continue
            with engine.reading() as reading:
                found_ordinals = evaluate(reading, Phrase(piece)).matching.nonzero()[0].tolist()
                found = {reading.columns.ids[ordinal] for ordinal in found_ordinals}
            assert found == {
                id_ for id_, parts in folded.items() if any(wanted in p for p in parts)
            }


def test_a_second_crawl_sees_what_changed(night: Night) -> None:
    """Runs last: it moves the sites on to their second edition."""
    first = {each.url: each for each in night.sites.reports}
    night.sites.edition = 2
    second = {each.url: each for each in night.sites.reports}
    night.again("--revisit-days", "0")
    gone = first.keys() - second.keys()
    changed = {url for url in first.keys() & second.keys() if first[url] != second[url]}
    assert gone
    assert changed
    assert second.keys() - first.keys()
    with Archive.open(night.home, create=False) as archive:
        for url, published in second.items():
            assert archive.reports.get(report_id_of(url)).paragraphs == published.paragraphs
        for url in gone:
            report_id = report_id_of(url)
            assert archive.reports.get(report_id).paragraphs == first[url].paragraphs
            assert archive.reports.last_visit(report_id).gone_since is not None
        for url in changed:
            assert len(archive.snapshots.of_url(url)) == 2
    with closing(Searcher.open(night.home)) as searcher:
        assert searcher.document_count >= len(second) + len(gone)
