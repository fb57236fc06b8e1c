"""All visits, as somebody gets them who takes the archive elsewhere."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from archive.keep import Archive
from archive.model import Keeper, Outcome, PageKind, PastVisit, Visit
from tests.archive.keep.builders import (
    EVERY_RUN,
    START,
    cleaned,
    column,
    crawl,
    document,
    failure,
    imported,
    keep,
    page,
)

URL = "http://www.qingshi.example/bg/1.html"
DAY = timedelta(days=1)


def visited(archive: Archive, *visits: Visit) -> None:
    """Record visits of one document, a crawl each, and of its column before them."""
    for visit in visits:
        run = crawl(archive, visit.visited_at)
        frontier = archive.frontier(
            run,
            [column()],
            policy=EVERY_RUN,
            clock=lambda at=visit.visited_at: at,  # type: ignore[misc]
        )
        for task in frontier.lease(1):
            listed = page(task.url, kind=PageKind.LIST, at=visit.visited_at)
            frontier.acknowledge(task, listed, [document("1")])
        for task in frontier.lease(1):
            frontier.acknowledge(task, visit, ())
        archive.runs.finish(run, visit.visited_at)


def of_document(archive: Archive) -> list[PastVisit]:
    past = list(archive.visits.all())
    assert len(past) == archive.visits.count()
    return [each for each in past if each.url == URL]


def test_a_body_comes_with_the_visit_that_first_brought_it(archive: Archive) -> None:
    still = Visit(URL, START + 2 * DAY, Outcome.NOT_MODIFIED, PageKind.DOCUMENT, 304)
    visited(
        archive,
        page(URL, b"1", headers=(("X-A", "1"),)),
        page(URL, b"1", at=START + DAY),
        still,
        page(URL, b"2", at=START + 3 * DAY),
    )
    first, again, unmodified, other = of_document(archive)
    digest, kept_with = sha256(b"1").hexdigest(), Keeper(URL, START)
    assert (first.body, first.digest, first.kept_with) == (b"1", digest, None)
    assert (first.headers, first.status, first.visited_at) == ((("X-A", "1"),), 200, START)
    assert (again.body, again.digest, again.kept_with) == (None, digest, kept_with)
    assert (unmodified.outcome, unmodified.kept_with) == (Outcome.NOT_MODIFIED, kept_with)
    assert (other.body, other.kept_with) == (b"2", None)


def test_what_is_unmodified_is_the_newest_body(archive: Archive) -> None:
    visited(archive, page(URL, b"new"))
    keep(archive, URL, b"old", at=START - 300 * DAY)
    visited(archive, Visit(URL, START + DAY, Outcome.NOT_MODIFIED, PageKind.DOCUMENT, 304))
    assert of_document(archive)[-1].kept_with == Keeper(URL, START)


def test_a_body_that_goes_meanwhile_is_no_error(archive: Archive) -> None:
    visited(archive, page(URL, b"1"), page(URL, b"2", at=START + DAY))
    told = archive.visits.all()
    found = [next(told)]
    for info in archive.snapshots.of_url(URL):
        archive.reports.store(cleaned(archive.snapshots.get(info.snapshot_id)))
    found += told
    assert [each.body for each in found if each.url == URL] == [b"1", None]
    assert found[-1].digest == sha256(b"2").hexdigest()


def test_what_brought_no_body_is_there_too(archive: Archive) -> None:
    visited(archive, failure(URL, Outcome.TIMEOUT))
    (silent,) = of_document(archive)
    assert (silent.outcome, silent.status, silent.body) == (Outcome.TIMEOUT, None, None)
    assert (silent.digest, silent.kept_with, silent.detail) == (None, None, "as the test wants it")


def test_a_body_of_two_addresses_comes_once(archive: Archive) -> None:
    keep(archive, URL, b"1")
    other = URL.replace("1.html", "2.html")
    run = crawl(archive)
    archive.record_import(run, imported(other, b"1", at=START + DAY))
    first, second = archive.visits.all()
    assert (first.body, second.body) == (b"1", None)
    assert (second.url, second.kept_with) == (other, Keeper(URL, START))
