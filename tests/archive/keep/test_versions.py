"""Which bodies stay: those whose text, or whose links, differ from the ones before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from archive.address import report_id_of
from archive.facts import Evidence, Facts
from archive.keep import Archive
from archive.model import (
    Became,
    Fate,
    Link,
    Outcome,
    PageKind,
    Rejected,
    Rejection,
    Removal,
    Report,
    Snapshot,
)
from tests.archive.keep.builders import (
    EVERY_RUN,
    HandClock,
    cleaned,
    column,
    crawl,
    document,
    drain,
    imported,
    keep,
    page,
)

URL = "http://www.qingshi.example/bg/1.html"
COLUMN = "http://www.qingshi.example/bg/"
REPORT_ID = report_id_of(URL)


class Nights:
    """One report on a site, fetched night by night; what comes before ``|`` is its text."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.clock = HandClock()
        self.changes: list[int] = []

    def fetch(self, body: str, *, front: bytes = b"front") -> None:
        run = crawl(self.archive, self.clock())
        frontier = self.archive.frontier(run, [column()], policy=EVERY_RUN, clock=self.clock)
        for task in drain(frontier):
            is_list = task.kind is PageKind.LIST
            answer = page(
                task.url, front if is_list else body.encode(), kind=task.kind, at=self.clock()
            )
            frontier.acknowledge(task, answer, [document("1")] if is_list else [])
        self.archive.runs.finish(run, self.clock())
        self.clock.advance(timedelta(days=1))

    def clean(self, version: int = 1) -> None:
        kept = self.archive.snapshots
        for snapshot in kept.awaiting_cleaning(9) if version == 1 else kept.cleanable(9):
            self._judge(snapshot, version)
        assert not kept.awaiting_cleaning(9)

    def night(self, body: str) -> None:
        self.fetch(body)
        self.clean()

    def _judge(self, snapshot: Snapshot, version: int) -> None:
        text, _, chrome = snapshot.body.decode().partition("|")
        if text.startswith("404"):
            rejected = Rejected(snapshot.snapshot_id, snapshot.url, Rejection.ERROR_PAGE)
            self.archive.reports.reject(rejected, version)
            return
        made = cleaned(snapshot, version=version, title=text)
        facts = Facts(evidence=(Evidence("issuer", "line", chrome),))
        self.archive.reports.store(
            replace(made, removed=(Removal(chrome, "counter"),), facts=facts)
        )

    @property
    def bodies(self) -> list[str]:
        infos = self.archive.snapshots.of_url(URL)
        return [self.archive.snapshots.get(info.snapshot_id).body.decode() for info in infos]

    @property
    def blobs(self) -> int:
        return self.archive._database.scalar("SELECT count(*) FROM blobs")

    @property
    def report(self) -> Report:
        return self.archive.reports.get(REPORT_ID)


@pytest.fixture
def nights(archive: Archive) -> Nights:
    return Nights(archive)


def test_only_a_change_of_the_text_makes_a_version(nights: Nights, archive: Archive) -> None:
    for body in ("A|1 view", "A|2 views", "A|3 views", "B|4 views", "B|5 views", "A|6 views"):
        nights.night(body)
    assert nights.bodies == ["A|1 view", "B|4 views", "A|6 views"]
    assert nights.report.title == "A"
    assert nights.blobs == 1 + 3
    assert archive.changes.last_number() == 3
    assert list(archive.verify()) == []


def test_nothing_goes_before_the_cleaner_has_seen_it(nights: Nights) -> None:
    nights.night("A|1")
    nights.fetch("A|2")
    assert nights.bodies == ["A|1", "A|2"]
    nights.fetch("A|3")
    nights.clean()
    assert nights.bodies == ["A|1", "A|2", "A|3"]  # the second was never seen
    nights.fetch("A|4")
    nights.clean()
    assert nights.bodies == ["A|1", "A|2", "A|3"]


def test_a_visit_keeps_the_digest_of_the_body_that_went(nights: Nights, archive: Archive) -> None:
    nights.night("A|1")
    nights.fetch("A|2")
    digest = archive.snapshots.of_url(URL)[-1].digest
    nights.clean()
    row = archive._database.one("SELECT blob_id, digest FROM visits ORDER BY visit_id DESC")
    assert row is not None
    assert (row["blob_id"], row["digest"]) == (None, digest)
    run = archive.runs.last()
    assert run is not None
    became = {visit.url: visit.became for visit in archive.visits.of_run(run)}
    assert became[URL] == Became(Fate.UNCHANGED)
    assert archive.snapshots.of_url(URL)[-1].snapshot_id == nights.report.snapshot_id


