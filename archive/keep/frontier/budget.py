"""What a run may still visit, and what of it first: pure, it sees neither store nor clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.keep.frontier.decider import Rank

_NO_LIMIT = 2**62
LISTS = (Rank.LIST_PASSED_OVER, Rank.LIST)
OTHERS = tuple(rank for rank in Rank if rank not in LISTS)


@dataclass(frozen=True, slots=True)
class Spent:
    """What a run has used of its budget: acknowledged visits, those of lists, leases, time.

    ``is_over``: somebody has finished the run.
    """

    visits: int
    list_visits: int
    leased: int
    now: datetime
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of a run, for all who work on it; ``None`` is no limit.

    Lists come first, but once they have had half of the budget the other addresses do: a
    budget too small for all lists must not keep every document out for ever.
    """

    max_pages: int | None
    started_at: datetime
    max_duration: timedelta | None

    def remaining_pages(self, spent: Spent) -> int:
        """Return how many more addresses may be leased."""
        if spent.is_over:
            return 0
        if self.max_duration is not None and spent.now - self.started_at >= self.max_duration:
            return 0
        if self.max_pages is None:
            return _NO_LIMIT
        return max(0, self.max_pages - spent.visits - spent.leased)

    def ranks(self, spent: Spent) -> tuple[Rank, ...]:
        """Return the ranks in the order in which they are leased."""
        return OTHERS + LISTS if self._lists_had_their_share(spent) else LISTS + OTHERS

    def _lists_had_their_share(self, spent: Spent) -> bool:
        if self.max_pages is not None and spent.list_visits >= self.max_pages / 2:
            return True
        if self.max_duration is None:
            return False
        return spent.now - self.started_at >= self.max_duration / 2
