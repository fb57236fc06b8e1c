"""What a crawl would visit, and how hosts are doing, without touching anything."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive.errors import NotFoundError, UsageError
from archive.keep import Archive, FrontierPolicy
from archive.model import Outcome, PageKind, Planned, Seed, Visit, Why
from tests.archive.keep.builders import (
    EVERY_RUN,
    START,
    HandClock,
    column,
    crawl,
    document,
    drain,
    failure,
    page,
)

COLUMN = "http://www.qingshi.example/bg/"
OTHER = "http://www.linxi.example/bg/"
HOST = "www.qingshi.example"


def _document(name: str) -> str:
    return document(name).url


def _night(archive: Archive, clock: HandClock) -> None:
    run = crawl(archive, clock())
    frontier = archive.frontier(run, [column()], clock=clock)
    for task in drain(frontier):
        links = [document(name) for name in "abc"] if task.kind is PageKind.LIST else []
        if task.url == _document("b"):
            frontier.acknowledge(task, failure(task.url, Outcome.GONE, at=clock()), ())
        else:
            frontier.acknowledge(task, page(task.url, kind=task.kind, at=clock()), links)
    archive.runs.finish(run, clock())


def test_the_plan_says_what_and_why(archive: Archive) -> None:
    clock = HandClock()
    _night(archive, clock)
    clock.advance(timedelta(days=1))
    before = archive._database.all("SELECT * FROM queue")
    plan = list(archive.plan([column(), Seed(OTHER)], clock=clock))
    assert plan == [
        Planned(OTHER, PageKind.LIST, Why.SEED_OR_LIST, None),
        Planned(COLUMN, PageKind.LIST, Why.SEED_OR_LIST, START),
        Planned(_document("b"), PageKind.DOCUMENT, Why.GONE, START + timedelta(hours=20)),
    ]
    assert archive._database.all("SELECT * FROM queue") == before
    assert archive.runs.unfinished(crawl(archive).kind) is not None


def test_a_plan_is_what_the_crawl_then_does(archive: Archive) -> None:
    clock = HandClock()
    for days in (1, 6, 5, 40):
        _night(archive, clock)
        clock.advance(timedelta(days=days))
    planned = [each.url for each in archive.plan([column()], clock=clock)]
    frontier = archive.frontier(crawl(archive), [column()], clock=clock)
    visited = []
    for task in drain(frontier):
        frontier.acknowledge(task, page(task.url, kind=task.kind, at=clock()), ())
        visited.append(task.url)
    assert planned == visited
    assert len(visited) == 4


def test_a_plan_leaves_out_what_an_unfinished_run_is_through_with(archive: Archive) -> None:
    clock = HandClock()
    frontier = archive.frontier(crawl(archive), [column()], policy=EVERY_RUN, clock=clock)
    (task,) = frontier.lease(1)
    frontier.acknowledge(task, page(COLUMN, kind=PageKind.LIST), [document("a"), document("b")])
    frontier.lease(1)
    planned = [each.url for each in archive.plan([column()], policy=EVERY_RUN, clock=clock)]
    assert planned == [_document("a"), _document("b")]


def test_a_budget_cuts_the_plan(archive: Archive) -> None:
    clock = HandClock()
    _night(archive, clock)
    policy = FrontierPolicy(revisit_after=timedelta(0), max_pages_per_run=2)
    plan = list(archive.plan([column()], policy=policy, clock=clock))
    assert [each.fits for each in plan] == [True, True, False, False]
    assert plan[0].url == COLUMN


def test_seeds_without_a_host_cannot_be_planned(archive: Archive) -> None:
    with pytest.raises(UsageError, match="no address"):
        list(archive.plan([Seed("bg/")]))


def test_a_host_says_how_it_is_doing(archive: Archive) -> None:
    clock = HandClock()
    _night(archive, clock)
    succeeded_at = clock()
    clock.advance(timedelta(days=1))
    run = crawl(archive, clock())
    policy = FrontierPolicy(max_attempts=2, retry_delay=timedelta(0))
    frontier = archive.frontier(run, [column()], policy=policy, clock=clock)
    for task in drain(frontier):
        visit = Visit(task.url, clock(), Outcome.TIMEOUT, task.kind, detail="30 s \udcff")
        frontier.acknowledge(task, visit, ())
        if task.attempt == 1 and task.url == COLUMN:
            status = archive.host_status(HOST.upper(), clock=clock)
            assert (status.waiting, status.failures) == (2, 1)
    status = archive.host_status(HOST, clock=clock)
    assert (status.last_success_at, status.failures) == (succeeded_at, 4)
    assert (status.last_failure, status.last_failure_detail) == (Outcome.TIMEOUT, "30 s \\udcff")
    assert (status.addresses, status.snapshots, status.waiting) == (4, 3, 0)
    archive.runs.finish(run, clock())
    status = archive.host_status(HOST, clock=clock)
    assert status.due == ((Why.AGAIN, 1), (Why.SEED_OR_LIST, 1))
    _night(archive, clock)
    assert archive.host_status(HOST, clock=clock).failures == 0


def test_gone_and_moved_pages_are_no_failures_of_a_host(archive: Archive) -> None:
    frontier = archive.frontier(crawl(archive), [column()], policy=EVERY_RUN)
    (task,) = frontier.lease(1)
    frontier.acknowledge(task, failure(COLUMN, Outcome.BLOCKED), [])
    for outcome in (Outcome.GONE, Outcome.REDIRECTED):
        archive.runs.finish(crawl(archive), START)
        frontier = archive.frontier(crawl(archive), [column()], policy=EVERY_RUN)
        (task,) = frontier.lease(1)
        frontier.acknowledge(task, failure(COLUMN, outcome), [])
    status = archive.host_status(HOST)
    assert (status.failures, status.last_failure) == (1, Outcome.BLOCKED)
    assert status.last_success_at is None


def test_an_unknown_host_is_not_found(archive: Archive) -> None:
    with pytest.raises(NotFoundError, match=r"'www\.nowhere\.example' is known"):
        archive.host_status("www.nowhere.example")
