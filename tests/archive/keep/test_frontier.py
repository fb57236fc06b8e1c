"""The frontier, one behaviour at a time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from archive.crawl.ports import Frontier
from archive.errors import UsageError
from archive.keep import Archive, FrontierPolicy, SqliteFrontier
from archive.keep.frontier import leases
from archive.model import Link, Outcome, PageKind, Scope, Seed, Task, Visit
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
    urls,
)

COLUMN = "http://www.qingshi.example/bg/"
FIRST = "http://www.qingshi.example/bg/1.html"
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def _frontier(
    archive: Archive,
    clock: HandClock,
    policy: FrontierPolicy = EVERY_RUN,
    seeds: tuple[Seed, ...] = (column(),),
) -> SqliteFrontier:
    return archive.frontier(crawl(archive, clock()), seeds, policy=policy, clock=clock)


def _walk(frontier: SqliteFrontier, clock: HandClock, *names: str) -> list[str]:
    """Visit all that is due; every list leads to the documents of these names."""
    visited = []
    for task in drain(frontier):
        links = [document(name) for name in names] if task.kind is PageKind.LIST else []
        answer = page(task.url, kind=task.kind, at=clock(), headers=(("ETag", '"1"'),))
        frontier.acknowledge(task, answer, links)
        visited.append(task.url)
    return visited


def _next_run(archive: Archive, clock: HandClock, after: timedelta = DAY) -> None:
    archive.runs.finish(crawl(archive, clock()), clock())
    clock.advance(after)


def test_it_is_what_the_crawl_asks_for(archive: Archive, clock: HandClock) -> None:
    frontier: Frontier = _frontier(archive, clock)
    assert not frontier.is_finished()


def test_a_planted_seed_is_leased_with_all_that_is_known(
    archive: Archive, clock: HandClock
) -> None:
    seed = Seed("HTTP://www.Qingshi.example:80/bg/#top", depth=2, scope=Scope.PATH)
    (task,) = _frontier(archive, clock, seeds=(seed,)).lease(5)
    assert (task.url, task.kind, task.depth, task.attempt) == (COLUMN, PageKind.LIST, 0, 1)
    assert task.seed == Seed(COLUMN, depth=2, scope=Scope.PATH)
    assert (task.etag, task.last_modified) == (None, None)


def test_a_seed_without_host_is_refused_and_nothing_is_planted(
    archive: Archive, clock: HandClock
) -> None:
    with pytest.raises(UsageError, match=r"no address that can be kept: 'bg/index\.html'"):
        _frontier(archive, clock, seeds=(column(), Seed("bg/index.html")))
    assert archive.counts().waiting_addresses == 0


def test_links_are_followed_once_under_their_canonical_address(
    archive: Archive, clock: HandClock
) -> None:
    frontier = _frontier(archive, clock)
    (task,) = frontier.lease(1)
    spellings = (FIRST, "http://WWW.qingshi.example:80/bg/../bg/1.html#text", COLUMN)
    links = [Link(url, PageKind.DOCUMENT, 1) for url in spellings]
    frontier.acknowledge(task, page(COLUMN, kind=PageKind.LIST), links)
    assert _walk(frontier, clock) == [FIRST]
    assert frontier.is_finished()


def test_links_that_are_no_addresses_are_ignored(archive: Archive, clock: HandClock) -> None:
    frontier = _frontier(archive, clock)
    (task,) = frontier.lease(1)
    bad = (
        "",
        "javascript:void(0)",
        "http://",
        "http://h:port/",
        "http://[::1",
        "\ud800",
        "a b",
        "import:\ud800/x",
    )
    links = [Link(url, PageKind.DOCUMENT, 1) for url in bad]
    frontier.acknowledge(task, page(COLUMN, kind=PageKind.LIST), links)
    assert frontier.is_finished()
    assert archive.runs.get(1).outcomes == ((Outcome.FETCHED, 1),)


def test_lists_come_first_then_what_is_new_then_revisits(
    archive: Archive, clock: HandClock
) -> None:
    _walk(_frontier(archive, clock), clock, "1")
    _next_run(archive, clock)
    second = _walk(_frontier(archive, clock), clock, "1", "2")
    assert second == [COLUMN, "http://www.qingshi.example/bg/2.html", FIRST]


def test_one_task_a_host_and_none_of_busy_ones(archive: Archive, clock: HandClock) -> None:
    hosts = [f"www.place{number}.example" for number in range(5)]
    frontier = _frontier(archive, clock, seeds=tuple(column(host) for host in hosts))
    for task in frontier.lease(5):
        links = [document(name, task.url.split("/")[2]) for name in "ab"]
        frontier.acknowledge(task, page(task.url, kind=PageKind.LIST), links)
    first = frontier.lease(10, busy_hosts={hosts[0], hosts[3]})
    assert {task.url.split("/")[2] for task in first} == {hosts[1], hosts[2], hosts[4]}
    second = frontier.lease(10)
    assert {task.url.split("/")[2] for task in second} == {hosts[0], hosts[3]}
    assert frontier.lease(10) == ()


def test_hosts_take_turns(archive: Archive, clock: HandClock) -> None:
    hosts = [f"www.place{number}.example" for number in range(3)]
    frontier = _frontier(archive, clock, seeds=tuple(column(host) for host in hosts))
    for task in frontier.lease(3):
        links = [document(name, task.url.split("/")[2]) for name in "ab"]
        frontier.acknowledge(task, page(task.url, kind=PageKind.LIST), links)
    order = []
    for task in drain(frontier):
        order.append(task.url.split("/")[2])
        frontier.acknowledge(task, page(task.url), ())
    assert order == hosts + hosts


def test_nothing_is_leased_when_nothing_is_asked_for(archive: Archive, clock: HandClock) -> None:
    assert _frontier(archive, clock).lease(0) == ()


def test_a_list_is_due_in_every_run_and_a_document_after_its_time(
    archive: Archive, clock: HandClock
) -> None:
    weekly = FrontierPolicy(revisit_after=timedelta(days=7))
    assert _walk(_frontier(archive, clock, weekly), clock, "1") == [COLUMN, FIRST]
    for _ in range(6):
        _next_run(archive, clock)
        assert _walk(_frontier(archive, clock, weekly), clock, "1") == [COLUMN]
    _next_run(archive, clock, timedelta(days=8))
    assert _walk(_frontier(archive, clock, weekly), clock, "1") == [COLUMN, FIRST]


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.REFUSED, Outcome.DISALLOWED])
def test_what_failed_for_good_waits_like_a_visited_document(
    archive: Archive, clock: HandClock, outcome: Outcome
) -> None:
    weekly = FrontierPolicy(revisit_after=timedelta(days=7))
    frontier = _frontier(archive, clock, weekly)
    (task,) = frontier.lease(1)
    frontier.acknowledge(task, page(COLUMN, kind=PageKind.LIST), [document("1")])
    (task,) = frontier.lease(1)
    frontier.acknowledge(task, failure(FIRST, outcome, at=clock()), ())
    assert frontier.is_finished()
    _next_run(archive, clock)
    assert _walk(_frontier(archive, clock, weekly), clock) == [COLUMN]
    _next_run(archive, clock, timedelta(days=13))
    assert FIRST in _walk(_frontier(archive, clock, weekly), clock)


def test_nothing_is_visited_twice_in_a_resumed_run(archive: Archive, clock: HandClock) -> None:
    assert _walk(_frontier(archive, clock), clock, "1") == [COLUMN, FIRST]
    clock.advance(DAY)
    assert _walk(_frontier(archive, clock), clock, "1") == []


def test_a_transient_outcome_is_retried_with_growing_delays(
    archive: Archive, clock: HandClock
) -> None:
    policy = FrontierPolicy(retry_delay=timedelta(seconds=10), max_attempts=3)
    frontier = _frontier(archive, clock, policy)
    for attempt, delay_s in ((1, 10), (2, 20)):
        (task,) = frontier.lease(1)
        assert task.attempt == attempt
        frontier.acknowledge(task, failure(COLUMN, Outcome.TIMEOUT, at=clock()), ())
        assert frontier.next_due_at() == clock() + timedelta(seconds=delay_s)
        assert (frontier.lease(1), frontier.is_finished()) == ((), False)
        clock.advance(timedelta(seconds=delay_s))
    (task,) = frontier.lease(1)
    assert (task.attempt, frontier.next_due_at()) == (3, None)
    frontier.acknowledge(task, failure(COLUMN, Outcome.TIMEOUT, at=clock()), ())
    assert frontier.is_finished()
    assert frontier.next_due_at() is None
    _next_run(archive, clock, timedelta(0))
    assert urls(_frontier(archive, clock, policy).lease(1)) == [COLUMN]


def test_a_document_that_stays_out_of_reach_is_due_in_the_next_run(
    archive: Archive, clock: HandClock
) -> None:
    policy = FrontierPolicy(max_attempts=1)
    frontier = _frontier(archive, clock, policy)
    (task,) = frontier.lease(1)
    frontier.acknowledge(task, page(COLUMN, kind=PageKind.LIST), [document("1")])
    (task,) = frontier.lease(1)
    frontier.acknowledge(task, failure(FIRST, Outcome.TIMEOUT), ())
    assert frontier.is_finished()
    _next_run(archive, clock, timedelta(0))
    assert _walk(_frontier(archive, clock, policy), clock) == [COLUMN, FIRST]


def test_a_new_run_begins_with_the_first_attempt(archive: Archive, clock: HandClock) -> None:
    frontier = _frontier(archive, clock)
    (task,) = frontier.lease(1)
    frontier.acknowledge(task, failure(COLUMN, Outcome.TIMEOUT), ())
    _next_run(archive, clock, timedelta(0))
    (task,) = _frontier(archive, clock).lease(1)
    assert task.attempt == 1


def test_a_seed_is_due_in_every_run_even_if_it_is_a_document(
    archive: Archive, clock: HandClock
) -> None:
    for _ in range(2):
        frontier = _frontier(archive, clock, FrontierPolicy())
        (task,) = frontier.lease(1)
        frontier.acknowledge(task, page(COLUMN, kind=PageKind.DOCUMENT), ())
        _next_run(archive, clock, timedelta(0))


def test_a_clock_set_back_does_not_stop_the_next_run(archive: Archive, clock: HandClock) -> None:
    _walk(_frontier(archive, clock), clock)
    _next_run(archive, clock, -DAY)
    assert _walk(_frontier(archive, clock), clock) == [COLUMN]


def test_the_policy_of_the_run_says_what_is_due(archive: Archive, clock: HandClock) -> None:
    monthly = FrontierPolicy(revisit_after=timedelta(days=30))
    _walk(_frontier(archive, clock, monthly), clock, "1")
    _next_run(archive, clock)
    assert _walk(_frontier(archive, clock, monthly), clock, "1") == [COLUMN]
    _next_run(archive, clock)
    assert _walk(_frontier(archive, clock, EVERY_RUN), clock, "1") == [COLUMN, FIRST]


def test_attempts_before_a_kill_count(archive: Archive, clock: HandClock) -> None:
    policy = FrontierPolicy(retry_delay=timedelta(0), max_attempts=2)
    frontier = _frontier(archive, clock, policy)
    (task,) = frontier.lease(1)
    frontier.acknowledge(task, failure(COLUMN, Outcome.UNREACHABLE), ())
    frontier = _frontier(archive, clock, policy)
    (task,) = frontier.lease(1)
    assert task.attempt == 2
    frontier.acknowledge(task, failure(COLUMN, Outcome.UNREACHABLE), ())
    assert frontier.is_finished()


def test_a_lease_ends_by_release_restart_or_time(archive: Archive, clock: HandClock) -> None:
    policy = FrontierPolicy(lease_for=timedelta(minutes=5))
    frontier = _frontier(archive, clock, policy)
    (task,) = frontier.lease(1)
    assert (frontier.lease(1), frontier.is_finished()) == ((), False)
    frontier.release(task)
    assert frontier.lease(1) == (task,)
    frontier = _frontier(archive, clock, policy)
    assert frontier.lease(1) == (task,)
    clock.advance(timedelta(minutes=5))
    assert frontier.lease(1) == (task,)


def test_a_lease_of_somebody_else_cannot_be_released_or_acknowledged(
    archive: Archive, clock: HandClock
) -> None:
    first = _frontier(archive, clock)
    (task,) = first.lease(1)
    second = _frontier(archive, clock)
    assert second.lease(1) == (task,)
    first.release(task)
    first.acknowledge(task, page(COLUMN, kind=PageKind.LIST), [document("lost")])
    assert second.lease(1) == ()
    second.acknowledge(task, page(COLUMN, kind=PageKind.LIST), [document("1")])
    first.acknowledge(task, page(COLUMN, kind=PageKind.LIST), [document("late")])
    assert _walk(second, clock) == [FIRST]
    assert archive.runs.get(1).outcomes == ((Outcome.FETCHED, 2),)


def test_a_page_fetched_before_its_lease_ended_is_not_wasted(
    archive: Archive, clock: HandClock
) -> None:
    first = _frontier(archive, clock)
    (task,) = first.lease(1)
    second = _frontier(archive, clock)  # ends the lease, has not leased it again
    first.acknowledge(task, page(COLUMN, kind=PageKind.LIST), ())
    assert second.is_finished()


def test_validators_are_those_of_the_newest_body(archive: Archive, clock: HandClock) -> None:
    def visit(*headers: tuple[str, str], outcome: Outcome = Outcome.FETCHED) -> Task:
        frontier = _frontier(archive, clock)
        (task,) = frontier.lease(1)
        body = str(clock()).encode() if outcome.has_body else None
        answer = Visit(COLUMN, clock(), outcome, PageKind.LIST, 200, headers, body)
        frontier.acknowledge(task, answer, ())
        _next_run(archive, clock)
        return task

    visit(("eTag", '"1"'), ("Last-Modified", "Sun, 01 Mar 2026 00:00:00 GMT"))
    first = visit(outcome=Outcome.NOT_MODIFIED)
    assert (first.etag, first.last_modified) == ('"1"', "Sun, 01 Mar 2026 00:00:00 GMT")
    second = visit(("ETag", '"2"'), outcome=Outcome.NOT_MODIFIED)
    assert second.etag == '"1"'
    third = visit()
    assert (third.etag, third.last_modified) == ('"2"', "Sun, 01 Mar 2026 00:00:00 GMT")
    fourth = visit()
    assert (fourth.etag, fourth.last_modified) == (None, None)


def test_a_wider_seed_asks_for_everything_again(archive: Archive, clock: HandClock) -> None:
    frontier = _frontier(archive, clock)
    (task,) = frontier.lease(1)
    answer = page(COLUMN, kind=PageKind.LIST, headers=(("ETag", '"1"'),))
    frontier.acknowledge(task, answer, ())
    _next_run(archive, clock)
    (task,) = _frontier(archive, clock, seeds=(Seed(COLUMN, depth=2),)).lease(1)
    assert (task.etag, task.seed.depth) == (None, 2)


def test_only_what_belongs_to_a_planted_seed_is_visited(archive: Archive, clock: HandClock) -> None:
    _walk(_frontier(archive, clock), clock, "1")
    _next_run(archive, clock)
    other = Seed("http://www.linxi.example/zw/")
    frontier = _frontier(archive, clock, seeds=(other,))
    (task,) = frontier.lease(9)
    assert task.url == other.url
    frontier.acknowledge(task, page(task.url, kind=PageKind.LIST), [document("1")])
    (task,) = frontier.lease(9)
    assert (task.url, task.seed.url, task.depth) == (FIRST, other.url, 1)
    assert task.etag is None  # a 304 would hide the links that the new seed leads to


def test_a_seed_taken_away_in_a_resumed_run_is_left_alone(
    archive: Archive, clock: HandClock
) -> None:
    other = Seed("http://www.linxi.example/zw/")
    _frontier(archive, clock, seeds=(column(), other))
    frontier = _frontier(archive, clock, seeds=(other,))
    assert urls(frontier.lease(9)) == [other.url]


def test_a_page_that_shows_itself_a_list_is_one_from_then_on(
    archive: Archive, clock: HandClock
) -> None:
    weekly = FrontierPolicy(revisit_after=timedelta(days=7))
    frontier = _frontier(archive, clock, weekly)
    (task,) = frontier.lease(1)
    frontier.acknowledge(task, page(COLUMN, kind=PageKind.LIST), [document("1")])
    (task,) = frontier.lease(1)
    frontier.acknowledge(task, page(FIRST, kind=PageKind.LIST), ())
    _next_run(archive, clock)
    again = _walk(_frontier(archive, clock, weekly), clock)
    assert again == [COLUMN, FIRST]


def test_limits_count_the_visits_before_a_restart(archive: Archive, clock: HandClock) -> None:
    policy = FrontierPolicy(max_pages_per_run=3)
    frontier = _frontier(archive, clock, policy)
    (task,) = frontier.lease(1)
    links = [document(str(number)) for number in range(9)]
    frontier.acknowledge(task, page(COLUMN, kind=PageKind.LIST), links)
    (task,) = frontier.lease(1)
    frontier.acknowledge(task, page(task.url), ())
    frontier = _frontier(archive, clock, policy)
    assert len(_walk(frontier, clock)) == 1
    assert frontier.is_finished()
    assert archive.counts().waiting_addresses == 7
    _next_run(archive, clock)
    assert len(_walk(_frontier(archive, clock, policy), clock)) == 3


def test_what_did_not_fit_goes_first_in_the_next_run(archive: Archive, clock: HandClock) -> None:
    _walk(_frontier(archive, clock), clock, "known")
    _next_run(archive, clock)
    policy = FrontierPolicy(revisit_after=timedelta(0), max_pages_per_run=2)
    assert _walk(_frontier(archive, clock, policy), clock, "new") == [
        COLUMN,
        "http://www.qingshi.example/bg/new.html",
    ]
    _next_run(archive, clock)
    assert _walk(_frontier(archive, clock), clock, "newer") == [
        COLUMN,
        "http://www.qingshi.example/bg/known.html",
        "http://www.qingshi.example/bg/newer.html",
        "http://www.qingshi.example/bg/new.html",
    ]


def test_no_host_starves_under_a_budget_smaller_than_all_lists(
    archive: Archive, clock: HandClock
) -> None:
    hosts = [f"www.place{number}.example" for number in range(7)]
    policy = FrontierPolicy(revisit_after=timedelta(0), max_pages_per_run=4)
    visited: set[str] = set()
    for _ in range(12):
        frontier = _frontier(archive, clock, policy, tuple(column(host) for host in hosts))
        for task in drain(frontier):
            links = [document(name, task.url.split("/")[2]) for name in "ab"]
            is_list = task.kind is PageKind.LIST
            frontier.acknowledge(task, page(task.url, kind=task.kind), links if is_list else ())
            visited.add(task.url)
        assert frontier.is_finished()
        _next_run(archive, clock)
    assert len(visited) == 3 * len(hosts)


def test_a_run_ends_when_its_time_is_over(archive: Archive, clock: HandClock) -> None:
    policy = FrontierPolicy(max_duration=timedelta(minutes=10))
    frontier = _frontier(archive, clock, policy)
    (task,) = frontier.lease(1)
    clock.advance(timedelta(minutes=10))
    assert not frontier.is_finished()
    frontier.acknowledge(task, page(COLUMN, kind=PageKind.LIST), [document("1")])
    assert (frontier.lease(1), frontier.is_finished()) == ((), True)
    assert urls(_frontier(archive, clock, policy).lease(1)) == [FIRST]


def test_leased_pages_count_against_the_limit_of_the_run(
    archive: Archive, clock: HandClock
) -> None:
    seeds = tuple(column(f"www.place{number}.example") for number in range(5))
    frontier = _frontier(archive, clock, FrontierPolicy(max_pages_per_run=3), seeds)
    assert (len(frontier.lease(2)), len(frontier.lease(2)), len(frontier.lease(2))) == (2, 1, 0)
    assert not frontier.is_finished()


def test_a_host_at_its_limit_leaves_the_others_alone(archive: Archive, clock: HandClock) -> None:
    policy = FrontierPolicy(max_pages_per_host=2)
    hosts = ("www.qingshi.example", "www.linxi.example")
    frontier = _frontier(archive, clock, policy, tuple(column(host) for host in hosts))
    visited = []
    for task in drain(frontier):
        links = [document(str(number), host) for number in range(5) for host in hosts]
        frontier.acknowledge(task, page(task.url, kind=task.kind), links)
        visited.append(task.url.split("/")[2])
    assert sorted(visited) == sorted(hosts * 2)
    assert frontier.is_finished()


def test_a_body_must_come_with_an_outcome_that_has_one(archive: Archive, clock: HandClock) -> None:
    frontier = _frontier(archive, clock)
    (task,) = frontier.lease(1)
    with pytest.raises(ValueError, match="gone"):
        frontier.acknowledge(task, Visit(COLUMN, START, Outcome.GONE, PageKind.LIST, body=b"x"), ())
    frontier.acknowledge(task, failure(COLUMN, Outcome.GONE), ())


def test_any_text_of_an_exception_can_be_kept(archive: Archive, clock: HandClock) -> None:
    frontier = _frontier(archive, clock)
    (task,) = frontier.lease(1)
    odd = Visit(
        COLUMN, START, Outcome.REFUSED, PageKind.LIST, 403, (("x", "\udc80"),), detail="\udcff"
    )
    frontier.acknowledge(task, odd, ())
    assert frontier.is_finished()


def test_an_acknowledgement_outlives_a_power_cut_and_a_lease_need_not(
    archive: Archive, clock: HandClock
) -> None:
    frontier = _frontier(archive, clock)
    (task,) = frontier.lease(1)
    normal, full = 1, 2
    assert archive._database.scalar("PRAGMA synchronous") == normal
    frontier.acknowledge(task, page(COLUMN, kind=PageKind.LIST), ())
    assert archive._database.scalar("PRAGMA synchronous") == full


@pytest.mark.parametrize("query", [leases._NEXT_HOST, leases._FIRST_READY])
def test_a_lease_goes_down_an_index_however_long_the_queue_is(archive: Archive, query: str) -> None:
    plan = archive._database.all(f"EXPLAIN QUERY PLAN {query}", (1, 1, 1))
    (step,) = [row["detail"] for row in plan]
    assert re.match(r"SEARCH queue USING (COVERING )?INDEX queue_ready \(rank=", step)
