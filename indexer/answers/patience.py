"""How long a question may take before it is refused."""

from __future__ import annotations

import time
from collections.abc import Callable

from indexer.errors import Complaint, QueryError

_CALLS_TO_A_LOOK = 8  # the clock is a system call: dearer than a document, on some machines


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
        self._calls = 0

    def check(self) -> None:
        """Raise ``TooSlowError`` if it has run out; called for every document that is read."""
        self._calls += 1
        if self._calls % _CALLS_TO_A_LOOK == 0:
            self.check_now()

    def check_now(self) -> None:
        """Raise ``TooSlowError`` if it has run out; called before what takes milliseconds."""
        if self._seconds is None:
            return
        if self._clock() - self._began > self._seconds:
            raise TooSlowError(Complaint.TOO_SLOW, seconds=f"{self._seconds:g}")
