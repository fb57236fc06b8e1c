"""Crawling and cleaning sites that mislead: the answer key, and what stood in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from archive.address import report_id_of
from archive.crawl import CrawlSettings
from archive.facts import Doubt
from archive.keep import Archive, FrontierPolicy
from archive.model import Outcome, PageKind, Seed, VisitRecord
from archive.pipeline.cleaning import clean_pending
from archive.pipeline.crawling import crawl_seeds
from tests.archive.crawl.fakes import RecordingProgress
from tests.archive.crawl.playhouse import Answer, Asked, Playhouse, Site
from tests.archive.pipeline.columns import paragraphs_of
from tests.archive.pipeline.misleading import Trap, all_traps

TRAPS = all_traps()


@dataclass(frozen=True)
class Crawled:
    """The archive after one night, and the server that misled it."""

    archive: Archive
    house: Playhouse
    visits: tuple[VisitRecord, ...]

    def of(self, name: str) -> dict[str, VisitRecord]:
        """Return the visits of a site by path."""
        prefix = self.house.url(name, "")
        found = (visit for visit in self.visits if visit.url.startswith(prefix))
        return {visit.url.removeprefix(prefix): visit for visit in found}


def _with_host(trap: Trap) -> Site:
    def site(asked: Asked) -> Answer:
        answer, host = trap(asked), asked.headers["Host"].encode()
        headers = tuple((n, v.replace("{host}", asked.headers["Host"])) for n, v in answer.headers)
        return Answer(answer.body.replace(b"{host}", host), answer.status, headers)

    return site


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    sites = {name: _with_host(trap) for name, trap in TRAPS.items()}
    folder = tmp_path_factory.mktemp("misleading")
    with Playhouse(sites) as house, Archive.open(folder) as archive:
        seeds = [Seed(house.url(n, t.seed), scope=t.scope) for n, t in TRAPS.items()]
        settings = CrawlSettings(delay_s=0, allow_loopback=True)
        policy = FrontierPolicy(retry_delay=timedelta(0))
        run = crawl_seeds(archive, seeds, settings, policy, RecordingProgress())
        clean_pending(archive, lambda _: None)
        yield Crawled(archive, house, tuple(archive.visits.of_run(run)))


@pytest.mark.parametrize("name", TRAPS)
def test_exactly_the_reports_of_the_answer_key(crawled: Crawled, name: str) -> None:
    prefix = crawled.house.url(name, "")
    ids = crawled.archive.reports.ids()
    reports = {r.url.removeprefix(prefix): r for r in map(crawled.archive.reports.get, ids)
               if r.url.startswith(prefix)}  # fmt: skip
    assert reports.keys() == TRAPS[name].reports.keys()
    for path, number in TRAPS[name].reports.items():
        if number > 0:
            assert list(reports[path].paragraphs) == paragraphs_of(number)


@pytest.mark.parametrize("name", [name for name, trap in TRAPS.items() if trap.outcomes])
def test_what_stood_in_the_way_is_named_and_never_kept(crawled: Crawled, name: str) -> None:
    host = crawled.house.url(name, "")
    for path, (outcome, detail) in TRAPS[name].outcomes.items():
        visit = crawled.of(name)[path]
        assert (visit.outcome, visit.detail) == (outcome, detail.replace("{host}", host))
        assert crawled.archive.snapshots.of_url(visit.url) == ()


def test_only_the_sites_themselves_were_asked(crawled: Crawled) -> None:
    assert {asked.host for asked in crawled.house.asked} == set(TRAPS)


def test_files_are_kept_with_their_page(crawled: Crawled) -> None:
    kept = {path for path, visit in crawled.of("files").items()
            if visit.kind is PageKind.ATTACHMENT and visit.outcome is Outcome.FETCHED}  # fmt: skip
    assert kept == TRAPS["files"].files


def test_a_report_names_the_page_it_lacks(crawled: Crawled) -> None:
    (path,) = TRAPS["split-lost"].reports
    report = crawled.archive.reports.get(report_id_of(crawled.house.url("split-lost", path)))
    lines = paragraphs_of(1)
    assert list(report.paragraphs) == [lines[0], lines[2]]
    (caution,) = report.facts.warnings
    assert caution.doubt is Doubt.INCOMPLETE
    assert path.replace(".html", "_1.html") in caution.reason


def test_one_report_names_all_its_addresses(crawled: Crawled) -> None:
    (path,) = TRAPS["copies"].reports
    url = crawled.house.url("copies", path)
    report = crawled.archive.reports.get(report_id_of(url))
    host = crawled.house.url("copies", "")
    assert set(report.facts.addresses) == {
        url,
        f"{host}/bg//content/post_7.html",
        f"{host}/bg/content/mpost_7.html",
        f"{url}?shareKey=abc",
        f"{url}?ddtab=true",
        f"http://big5.copies.localhost/gate/big5/{host.removeprefix('http://')}{path}",
    }
    (path,) = TRAPS["columns"].reports
    url = crawled.house.url("columns", path)
    report = crawled.archive.reports.get(report_id_of(url))
    other = crawled.house.url("columns", "/fzjs/202402/t20240202_9.html")
    assert report.facts.addresses == (url, other)


def test_the_archive_is_sound(crawled: Crawled) -> None:
    assert list(crawled.archive.verify()) == []
