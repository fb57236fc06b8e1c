"""What a run may still visit, and what of it first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive.keep.frontier.budget import Budget, Spent
from archive.keep.frontier.decider import Rank
from tests.archive.keep.builders import START

HOUR = timedelta(hours=1)
NO_LIMIT = Budget(None, START, None)


def _spent(
    visits: int = 0, lists: int = 0, leased: int = 0, after: timedelta = timedelta(0)
) -> Spent:
    return Spent(visits, lists, leased, START + after)


def test_pages_visited_and_pages_leased_count() -> None:
    budget = Budget(10, START, None)
    assert budget.remaining_pages(_spent()) == 10
    assert budget.remaining_pages(_spent(visits=6, leased=3)) == 1
    assert budget.remaining_pages(_spent(visits=9, leased=3)) == 0
    assert NO_LIMIT.remaining_pages(_spent(visits=10**9)) > 10**9


def test_nothing_is_leased_after_the_time_is_over() -> None:
    budget = Budget(None, START, HOUR)
    assert budget.remaining_pages(_spent(after=HOUR - timedelta(seconds=1))) > 0
    assert budget.remaining_pages(_spent(after=HOUR)) == 0


@pytest.mark.parametrize(
    ("budget", "spent", "lists_first"),
    [
        (NO_LIMIT, _spent(visits=9, lists=9, after=HOUR), True),
        (Budget(10, START, None), _spent(visits=9, lists=4), True),
        (Budget(10, START, None), _spent(visits=5, lists=5), False),
        (Budget(None, START, HOUR), _spent(after=HOUR * 0.4), True),
        (Budget(None, START, HOUR), _spent(after=HOUR * 0.5), False),
    ],
)
def test_lists_come_first_until_they_had_half_of_it(
    budget: Budget, spent: Spent, lists_first: bool
) -> None:
    ranks = budget.ranks(spent)
    assert sorted(ranks) == list(Rank)
    others = [Rank.PASSED_OVER, Rank.NEW, Rank.REVISIT]
    assert list(ranks[-3:] if lists_first else ranks[:3]) == others
