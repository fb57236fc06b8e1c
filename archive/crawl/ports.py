"""What the crawl asks of the rest of the archive; the pipeline hands it in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from archive.model import Ended, Novelty, Outcome, RobotsFile, Task


class Frontier(Protocol):
    """The addresses still to visit in one run. All methods are quick and run in one thread."""

    def lease(self, limit: int, *, busy_hosts: Collection[str] = ()) -> Sequence[Task]:
        """Lease up to ``limit`` due addresses, lists first, at most one per host.

        No task is from ``busy_hosts``. A leased task is not leased again until it is
        acknowledged, released or its lease runs out. Empty: nothing is due now.
        """

    def acknowledge_all(self, ended: Sequence[Ended]) -> Sequence[Novelty]:
        """Store visits, their bodies and their links, and end the leases: one transaction.

        Returns what each visit brought. Links that are known already change nothing. After a
        transient outcome the address becomes due again until it was tried three times in the
        run.
        """

    def release(self, task: Task) -> None:
        """Give a lease back untried (the crawl is stopping)."""

    def is_finished(self, *, closed_hosts: Collection[str] = ()) -> bool:
        """Whether nothing is due, leased or waiting for a retry any more in this run.

        What waits on ``closed_hosts`` does not count.
        """

    def next_due_at(self) -> datetime | None:
        """When the first address that waits for a retry is due; ``None`` if none waits."""

    def waiting(self) -> int:
        """Return how many addresses are still to visit in this run."""


class RobotsStore(Protocol):
    """Where the robots.txt of hosts are kept over runs."""

    def kept_robots(self, origin: str) -> RobotsFile | None:
        """Return the file last kept for a scheme, host and port; ``None`` if there is none."""

    def keep_robots(self, file: RobotsFile) -> None:
        """Keep a file in place of the one before."""


class Progress(Protocol):
    """Somebody who watches; the command line draws a line from it."""

    def visited(self, url: str, outcome: Outcome, novelty: Novelty) -> None:
        """One visit ended and is stored."""

    def waiting(self, addresses: int) -> None:
        """So many addresses are still to visit in this run; said once a second or so."""
