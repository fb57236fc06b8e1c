"""From snapshots to reports: whatever no cleaner has seen yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from archive.clean import CLEANER_VERSION
from archive.keep import Archive
from archive.model import Rejected, Rejection, Snapshot
from archive.pipeline.judging import judge, judged
from archive.pipeline.workers import WorkerPool

_DRAWN = 16  # snapshots held in memory at once; most are under 200 KB, some 10 MB
_SETTLED = 32  # results in one transaction: what a kill makes the next start do again


@dataclass(frozen=True, slots=True)
class CleaningSummary:
    """What became of the snapshots that were cleaned."""

    reports: int
    rejected: tuple[tuple[Rejection, int], ...]


def clean_pending(archive: Archive, advance: Callable[[int], object]) -> CleaningSummary:
    """Clean every newest document snapshot that this cleaner's version has not judged.

    Works in as many processes as there are processors and stores in the snapshots' order; a
    kill costs the work on a few pages and nothing that was stored. ``advance`` is told how
    many pages are done since it was last called. The caller holds the home's lock.
    """
    reports = 0
    rejected: Counter[Rejection] = Counter()
    with WorkerPool(judge) as judges:
        results = judged(judges, _pending(archive))
        while batch := tuple(islice(results, _SETTLED)):
            archive.reports.settle(batch, CLEANER_VERSION)
            reasons = [each.reason for each in batch if isinstance(each, Rejected)]
            reports += len(batch) - len(reasons)
            rejected.update(reasons)
            advance(len(batch))
    return CleaningSummary(reports, tuple(sorted(rejected.items())))


def _pending(archive: Archive) -> Iterator[Snapshot]:
    last = 0
    while drawn := archive.snapshots.awaiting_cleaning(CLEANER_VERSION, _DRAWN, after=last):
        yield from drawn
        last = drawn[-1].snapshot_id
