"""Progress bars: on the error stream, and only where somebody can see them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from tqdm import tqdm

from archive.address import host_of
from archive.model import Novelty, Outcome

_FAILURES = frozenset(
    {
        *(Outcome.TIMEOUT, Outcome.UNREACHABLE, Outcome.SERVER_ERROR, Outcome.REFUSED),
        *(Outcome.TOO_LARGE, Outcome.FORBIDDEN_ADDRESS),
    }
)


class CrawlProgress:
    """Watches a crawl (``archive.crawl.ports.Progress``) and draws one line from it.

    The line has the pages and their speed, the time that is left at this speed, and how many
    hosts answered, pages were new, changed and unchanged, and visits failed or were blocked.
    """

    def __init__(self, bar: tqdm[NoReturn]) -> None:
        self._bar = bar
        self._hosts: set[str] = set()
        self._counts = dict.fromkeys(("new", "changed", "unchanged", "failed", "blocked"), 0)

    def visited(self, url: str, outcome: Outcome, novelty: Novelty) -> None:
        """Count one visit."""
        self._hosts.add(host_of(url))
        kind = "failed" if outcome in _FAILURES else outcome.value
        for name in (kind, novelty.value):
            if name in self._counts:
                self._counts[name] += 1
        self._bar.set_postfix_str(str(self), refresh=False)
        self._bar.update()

    def waiting(self, addresses: int) -> None:
        """Note how many visits are left, from which the bar tells the time that is left."""
        self._bar.total = self._bar.n + addresses

    def __str__(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self._counts.items())
        return f"{len(self._hosts)} hosts: {counts}"


class IndexProgress:
    """Watches an index being built (``indexer.sync.Progress``)."""

    def __init__(self, bar: tqdm[NoReturn]) -> None:
        self._bar = bar

    def indexed(self, done: int, total: int) -> None:
        """``done`` of ``total`` changes are in the index."""
        self._bar.total = total
        self._bar.update(done - self._bar.n)


@contextmanager
def bar(description: str, unit: str, total: int | None = None) -> Iterator[tqdm[NoReturn]]:
    """Draw a bar while the block runs; nothing is drawn where stderr is no terminal."""
    with tqdm(desc=description, unit=unit, total=total, disable=None, leave=True) as drawn:
        yield drawn
