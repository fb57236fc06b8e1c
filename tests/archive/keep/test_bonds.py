"""Addresses that belong together: spellings, redirects, columns, pages of one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from archive.address import report_id_of
from archive.keep import Archive, SqliteFrontier
from archive.model import (
    ChangeKind,
    Fate,
    Link,
    Outcome,
    PageKind,
    Rejected,
    Rejection,
    Report,
    Scope,
    Seed,
    Snapshot,
    Visit,
)
from tests.archive.keep.builders import (
    EVERY_RUN,
    START,
    HandClock,
    cleaned,
    crawl,
    failure,
    keep,
    page,
)

SITE = "http://www.qingshi.example"
COLUMN = Seed(f"{SITE}/bg/", scope=Scope.HOST)
FIRST, SECOND, THIRD = (f"{SITE}/bg/1{end}.html" for end in ("", "_1", "_10"))
OTHER = f"{SITE}/fzjs/9.html"
TEXT = (
    "全县各部门依照职责办事，把规范执法、便民服务、调处矛盾一起部署、一起检查，群众满意度稳步提高。",
) * 3


def links(*urls: str, kind: PageKind = PageKind.DOCUMENT) -> list[Link]:
    return [Link(url, kind, 1) for url in urls]


class Crawl:
    """A crawl by hand: every address answers what the test says, the last list first."""

    def __init__(self, archive: Archive, at: timedelta = timedelta()) -> None:
        self.archive = archive
        self.clock = HandClock(START + at)
        self.run = crawl(archive, self.clock.now)
        self.frontier: SqliteFrontier = archive.frontier(
            self.run, [COLUMN], policy=EVERY_RUN, clock=self.clock
        )

    def go(self, answers: dict[str, tuple[Visit, Sequence[Link]]]) -> None:
        while tasks := self.frontier.lease(1):
            for task in tasks:
                visit, found = answers[task.url]
                self.frontier.acknowledge(task, replace(visit, visited_at=self.clock.now), found)
        self.archive.runs.finish(self.run, self.clock.now)


def listed(*found: Link) -> tuple[Visit, Sequence[Link]]:
    body = repr(found).encode()
    return page(COLUMN.url, body, kind=PageKind.LIST), found


def shown(url: str, body: bytes = b"", kind: PageKind = PageKind.DOCUMENT) -> Visit:
    return page(url, body or url.encode(), kind=kind)


def pending(archive: Archive) -> list[Snapshot]:
    return list(archive.snapshots.awaiting_cleaning(99))


def made(snapshot: Snapshot, *paragraphs: str) -> Report:
    return replace(cleaned(snapshot), paragraphs=paragraphs or TEXT)


def log(archive: Archive) -> list[tuple[ChangeKind, str]]:
    return [(change.kind, change.report_id) for change in archive.changes.after(0, 99)]


def test_spellings_and_redirects_are_addresses_of_the_report(archive: Archive) -> None:
    old = f"{SITE}/old.html"
    met = Link(FIRST, PageKind.DOCUMENT, 1, met_as=f"{FIRST}?shareKey=1")
    Crawl(archive).go(
        {
            COLUMN.url: listed(met, *links(old)),
            FIRST: (shown(FIRST), ()),
            old: (failure(old, Outcome.REDIRECTED), links(FIRST)),
        }
    )
    (snapshot,) = pending(archive)
    archive.reports.store(made(snapshot))
    report = archive.reports.get(report_id_of(FIRST))
    assert report.facts.addresses == (FIRST, old, f"{FIRST}?shareKey=1")


def test_two_schemes_are_one_report_told_by_the_first(archive: Archive) -> None:
    secure = FIRST.replace("http:", "https:")
    answers = {
        COLUMN.url: listed(*links(FIRST, secure)),
        FIRST: (shown(FIRST), ()),
        secure: (shown(secure), ()),
    }
    Crawl(archive).go(answers)
    for snapshot in pending(archive):
        archive.reports.store(made(snapshot))
    (report_id,) = archive.reports.ids()
    report = archive.reports.get(report_id)
    assert (report.url, set(report.facts.addresses)) == (FIRST, {FIRST, secure})
    assert log(archive) == [(ChangeKind.STORED, report_id)]
    assert list(archive.verify()) == []


def two_columns(archive: Archive, at: timedelta = timedelta(), other: bytes = b"") -> None:
    Crawl(archive, at).go(
        {
            COLUMN.url: listed(*links(FIRST, OTHER)),
            FIRST: (shown(FIRST), ()),
            OTHER: (shown(OTHER, other), ()),
        }
    )


@pytest.mark.parametrize("order", [1, -1])
def test_one_text_in_two_columns_is_one_report(archive: Archive, order: int) -> None:
    two_columns(archive)
    for snapshot in pending(archive)[::order]:
        archive.reports.store(made(snapshot))
    (report_id,) = archive.reports.ids()
    assert set(archive.reports.get(report_id).facts.addresses) == {FIRST, OTHER}
    assert len(archive.snapshots.of_report(report_id)) == 2
    assert pending(archive) == []
    assert list(archive.verify()) == []


def test_columns_part_when_one_of_them_says_something_else(archive: Archive) -> None:
    two_columns(archive)
    for snapshot in pending(archive):
        archive.reports.store(made(snapshot))
    two_columns(archive, timedelta(days=1), b"another page")
    (snapshot,) = pending(archive)
    archive.reports.store(made(snapshot, *TEXT, "二、存在的问题"))
    assert set(archive.reports.ids()) == {report_id_of(FIRST), report_id_of(OTHER)}
    assert archive.reports.get(report_id_of(FIRST)).paragraphs == TEXT
    assert archive.reports.get(report_id_of(OTHER)).facts.addresses == (OTHER,)
    assert list(archive.verify()) == []


def test_a_column_left_behind_by_a_change_is_cleaned_again(archive: Archive) -> None:
    two_columns(archive)
    first, other = pending(archive)
    archive.reports.store(made(first))
    archive.reports.store(made(other))
    archive.reports.store(made(first, *TEXT, "二、存在的问题"))
    assert [snapshot.url for snapshot in pending(archive)] == [OTHER]
    archive.reports.store(made(other))
    assert archive.reports.get(report_id_of(OTHER)).paragraphs == TEXT


def test_a_column_outlives_the_one_that_told_the_report(archive: Archive) -> None:
    two_columns(archive)
    first, other = pending(archive)
    archive.reports.store(made(first))
    archive.reports.store(made(other))
    archive.reports.reject(Rejected(first.snapshot_id, first.url, Rejection.LIST_PAGE), 1)
    assert [snapshot.url for snapshot in pending(archive)] == [OTHER]
    archive.reports.store(made(other))
    assert archive.reports.get(report_id_of(FIRST)).url == OTHER
    assert list(archive.verify()) == []


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ({"index_number": "QS-1"}, {"index_number": "QS-2"}, 2),
        ({"document_number": "青司〔2025〕3号"}, {"document_number": "青司〔2024〕9号"}, 2),
        ({"written_on": date(2025, 1, 6)}, {"written_on": date(2024, 1, 5)}, 2),
        ({"index_number": "QS-1"}, {"index_number": None}, 1),
        ({"published_on": date(2025, 1, 6)}, {"published_on": date(2025, 1, 9)}, 1),
    ],
)
def test_one_text_with_numbers_of_its_own_is_another_document(
    archive: Archive, first: dict[str, Any], second: dict[str, Any], count: int
) -> None:
    two_columns(archive)
    for snapshot, facts in zip(pending(archive), (first, second), strict=True):
        archive.reports.store(replace(made(snapshot), **facts))
    assert len(list(archive.reports.ids())) == count


def test_files_without_an_address_are_one_only_if_nothing_differs(archive: Archive) -> None:
    days = (date(2025, 1, 6), date(2025, 1, 9), date(2025, 1, 6))
    for number, day in enumerate(days):
        snapshot = keep(archive, f"import:{number}/a.txt", b"%d" % number)
        archive.reports.store(replace(made(snapshot), published_on=day))
    assert len(list(archive.reports.ids())) == 2


def test_short_texts_and_other_sites_are_never_taken_for_one(archive: Archive) -> None:
    two_columns(archive)
    for snapshot in pending(archive):
        archive.reports.store(made(snapshot, "详见附件。"))
    assert len(list(archive.reports.ids())) == 2


def article(archive: Archive, second: Visit, at: timedelta = timedelta(), days: str = "") -> None:
    parts = links(SECOND, THIRD, kind=PageKind.PART)
    Crawl(archive, at).go(
        {
            COLUMN.url: listed(*links(FIRST)),
            FIRST: (shown(FIRST), parts),
            SECOND: (second, ()),
            THIRD: (shown(THIRD, kind=PageKind.PART), ()),
        }
    )


def test_an_article_has_its_further_pages_in_order(archive: Archive) -> None:
    article(archive, shown(SECOND, kind=PageKind.PART))
    (whole,) = pending(archive)
    assert whole.url == FIRST
    parts = archive.snapshots.parts_of(whole)
    assert [part.url for part in parts] == [SECOND, THIRD]
    assert all(part.snapshot and part.snapshot.url == part.url for part in parts)
    archive.reports.store(made(whole))
    (report_id,) = archive.reports.ids()
    assert len(archive.snapshots.of_report(report_id)) == 3
    run = archive.runs.last()
    assert run is not None
    fates = {record.url: record.became.fate for record in archive.visits.of_run(run)}
    assert fates[SECOND] is Fate.PART


def test_an_article_waits_for_pages_still_to_come(archive: Archive) -> None:
    crawled = Crawl(archive)
    (task,) = crawled.frontier.lease(1)
    crawled.frontier.acknowledge(task, *listed(*links(FIRST)))
    (task,) = crawled.frontier.lease(1)
    found = links(SECOND, kind=PageKind.PART)
    crawled.frontier.acknowledge(task, shown(FIRST), found)
    assert pending(archive) == []
    (task,) = crawled.frontier.lease(1)
    crawled.frontier.acknowledge(task, shown(SECOND, kind=PageKind.PART), ())
    assert [snapshot.url for snapshot in pending(archive)] == [FIRST]


def test_a_page_that_cannot_be_had_is_named(archive: Archive) -> None:
    article(archive, replace(failure(SECOND, Outcome.GONE), kind=PageKind.PART))
    (whole,) = pending(archive)
    assert [(part.url, part.snapshot is None) for part in archive.snapshots.parts_of(whole)] == [
        (SECOND, True),
        (THIRD, False),
    ]


def test_a_changed_page_lets_its_article_be_cleaned_again(archive: Archive) -> None:
    article(archive, shown(SECOND, kind=PageKind.PART))
    archive.reports.store(made(pending(archive)[0]))
    article(archive, shown(SECOND, b"changed", kind=PageKind.PART), timedelta(days=1))
    assert [snapshot.url for snapshot in pending(archive)] == [FIRST]


def test_a_page_taken_for_an_article_gives_its_report_back(archive: Archive) -> None:
    answers = {
        COLUMN.url: listed(*links(SECOND)),
        SECOND: (shown(SECOND), ()),
    }
    Crawl(archive).go(answers)
    archive.reports.store(made(pending(archive)[0]))
    found = links(SECOND, kind=PageKind.PART)
    later = {
        COLUMN.url: listed(*links(FIRST, SECOND)),
        FIRST: (shown(FIRST), found),
        SECOND: (shown(SECOND, kind=PageKind.PART), ()),
    }
    Crawl(archive, timedelta(days=1)).go(later)
    assert list(archive.reports.ids()) == []
    (whole,) = pending(archive)
    assert [part.url for part in archive.snapshots.parts_of(whole)] == [SECOND]


def test_a_later_page_met_first_leads_to_its_article(archive: Archive) -> None:
    answers = {
        COLUMN.url: listed(*links(SECOND)),
        SECOND: (shown(SECOND, kind=PageKind.PART), links(FIRST)),
        FIRST: (shown(FIRST), links(SECOND, kind=PageKind.PART)),
    }
    Crawl(archive).go(answers)
    (whole,) = pending(archive)
    assert whole.url == FIRST
    assert [part.url for part in archive.snapshots.parts_of(whole)] == [SECOND]
