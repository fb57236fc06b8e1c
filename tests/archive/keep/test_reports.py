"""Reports, what their changes leave in the log, and what waits for the cleaner."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.address import report_id_of
from archive.errors import NotFoundError, UsageError
from archive.facts import Facts
from archive.keep import Archive, FrontierPolicy
from archive.model import (
    Change,
    ChangeKind,
    Outcome,
    PageKind,
    Rejected,
    Rejection,
    Removal,
    Report,
    Visit,
)
from tests.archive.keep.builders import (
    EVERY_RUN,
    START,
    HandClock,
    cleaned,
    column,
    crawl,
    document,
    keep,
    page,
)

URL = "http://www.qingshi.example/bg/1.html"
OTHER = "http://www.qingshi.example/bg/2.html"
HOUR = timedelta(hours=1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MAYBE = st.none() | TEXT


def _log(archive: Archive) -> list[tuple[int, ChangeKind, str]]:
    return [(c.number, c.kind, c.report_id) for c in archive.changes.after(0, 100)]


def _awaiting(archive: Archive) -> list[int]:
    return [s.snapshot_id for s in archive.snapshots.awaiting_cleaning(100)]


def _cleanable(archive: Archive) -> list[int]:
    return [s.snapshot_id for s in archive.snapshots.cleanable(100)]


def test_a_report_comes_back_as_it_was(archive: Archive) -> None:
    report = cleaned(keep(archive, URL))
    archive.reports.store(report)
    assert archive.reports.get(report.report_id) == report


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.builds(
        Report,
        report_id=st.just(report_id_of(URL)),
        url=st.just(URL),
        snapshot_id=st.just(1),
        cleaner_version=st.integers(1, 9),
        rule=TEXT,
        title=TEXT,
        paragraphs=st.lists(TEXT).map(tuple),
        issuer=MAYBE,
        published_on=st.none() | st.dates(),
        written_on=st.none() | st.dates(),
        document_number=MAYBE,
        index_number=MAYBE,
        site=MAYBE,
        place=MAYBE,
        removed=st.lists(st.builds(Removal, TEXT, TEXT)).map(tuple),
        facts=st.just(Facts(addresses=(URL,))),
    )
)
def test_any_report_comes_back_as_it_was(archive: Archive, report: Report) -> None:
    keep(archive, URL)
    archive.reports.store(report)
    assert archive.reports.get(report.report_id) == report


def test_storing_the_same_report_again_changes_nothing(archive: Archive) -> None:
    report = cleaned(keep(archive, URL))
    archive.reports.store(report)
    before = _log(archive)
    archive.reports.store(report)
    same_text = replace(report, cleaner_version=2, rule="zoom", removed=())
    archive.reports.store(same_text)
    newer = keep(archive, URL, b"another counter", at=START + HOUR)
    archive.reports.store(replace(same_text, snapshot_id=newer.snapshot_id))
    assert _log(archive) == before
    assert archive.reports.get(report.report_id).snapshot_id == newer.snapshot_id
    assert archive.reports.get(report.report_id).cleaner_version == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "另一标题"},
        {"paragraphs": ("只有一段",)},
        {"issuer": None},
        {"published_on": date(2024, 1, 1)},
        {"place": "临溪市"},
        {"document_number": None},
    ],
)
def test_a_report_that_changed_moves_to_the_end_of_the_log(
    archive: Archive, changed: dict[str, str]
) -> None:
    first, second = cleaned(keep(archive, URL)), cleaned(keep(archive, OTHER))
    archive.reports.store(first)
    archive.reports.store(second)
    archive.reports.store(replace(first, **changed))  # type: ignore[arg-type]  # one of several types
    assert _log(archive) == [
        (2, ChangeKind.STORED, second.report_id),
        (3, ChangeKind.STORED, first.report_id),
    ]


def test_the_log_is_read_in_pieces(archive: Archive) -> None:
    assert (archive.changes.last_number(), archive.changes.after(0, 5)) == (0, ())
    for number in range(5):
        archive.reports.store(cleaned(keep(archive, f"{URL}?{number}")))
    drained: list[Change] = []
    while piece := archive.changes.after(drained[-1].number if drained else 0, 2):
        assert len(piece) <= 2
        drained += piece
    assert [change.number for change in drained] == [1, 2, 3, 4, 5]
    assert archive.changes.last_number() == 5


def test_a_rejected_newer_snapshot_leaves_the_last_good_report(archive: Archive) -> None:
    report = cleaned(keep(archive, URL))
    archive.reports.store(report)
    newer = keep(archive, URL, b"404", at=START + HOUR)
    rejected = Rejected(newer.snapshot_id, URL, Rejection.ERROR_PAGE)
    archive.reports.reject(rejected, 1)
    assert archive.reports.get(report.report_id) == report
    assert archive.reports.rejected_for(URL) == rejected
    assert len(_log(archive)) == 1
    assert _awaiting(archive) == []
    assert list(archive.verify()) == []


def test_a_report_whose_own_snapshot_is_rejected_goes(archive: Archive) -> None:
    report = cleaned(keep(archive, URL))
    archive.reports.store(report)
    archive.reports.reject(Rejected(report.snapshot_id, URL, Rejection.LIST_PAGE), 2)
    with pytest.raises(NotFoundError):
        archive.reports.get(report.report_id)
    assert _log(archive) == [(2, ChangeKind.REMOVED, report.report_id)]
    assert list(archive.verify()) == []
    archive.reports.store(replace(report, cleaner_version=3))
    assert _log(archive) == [(3, ChangeKind.STORED, report.report_id)]
    assert archive.reports.rejected_for(URL) is None


def test_the_newest_snapshot_of_each_document_awaits_its_first_cleaner(archive: Archive) -> None:
    first = keep(archive, URL)
    second = keep(archive, OTHER)
    newest = keep(archive, URL, b"changed", at=START + HOUR)
    assert _awaiting(archive) == [second.snapshot_id, newest.snapshot_id]
    assert archive.snapshots.awaiting_cleaning(1) == (second,)
    assert archive.snapshots.awaiting_cleaning(9, after=second.snapshot_id) == (newest,)
    archive.reports.store(cleaned(second))
    archive.reports.reject(Rejected(newest.snapshot_id, URL, Rejection.EMPTY), 1)
    assert _awaiting(archive) == []
    assert _cleanable(archive) == [second.snapshot_id, newest.snapshot_id]
    assert first.snapshot_id not in _cleanable(archive)


def test_the_snapshot_of_a_report_is_for_new_cleaners_even_if_there_is_a_newer_one(
    archive: Archive,
) -> None:
    good = keep(archive, URL)
    archive.reports.store(cleaned(good))
    newer = keep(archive, URL, b"404", at=START + HOUR)
    archive.reports.reject(Rejected(newer.snapshot_id, URL, Rejection.ERROR_PAGE), 1)
    assert _cleanable(archive) == [good.snapshot_id, newer.snapshot_id]


def test_a_list_page_does_not_await_cleaning_until_it_is_read_as_a_document(
    archive: Archive,
) -> None:
    every_run = FrontierPolicy(revisit_after=timedelta(0))
    for kind, awaiting in ((PageKind.LIST, []), (PageKind.DOCUMENT, [1])):
        run = crawl(archive)
        frontier = archive.frontier(run, [column()], policy=every_run)
        (task,) = frontier.lease(1)
        frontier.acknowledge(task, page(task.url, kind=kind), ())
        archive.runs.finish(run, START)
        assert _awaiting(archive) == awaiting
    assert archive.snapshots.get(1).kind is PageKind.DOCUMENT


def test_ids_come_in_order_and_are_found_by_their_beginning(archive: Archive) -> None:
    for number in range(40):
        archive.reports.store(cleaned(keep(archive, f"{URL}?{number}")))
    ids = list(archive.reports.ids())
    assert len(ids) == 40
    assert ids == sorted(ids)
    for report_id in ids:
        assert archive.reports.find(report_id.upper()).report_id == report_id
    with pytest.raises(UsageError, match="give more of the id"):
        archive.reports.find("")
    unique = next(i for i in ids if sum(other[:3] == i[:3] for other in ids) == 1)
    assert archive.reports.find(unique[:3]).report_id == unique
    for unknown in ("zz", unique + "0", "%", "*"):
        with pytest.raises(NotFoundError, match="baogao search"):
            archive.reports.find(unknown)


def test_ids_may_be_read_in_many_pieces(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.keep.reports.store._BATCH", 3)
    expected = []
    for number in range(10):
        report = cleaned(keep(archive, f"{URL}?{number}"))
        archive.reports.store(report)
        expected.append(report.report_id)
    assert list(archive.reports.ids()) == sorted(expected)


def test_a_vanished_page_knows_since_when_and_its_report_stays(archive: Archive) -> None:
    every_run = FrontierPolicy(revisit_after=timedelta(0))
    report_id = ""
    seen = []
    outcomes = (Outcome.FETCHED, Outcome.GONE, Outcome.TIMEOUT, Outcome.GONE, Outcome.FETCHED)
    for hours, outcome in enumerate(outcomes):
        at = START + hours * HOUR
        run = crawl(archive, at)
        frontier = archive.frontier(run, [column()], policy=every_run, clock=HandClock(at))
        (task,) = frontier.lease(1)
        frontier.acknowledge(task, page(task.url, kind=PageKind.LIST, at=at), [document("1")])
        (task,) = frontier.lease(1)
        body = b"report" if outcome.has_body else None
        frontier.acknowledge(task, Visit(task.url, at, outcome, PageKind.DOCUMENT, body=body), ())
        archive.runs.finish(run, at)
        for snapshot in archive.snapshots.awaiting_cleaning(9):
            archive.reports.store(cleaned(snapshot))
            report_id = cleaned(snapshot).report_id
        last = archive.reports.last_visit(report_id)
        assert (last.url, last.visited_at, last.outcome) == (URL, at, outcome)
        seen.append(last.gone_since)
    gone = START + HOUR
    assert seen == [None, gone, gone, gone, None]
    assert archive.reports.get(report_id).url == URL
    assert archive.counts().snapshots == 2


def test_a_page_that_flaps_is_not_gone_and_one_that_stays_away_is(archive: Archive) -> None:
    gone, back = Outcome.GONE, Outcome.NOT_MODIFIED
    unconfirmed = []
    clock = HandClock()
    for outcome in (Outcome.FETCHED, gone, gone, back, gone, gone, gone, gone, back):
        run = crawl(archive, clock())
        frontier = archive.frontier(run, [column()], policy=EVERY_RUN, clock=clock)
        (task,) = frontier.lease(1)
        at, kind = clock(), PageKind.LIST
        frontier.acknowledge(task, page(task.url, kind=kind, at=at), [document("1")])
        (task,) = frontier.lease(1)
        body = b"report" if outcome.has_body else None
        frontier.acknowledge(task, Visit(task.url, at, outcome, PageKind.DOCUMENT, body=body), ())
        archive.runs.finish(run, at)
        last = archive.reports.last_visit(report_id_of(URL))
        unconfirmed.append(last.gone_unconfirmed if last.gone_since else None)
        clock.advance(timedelta(days=1))
    assert unconfirmed == [None, True, True, None, True, True, False, False, None]


def test_a_report_of_two_addresses_is_gone_when_both_are(archive: Archive) -> None:
    first, second = "import:9f86/a.txt", "import:9f86/b.txt"
    report_id = cleaned(keep(archive, first)).report_id
    keep(archive, second, at=START + HOUR)
    assert len(archive.snapshots.of_report(report_id)) == 2
    database = archive._database
    with database.transaction() as connection:
        connection.execute("UPDATE addresses SET gone_since = 5 WHERE url = ?", (first,))
    assert archive.reports.last_visit(report_id).gone_since is None
    assert archive.reports.last_visit(report_id).url == second
    with database.transaction() as connection:
        connection.execute("UPDATE addresses SET gone_since = 7 WHERE url = ?", (second,))
    gone_since = archive.reports.last_visit(report_id).gone_since
    assert gone_since is not None
    assert gone_since.microsecond == 7


def test_a_report_needs_its_snapshot(archive: Archive) -> None:
    report = replace(cleaned(keep(archive, URL)), snapshot_id=7)
    with pytest.raises(sqlite3.IntegrityError):
        archive.reports.store(report)
    assert archive.changes.last_number() == 0


def test_unknown_reports_are_not_found(archive: Archive) -> None:
    with pytest.raises(NotFoundError, match="'beef'"):
        archive.reports.get("beef")
    with pytest.raises(NotFoundError, match="'beef'"):
        archive.reports.last_visit("beef")
    assert archive.reports.rejected_for(URL) is None
    with pytest.raises(UsageError, match="no address"):
        archive.reports.rejected_for("nowhere")
