"""How long a question may take before it is refused."""

from __future__ import annotations

import time
from collections.abc import Callable

from indexer.errors import Complaint, QueryError

_BETWEEN_LOOKS_S = 0.01

Clock = Callable[[], float]
"""Gives seconds."""


class TooSlowError(QueryError):
    """A query that would have taken longer than its asker would wait."""


class Patience:
    """Runs out after ``seconds`` of work, counted from now; ``None``: never.

    What runs out is this thread's own work, so that an answer does not depend on what else the
    machine does. Asking for that is a system call, dearer than a document on some machines, so
    a ``watch`` that costs nothing says when to ask again.
    """

    def __init__(
        self,
        seconds: float | None,
        work: Clock = time.thread_time,
        watch: Clock = time.monotonic,
    ) -> None:
        """Begin to wait."""
        self._seconds = seconds
        self._work = work
        self._watch = watch
        self._began = work()
        self._next_look = watch() + _BETWEEN_LOOKS_S

    def check(self) -> None:
        """Raise ``TooSlowError`` if it has run out; called for every document that is read."""
        if self._seconds is None or (now := self._watch()) < self._next_look:
            return
        self._next_look = now + _BETWEEN_LOOKS_S
        if self._work() - self._began > self._seconds:
            raise TooSlowError(Complaint.TOO_SLOW, seconds=f"{self._seconds:g}")
