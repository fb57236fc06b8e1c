"""Progress bars: on the error stream, and only where somebody can see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from tqdm import tqdm

from archive.model import Novelty, Outcome


class CrawlProgress:
    """Watches a crawl (``archive.crawl.ports.Progress``) and draws one line from it."""

    def __init__(self, bar: tqdm[NoReturn]) -> None:
        self._bar = bar
        self._outcomes: Counter[str] = Counter()

    def visited(self, url: str, outcome: Outcome, novelty: Novelty) -> None:
        """Count one visit."""
        del url, novelty
        self._outcomes[outcome.value] += 1
        self._bar.set_postfix(self._outcomes, refresh=False)
        self._bar.update()


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
