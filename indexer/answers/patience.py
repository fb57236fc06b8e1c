"""How long a question may take before it is refused."""

from __future__ import annotations

import time
from collections.abc import Callable

from indexer.errors import Complaint, QueryError


class TooSlowError(QueryError):
    """A query that would have taken longer than its asker would wait."""


class Patience:
    """Runs out after ``seconds`` of work, counted from now; ``None``: never.

    The clock is that of this thread's own work, so that an answer does not depend on what
    else the machine does.
    """

    def __init__(
        self, seconds: float | None, clock: Callable[[], float] = time.thread_time
    ) -> None:
        """Begin to wait."""
        self._seconds = seconds
        self._clock = clock
        self._began = clock()

    def check(self) -> None:
        """Raise ``TooSlowError`` if it has run out; called every few documents."""
        if self._seconds is not None and self._clock() - self._began > self._seconds:
            raise TooSlowError(Complaint.TOO_SLOW, seconds=f"{self._seconds:g}")
