"""What runs got from hosts, and the alarms that follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.keep import Archive
from archive.keep.history.alarming import Night, alarms_of
from archive.model import (
    Alarm,
    AlarmKind,
    HostOutcomes,
    Link,
    Outcome,
    PageKind,
    Rejected,
    Rejection,
    Run,
    Visit,
)
from tests.archive.keep.builders import (
    EVERY_RUN,
    HandClock,
    cleaned,
    column,
    crawl,
    document,
    drain,
)

HOST = "www.qingshi.example"
GOOD, BAD = Night(yielded=9), Night()
USUAL = Night(yielded=9, documents=6, characters=18_000)
COUNTS = st.integers(0, 10**6)
NIGHTS = st.lists(st.builds(Night, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS), min_size=1, max_size=9)


def _kinds(*nights: Night) -> list[AlarmKind]:
    return [kind for kind, _ in alarms_of(nights)]


@pytest.mark.parametrize(
    ("nights", "silent"),
    [
        ([GOOD], False),
        ([BAD] * 9, False),  # it never gave anything
        ([BAD, BAD, GOOD], False),
        ([BAD, BAD, BAD, GOOD], True),
        ([GOOD, BAD, BAD, BAD, GOOD], False),  # it is back
    ],
)
def test_silence(nights: list[Night], silent: bool) -> None:
    assert (AlarmKind.SILENT in _kinds(*nights)) is silent


@pytest.mark.parametrize(
    ("tonight", "shrunken"),
    [
        (Night(yielded=1, before=1000, after=500), False),
        (Night(yielded=1, before=1000, after=499), True),
        (Night(yielded=1, documents=3, characters=3000), False),
        (Night(yielded=1, documents=3, characters=2900), True),
        (Night(yielded=1, documents=2, characters=0), False),  # two are no average
    ],
)
def test_shrinking(tonight: Night, shrunken: bool) -> None:
    assert (AlarmKind.SHRUNKEN in _kinds(tonight, USUAL)) is shrunken
    few = replace(USUAL, documents=4)
    assert AlarmKind.SHRUNKEN not in _kinds(replace(tonight, before=0, after=0), few)


@given(NIGHTS)
def test_alarms_never_fail_and_are_of_different_kinds(nights: list[Night]) -> None:
    kinds = _kinds(*nights)
    assert len(set(kinds)) == len(kinds)


class Site:
    """One column with three documents, fetched and cleaned night by night."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.clock = HandClock()

    def night(
        self,
        outcome: Outcome = Outcome.FETCHED,
        *,
        text: str = "全县办结矛盾纠纷。" * 50,
        links: bool = True,
        rejected: bool = False,
    ) -> Run:
        run = crawl(self.archive, self.clock())
        frontier = self.archive.frontier(run, [column()], policy=EVERY_RUN, clock=self.clock)
        for task in drain(frontier):
            is_list = task.kind is PageKind.LIST
            body = f"{task.url} {text}".encode() if outcome.has_body else None
            visit = Visit(task.url, self.clock(), outcome, task.kind, body=body, detail="so")
            found: list[Link] = [document(name) for name in "abc"] if is_list and links else []
            frontier.acknowledge(task, visit, found if outcome.has_body else [])
            self.clock.advance(timedelta(hours=1))
        self._clean(text, rejected=rejected)
        self.archive.runs.finish(run, self.clock())
        self.archive.nights.judge(run)
        return self.archive.runs.get(run.run_id)

    def _clean(self, text: str, *, rejected: bool) -> None:
        for snapshot in self.archive.snapshots.awaiting_cleaning(9):
            if rejected:
                reason = Rejection.NO_MAIN_TEXT
                self.archive.reports.reject(Rejected(snapshot.snapshot_id, snapshot.url, reason), 1)
            else:
                # No two say the same, or they would be one report.
                own = text + snapshot.url[-6]
                self.archive.reports.store(replace(cleaned(snapshot), paragraphs=(own,)))


def test_a_host_that_gives_nothing_for_three_nights_raises_an_alarm(archive: Archive) -> None:
    site = Site(archive)
    assert site.night().alarms == ()
    failing = (Outcome.BLOCKED, Outcome.SERVER_ERROR)
    assert [site.night(outcome).alarms for outcome in failing] == [(), ()]
    run = site.night(Outcome.FETCHED, links=False, rejected=True)
    assert run.alarms == ()  # its documents still came
    for outcome in (Outcome.UNREACHABLE, Outcome.GONE):
        assert site.night(outcome).alarms == ()
    run = site.night(Outcome.REFUSED)
    assert run.alarms == (Alarm(HOST, AlarmKind.SILENT, "gave nothing for 3 nights"),)
    assert archive.nights.judge(run) == run.alarms
    assert site.night(Outcome.REFUSED).alarms[0].detail == "gave nothing for 4 nights"
    assert site.night(Outcome.NOT_MODIFIED).alarms == ()


def test_a_list_that_leads_nowhere_any_more_gives_nothing(archive: Archive) -> None:
    site = Site(archive)

    def night(body: bytes, links: list[Link]) -> tuple[Alarm, ...]:
        run = crawl(archive, site.clock())
        frontier = archive.frontier(run, [column()], policy=EVERY_RUN, clock=site.clock)
        (task,) = frontier.lease(1)
        visit = Visit(task.url, site.clock(), Outcome.FETCHED, PageKind.LIST, body=body)
        frontier.acknowledge(task, visit, links)
        archive.runs.finish(run, site.clock())
        return archive.nights.judge(run)

    assert night(b"list", [document("a")]) == ()
    alarms = [night(b"please wait %d" % n, []) for n in range(3)]
    assert [len(each) for each in alarms] == [0, 0, 1]


def test_a_host_whose_text_shrinks_raises_an_alarm(archive: Archive) -> None:
    site = Site(archive)
    site.night()
    assert site.night(text="全县办结矛盾纠纷。" * 30).alarms == ()
    (alarm,) = site.night(text="全县办结。").alarms
    assert (alarm.kind, alarm.detail) == (
        AlarmKind.SHRUNKEN,
        "changed reports fell from 813 to 18 characters",
    )
    assert site.night(text="全县办结。").alarms == ()


def test_a_host_whose_reports_are_rejected_now_raises_an_alarm(archive: Archive) -> None:
    site = Site(archive)
    site.night()
    (alarm,) = site.night(text="login", rejected=True).alarms
    assert alarm.kind is AlarmKind.SHRUNKEN


def test_cleaning_again_with_a_new_cleaner_is_no_news_of_the_host(archive: Archive) -> None:
    site = Site(archive)
    run = site.night()
    for snapshot in archive.snapshots.cleanable(9):
        archive.reports.store(replace(cleaned(snapshot, version=2), paragraphs=("short",)))
    assert archive.nights.judge(run) == ()


def test_outcomes_are_recorded_host_by_host(archive: Archive) -> None:
    run = Site(archive).night()
    assert archive.nights.hosts(run.run_id) == (HostOutcomes(HOST, ((Outcome.FETCHED, 4),)),)
    assert archive.nights.hosts(99) == ()
