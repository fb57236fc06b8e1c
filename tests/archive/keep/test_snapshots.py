"""Bodies, where they came from, and imports."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.address import host_of
from archive.errors import NotFoundError, UsageError
from archive.keep import Archive, ImportChange, ImportResult
from archive.model import Outcome, PageKind, RunKind, Visit
from tests.archive.keep.builders import (
    START,
    column,
    crawl,
    document,
    failure,
    imported,
    keep,
    page,
)

URL = "http://www.qingshi.example/bg/1.html"
HOUR = timedelta(hours=1)


def test_a_fetched_page_comes_back_with_all_that_came_with_it(archive: Archive) -> None:
    frontier = archive.frontier(crawl(archive), [column()])
    (task,) = frontier.lease(1)
    headers = (("Set-Cookie", "a=1"), ("Content-Type", "text/html"), ("set-cookie", "b=\xe9"))
    visit = page(task.url, "报告".encode("gbk"), kind=PageKind.LIST, headers=headers)
    frontier.acknowledge(task, visit, ())
    (info,) = archive.snapshots.of_url("HTTP://www.qingshi.example:80/bg/#top")
    snapshot = archive.snapshots.get(info.snapshot_id)
    assert (snapshot.url, snapshot.visited_at, snapshot.status) == (task.url, START, 200)
    assert (snapshot.headers, snapshot.kind) == (headers, PageKind.LIST)
    assert snapshot.body == "报告".encode("gbk")
    assert snapshot.header("content-type") == "text/html"
    assert (info.size_bytes, info.digest) == (4, snapshot.digest)
    assert archive.snapshots.by_digest(snapshot.digest.upper()) == snapshot


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=2000))
def test_any_body_comes_back_as_it_was(archive: Archive, body: bytes) -> None:
    assert keep(archive, URL, body).body == body


def test_an_unchanged_body_is_a_visit_but_no_snapshot(archive: Archive) -> None:
    first = keep(archive, URL)
    again = keep(archive, URL, at=START + HOUR)
    assert again == first
    changed = keep(archive, URL, b"changed", at=START + 2 * HOUR)
    back = keep(archive, URL, at=START + 3 * HOUR)
    infos = archive.snapshots.of_url(URL)
    assert [info.snapshot_id for info in infos] == [
        first.snapshot_id,
        changed.snapshot_id,
        back.snapshot_id,
    ]
    assert (back.digest, back.visited_at) == (first.digest, START + 3 * HOUR)
    assert archive.runs.get(1).outcomes == ((Outcome.IMPORTED, 4),)
    assert archive._database.scalar("SELECT count(*) FROM blobs") == 2


def test_an_import_says_what_became_of_it(archive: Archive) -> None:
    run = archive.runs.begin(RunKind.IMPORT, START)
    results = [archive.record_import(run, imported(URL, body)) for body in (b"1", b"1", b"2")]
    assert results == [
        ImportResult(ImportChange.NEW, 1),
        ImportResult(ImportChange.UNCHANGED, 1),
        ImportResult(ImportChange.CHANGED, 2),
    ]


def test_imports_need_an_address_and_a_body(archive: Archive) -> None:
    run = archive.runs.begin(RunKind.IMPORT, START)
    with pytest.raises(UsageError, match="no address that can be kept: 'saved page'"):
        archive.record_import(run, imported("saved page"))
    with pytest.raises(ValueError, match="needs a body"):
        archive.record_import(run, failure(URL, Outcome.GONE))
    assert (archive.counts().waiting_addresses, archive.runs.get(1).outcomes) == (0, ())


def test_an_imported_page_is_fetched_once_the_crawl_meets_it(archive: Archive) -> None:
    keep(archive, URL)
    frontier = archive.frontier(crawl(archive), [column()], clock=lambda: START)
    (task,) = frontier.lease(1)
    assert host_of(task.url) == host_of(URL)
    frontier.acknowledge(task, page(task.url, kind=PageKind.LIST), [document("1")])
    (task,) = frontier.lease(1)
    assert (task.url, task.etag) == (URL, None)


def test_an_import_forgets_the_validators_of_the_body_before(archive: Archive) -> None:
    run = crawl(archive)
    frontier = archive.frontier(run, [column()])
    (task,) = frontier.lease(1)
    visit = page(task.url, kind=PageKind.LIST, headers=(("ETag", '"1"'),))
    frontier.acknowledge(task, visit, ())
    archive.runs.finish(run, START)
    archive.record_import(run, Visit(task.url, START, Outcome.IMPORTED, PageKind.LIST, body=b"x"))
    (task,) = archive.frontier(crawl(archive), [column()]).lease(1)
    assert task.etag is None


def test_what_is_not_there_is_not_found(archive: Archive) -> None:
    with pytest.raises(NotFoundError, match="no snapshot 7"):
        archive.snapshots.get(7)
    with pytest.raises(NotFoundError, match="'beef'"):
        archive.snapshots.by_digest("beef")
    assert archive.snapshots.of_url(URL) == ()
    assert archive.snapshots.of_report("beef") == ()
    with pytest.raises(UsageError, match="no address"):
        archive.snapshots.of_url("nowhere")


def test_everything_is_counted(archive: Archive) -> None:
    keep(archive, URL)
    keep(archive, "import:9f86/a.txt")
    frontier = archive.frontier(crawl(archive), [column("www.linxi.example")])
    (task,) = frontier.lease(1)
    links = [document(name, "www.linxi.example") for name in "ab"]
    frontier.acknowledge(task, page(task.url, kind=PageKind.LIST), links)
    counts = archive.counts()
    assert (counts.sites, counts.snapshots, counts.reports) == (2, 3, 0)
    assert (counts.awaiting_cleaning, counts.waiting_addresses) == (2, 2)


def test_an_older_state_is_kept_behind_the_newer_one(archive: Archive) -> None:
    new = keep(archive, URL, b"2", at=START + 2 * HOUR)
    run = archive.runs.begin(RunKind.IMPORT, START)
    older = [imported(URL, body, at=START) for body in (b"1", b"1", b"2")]
    results = [archive.record_import(run, visit) for visit in older]
    assert results == [
        ImportResult(ImportChange.EARLIER, 2),
        ImportResult(ImportChange.UNCHANGED, 2),
        ImportResult(ImportChange.UNCHANGED, new.snapshot_id),
    ]
    assert [info.snapshot_id for info in archive.snapshots.of_url(URL)] == [2, new.snapshot_id]
    assert [each.body for each in archive.snapshots.cleanable(9)] == [b"2"]


def test_a_state_from_before_the_last_look_is_an_older_one(archive: Archive) -> None:
    keep(archive, URL, b"2", at=START)
    keep(archive, URL, b"2", at=START + 2 * HOUR)
    run = archive.runs.begin(RunKind.IMPORT, START)
    between = archive.record_import(run, imported(URL, b"1", at=START + HOUR))
    after = archive.record_import(run, imported(URL, b"3", at=START + 3 * HOUR))
    assert (between.change, after.change) == (ImportChange.EARLIER, ImportChange.CHANGED)


def test_imported_pages_of_an_article_are_joined(archive: Archive) -> None:
    run = archive.runs.begin(RunKind.IMPORT, START)
    second = URL.replace("1.html", "1_2.html")
    archive.record_imports(run, [imported(URL, b"1"), imported(second, b"2")], {second: URL})
    (whole,) = archive.snapshots.cleanable(9)
    (part,) = archive.snapshots.parts_of(whole)
    assert (whole.url, part.url, part.snapshot and part.snapshot.body) == (URL, second, b"2")
