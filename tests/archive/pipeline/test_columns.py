"""Crawling and cleaning columns of all families: exactly the reports of the answer key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from archive.address import report_id_of
from archive.crawl import CrawlSettings
from archive.keep import Archive, FrontierPolicy
from archive.model import Seed
from archive.pipeline.cleaning import clean_pending
from archive.pipeline.crawling import crawl_seeds
from tests.archive.crawl.fakes import RecordingProgress
from tests.archive.crawl.playhouse import Answer, Asked, Playhouse, Site
from tests.archive.pipeline.columns import Column, all_columns, paragraphs_of, title_of
from tests.archive.pipeline.odd_columns import odd_columns

COLUMNS = all_columns() | odd_columns()


@dataclass(frozen=True)
class Crawled:
    """The archive after one night, and the server that played the towns."""

    archive: Archive
    house: Playhouse

    def reports_of(self, name: str) -> dict[str, str]:
        """Return the titles of a site's reports by path."""
        prefix = self.house.url(name, "")
        found = (self.archive.reports.get(report_id) for report_id in self.archive.reports.ids())
        return {r.url.removeprefix(prefix): r.title for r in found if r.url.startswith(prefix)}


def _with_port(column: Column) -> Site:
    def site(asked: Asked) -> Answer:
        answer, host = column(asked), asked.headers["Host"]
        body = answer.body.replace(b"PORT", host.partition(":")[2].encode())
        headers = tuple((name, value.replace("{host}", host)) for name, value in answer.headers)
        return Answer(body, answer.status, headers)

    return site


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    sites = {name: _with_port(column) for name, column in COLUMNS.items()}
    with (
        Playhouse(sites) as house,
        Archive.open(tmp_path_factory.mktemp("columns")) as archive,
    ):
        seeds = [
            Seed(house.url(name, column.seed), column.depth, column.scope)
            for name, column in COLUMNS.items()
        ]
        settings = CrawlSettings(delay_s=0, allow_loopback=True)
        policy = FrontierPolicy(retry_delay=timedelta(0))
        crawl_seeds(archive, seeds, settings, policy, RecordingProgress())
        clean_pending(archive, lambda _: None)
        yield Crawled(archive, house)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_gives_exactly_its_reports(crawled: Crawled, name: str) -> None:
    key = {path.replace("mpost", "post"): title_of(n) for path, n in COLUMNS[name].reports.items()}
    assert crawled.reports_of(name) == key


@pytest.mark.parametrize("name", COLUMNS)
def test_each_report_has_its_own_text(crawled: Crawled, name: str) -> None:
    for path, number in COLUMNS[name].reports.items():
        report_id = report_id_of(crawled.house.url(name, path))
        assert list(crawled.archive.reports.get(report_id).paragraphs) == paragraphs_of(number)