def test_a_body_that_another_address_has_too_stays_for_that_one(
    nights: Nights, archive: Archive
) -> None:
    nights.night("A|1")
    other = keep(archive, "import:9f86/a.htm", b"A|2")
    nights.night("A|2")
    assert nights.bodies == ["A|1"]
    assert archive.snapshots.get(other.snapshot_id).body == b"A|2"
    assert list(archive.verify()) == []


def test_what_a_person_imported_always_stays(nights: Nights, archive: Archive) -> None:
    nights.night("A|1")
    run = archive.runs.begin(archive.runs.get(1).kind, nights.clock())
    archive.record_import(run, imported(URL, b"A|2"))
    nights.clean()
    assert nights.bodies == ["A|1", "A|2"]


def test_an_error_page_between_is_no_version_that_could_stand_for_others(nights: Nights) -> None:
    for body in ("A|1", "404|2", "A|3", "A|4"):
        nights.night(body)
    assert nights.bodies == ["A|1", "404|2", "A|3"]


def test_texts_of_two_cleaners_are_not_compared(nights: Nights) -> None:
    nights.night("A|1")
    nights.fetch("A|2")
    nights.clean(version=2)
    # The older one was cleaned again first, being the report's: now both are of one cleaner.
    assert nights.bodies == ["A|1"]
    nights.night("404|3")
    nights.fetch("B|4")
    nights.clean(version=3)
    assert nights.bodies == ["A|1", "404|3", "B|4"]


def test_a_dropped_snapshot_has_become_unchanged(nights: Nights, archive: Archive) -> None:
    nights.night("A|1")
    nights.fetch("A|2")
    dropped = archive.snapshots.of_url(URL)[-1].snapshot_id
    nights.clean()
    assert archive.visits.became(dropped) == Became(Fate.UNCHANGED)


def test_changes_of_the_text_are_counted_and_calm_begins_anew(
    nights: Nights, archive: Archive
) -> None:
    def seen() -> tuple[int, timedelta]:
        row = archive._database.one(
            "SELECT changes, (rested_at - calm_since) / 1000000 AS calm FROM addresses"
            " WHERE url = ?",
            (URL,),
        )
        assert row is not None
        return row["changes"], timedelta(seconds=row["calm"])

    nights.night("A|1")
    published = cleaned(archive.snapshots.get(nights.report.snapshot_id)).published_on
    assert published == date(2025, 3, 4)
    assert (seen()[0], seen()[1].days) == (0, 363)
    nights.night("A|2")
    assert (seen()[0], seen()[1].days) == (0, 364)
    nights.night("B|3")
    assert seen() == (1, timedelta(0))
    nights.night("B|3")
    assert seen() == (1, timedelta(days=1))


def test_a_list_is_kept_again_only_if_it_leads_elsewhere(archive: Archive) -> None:
    clock = HandClock()

    def night(body: bytes, *names: str) -> None:
        run = crawl(archive, clock())
        frontier = archive.frontier(run, [column()], policy=EVERY_RUN, clock=clock)
        (task,) = frontier.lease(1)
        links = [document(name) for name in names]
        frontier.acknowledge(task, page(COLUMN, body, kind=PageKind.LIST, at=clock()), links)
        archive.runs.finish(run, clock())
        clock.advance(timedelta(days=1))

    night(b"today is the 1st", "a", "b")
    night(b"today is the 2nd", "a", "b")
    night(b"today is the 3rd", "c", "a")
    night(b"today is the 4th")
    night(b"today is the 5th")
    infos = archive.snapshots.of_url(COLUMN)
    bodies = [archive.snapshots.get(info.snapshot_id).body for info in infos]
    assert bodies == [b"today is the %s" % day for day in (b"1st", b"3rd", b"4th", b"5th")]
    assert archive._database.scalar("SELECT count(*) FROM blobs") == 4
    assert list(archive.verify()) == []


def test_a_list_that_becomes_a_document_is_kept(archive: Archive) -> None:
    clock = HandClock()
    links = [Link(f"{COLUMN}a.html", PageKind.DOCUMENT, 1)]
    for kind in (PageKind.DOCUMENT, PageKind.LIST, PageKind.LIST):
        run = crawl(archive, clock())
        frontier = archive.frontier(run, [column()], policy=EVERY_RUN, clock=clock)
        (task,) = frontier.lease(1)
        frontier.acknowledge(task, page(COLUMN, str(clock()).encode(), kind=kind), links)
        archive.runs.finish(run, clock())
        clock.advance(timedelta(days=1))
    assert len(archive.snapshots.of_url(COLUMN)) == 2
    assert archive.runs.get(3).outcomes == ((Outcome.FETCHED, 1),)
