"""When an address is visited next, and why: pure, it sees neither the store nor a clock."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from archive.model import PageKind, Why

_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_NEVER = 36_500 * _DAY  # sums with a longer time would leave the calendar
# A night may begin a little earlier than the one before, and still is the next night.
_NIGHTS_SLACK = timedelta(hours=4)
_LONGEST = 8  # times the shortest rest; 7 days become 8 weeks
# Days until a vanished page is looked for again: soon at first, because pages flap.
_GONE_RESTS_DAYS = (1, 1, 2, 4, 8, 16, 32)
_GONE_VISITS = 3  # a page that 3 nights in a row did not have is gone
_GONE_SPAN = 2 * _DAY - 2 * _NIGHTS_SLACK


class Rank(IntEnum):
    """In which order addresses are leased; the number is kept in the queue."""

    LIST_PASSED_OVER = 0
    LIST = 1
    PASSED_OVER = 2  # what did not fit into the night before goes first
    NEW = 3  # never visited: what is new comes before what is known
    REVISIT = 4


@dataclass(frozen=True, slots=True)
class History:
    """What is known of an address when its next visit is decided.

    ``is_front``: a seed or the first page of a list. ``rested_at`` is its last visit that
    need not be repeated at once, ``None`` if there was none or it could not be reached then.
    ``calm_since`` is since when its content is known to be what it is (for a report: its
    text), ``changes`` how often it was seen to change. ``gone_visits`` counts the visits in a
    row that found it gone, ``passed_over`` the nights in a row that had no room for it.
    """

    url: str
    kind: PageKind
    is_front: bool = False
    is_visited: bool = True
    rested_at: datetime | None = None
    calm_since: datetime | None = None
    changes: int = 0
    gone_visits: int = 0
    passed_over: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """From when on an address is due, how it ranks among others that are, and why."""

    due_at: datetime
    rank: Rank
    why: Why


class Decider:
    """Decides when addresses are visited again.

    Fronts of lists are due in every run. Everything else rests for at least
    ``revisit_after`` (zero: for no time): an article as long as its text has been calm,
    divided by one more than its changes, up to eight times that; a vanished one for a day at
    first, then longer and longer. No two addresses rest equally long, up to twice the time,
    so that what came in one night is not due in one night again.
    """

    def __init__(self, revisit_after: timedelta) -> None:
        self._shortest = min(revisit_after, _NEVER)

    def decide(self, history: History) -> Decision:
        """Return when an address is due next."""
        why = _why(history)
        if history.rested_at is None:
            due_at = _ALWAYS
        elif why in (Why.SEED_OR_LIST, Why.AGAIN):
            due_at = history.rested_at
        else:
            due_at = history.rested_at + self._rest(history, history.rested_at)
        return Decision(due_at, _rank(history, why), why)

    def _rest(self, history: History, rested_at: datetime) -> timedelta:
        if not self._shortest:
            return self._shortest
        if history.gone_visits:
            index = min(history.gone_visits, len(_GONE_RESTS_DAYS)) - 1
            return _GONE_RESTS_DAYS[index] * _DAY - _NIGHTS_SLACK
        return self._calm_rest(history, rested_at) * (1 + _spread(history.url))

    def _calm_rest(self, history: History, rested_at: datetime) -> timedelta:
        if history.kind is PageKind.LIST or history.calm_since is None:
            return self._shortest
        calm = (rested_at - history.calm_since) / (1 + history.changes)
        return min(max(calm, self._shortest), _LONGEST * self._shortest)


def is_gone_for_good(gone_visits: int, gone_since: datetime, visited_at: datetime) -> bool:
    """Whether a page may be reported gone: several visits in a row, nights apart, missed it.

    ``gone_since`` is the first of them, ``visited_at`` the last.
    """
    return gone_visits >= _GONE_VISITS and visited_at - gone_since >= _GONE_SPAN


def _why(history: History) -> Why:
    if history.is_front:
        return Why.SEED_OR_LIST
    if not history.is_visited:
        return Why.NEW
    if history.rested_at is None:
        return Why.AGAIN
    if history.gone_visits:
        return Why.GONE
    return Why.FURTHER_LIST_PAGE if history.kind is PageKind.LIST else Why.RESTED


def _rank(history: History, why: Why) -> Rank:
    if history.is_front or history.kind is PageKind.LIST:
        return Rank.LIST_PASSED_OVER if history.passed_over else Rank.LIST
    if history.passed_over:
        return Rank.PASSED_OVER
    return Rank.NEW if why is Why.NEW else Rank.REVISIT


def _spread(url: str) -> float:
    """Return a number from 0 to 1 (exclusive) that an address always gets."""
    return int.from_bytes(hashlib.blake2b(url.encode(), digest_size=4).digest()) / 2**32
