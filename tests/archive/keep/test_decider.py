"""When addresses are visited again: pure decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.keep.frontier.decider import Decider, History, Rank, is_gone_for_good
from archive.model import PageKind, Why

DAY = timedelta(days=1)
NOW = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
WEEKLY = Decider(7 * DAY)
ARTICLE = History("http://www.qingshi.example/bg/1.html", PageKind.DOCUMENT, rested_at=NOW)
MOMENTS = st.integers(-10_000, 2_000).map(lambda days: NOW + days * DAY)
HISTORIES = st.builds(
    History,
    url=st.text(max_size=30),
    kind=st.sampled_from(PageKind),
    is_front=st.booleans(),
    is_visited=st.booleans(),
    rested_at=st.none() | MOMENTS,
    calm_since=st.none() | MOMENTS,
    changes=st.integers(0, 1000),
    gone_visits=st.integers(0, 1000),
    passed_over=st.integers(0, 9),
)


def _rest(history: History) -> timedelta:
    assert history.rested_at is not None
    return WEEKLY.decide(history).due_at - history.rested_at


@given(HISTORIES, st.timedeltas(timedelta(0), timedelta.max))
def test_a_decision_never_fails_and_never_waits_for_what_was_not_visited(
    history: History, revisit_after: timedelta
) -> None:
    decided = Decider(revisit_after).decide(history)
    assert decided.due_at.tzinfo is UTC
    if history.rested_at is None:
        assert decided.due_at < NOW
    elif history.is_front:
        assert decided.due_at == history.rested_at


@given(HISTORIES)
def test_zero_means_in_every_run(history: History) -> None:
    decided = Decider(timedelta(0)).decide(history)
    assert decided.due_at <= (history.rested_at or NOW)


@given(HISTORIES)
def test_nothing_rests_less_than_it_should_or_more_than_sixteen_times_that(
    history: History,
) -> None:
    history = replace(history, rested_at=NOW, is_front=False, gone_visits=0, is_visited=True)
    assert 7 * DAY <= _rest(history) < 2 * 8 * 7 * DAY


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_the_calmer_an_article_the_longer_it_rests(days: int, more: int) -> None:
    young = replace(ARTICLE, calm_since=NOW - days * DAY)
    old = replace(ARTICLE, calm_since=NOW - (days + more) * DAY)
    assert _rest(young) <= _rest(old)


def test_an_article_rests_as_long_as_it_has_been_calm_divided_by_its_changes() -> None:
    def rest(calm: int, changes: int) -> timedelta:
        return _rest(replace(ARTICLE, calm_since=NOW - calm * DAY, changes=changes))

    week = _rest(ARTICLE)
    assert rest(calm=0, changes=0) == rest(calm=7, changes=0) == rest(calm=14, changes=1) == week
    assert rest(calm=14, changes=0) == rest(calm=42, changes=2) == 2 * week
    assert rest(calm=5000, changes=0) == rest(calm=56, changes=0) == 8 * week


def test_what_came_in_one_night_is_not_due_in_one_night() -> None:
    rests = [_rest(replace(ARTICLE, url=f"http://a.example/{n}.html")) for n in range(1000)]
    nights = [rest // DAY for rest in rests]
    assert set(nights) == set(range(7, 14))
    assert max(nights.count(night) for night in range(7, 14)) < 200


def test_a_further_list_page_rests_the_shortest_time_however_calm() -> None:
    further = replace(ARTICLE, kind=PageKind.LIST, calm_since=NOW - 900 * DAY)
    assert _rest(further) == _rest(ARTICLE)


def test_a_vanished_page_is_looked_for_soon_then_less_and_less() -> None:
    rests = [_rest(replace(ARTICLE, gone_visits=n)) for n in range(1, 20)]
    nights = [-(-rest // DAY) for rest in rests]
    assert nights == [1, 1, 2, 4, 8, 16, 32] + [32] * 12


@pytest.mark.parametrize(
    ("visits", "span", "gone"),
    [
        (1, timedelta(0), False),
        (2, 30 * DAY, False),
        (3, timedelta(hours=1), False),
        (3, 2 * DAY - timedelta(hours=2), True),
        (9, 60 * DAY, True),
    ],
)
def test_gone_for_good_takes_three_visits_nights_apart(
    visits: int, span: timedelta, gone: bool
) -> None:
    assert is_gone_for_good(visits, NOW - span, NOW) is gone


@pytest.mark.parametrize(
    ("history", "rank", "why"),
    [
        (replace(ARTICLE, is_front=True), Rank.LIST, Why.SEED_OR_LIST),
        (replace(ARTICLE, is_front=True, passed_over=1), Rank.LIST_PASSED_OVER, Why.SEED_OR_LIST),
        (replace(ARTICLE, kind=PageKind.LIST), Rank.LIST, Why.FURTHER_LIST_PAGE),
        (replace(ARTICLE, rested_at=None, is_visited=False), Rank.NEW, Why.NEW),
        (replace(ARTICLE, is_visited=False, rested_at=None, passed_over=2), Rank.PASSED_OVER,
         Why.NEW),
        (replace(ARTICLE, rested_at=None), Rank.REVISIT, Why.AGAIN),
        (replace(ARTICLE, gone_visits=1), Rank.REVISIT, Why.GONE),
        (replace(ARTICLE, gone_visits=1, passed_over=1), Rank.PASSED_OVER, Why.GONE),
        (ARTICLE, Rank.REVISIT, Why.RESTED),
    ],
)  # fmt: skip
def test_rank_and_reason(history: History, rank: Rank, why: Why) -> None:
    decided = WEEKLY.decide(history)
    assert (decided.rank, decided.why) == (rank, why)
