"""From snapshots to reports: whatever no cleaner has seen yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from archive.clean import CLEANER_VERSION, SiteRules
from archive.keep import Archive
from archive.model import Rejected, Rejection, Snapshot
from archive.pipeline.guiding import Guide, site_rules
from archive.pipeline.judging import Case, Judges, judge, judged
from archive.pipeline.workers import WorkerPool

_DRAWN = 16  # snapshots held in memory at once; most are under 200 KB, some 10 MB
_SETTLED = 32  # results in one transaction: what a kill makes the next start do again


@dataclass(frozen=True, slots=True)
class CleaningSummary:
    """What became of the snapshots that were cleaned."""

    reports: int
    rejected: tuple[tuple[Rejection, int], ...]


def clean_pending(
    archive: Archive, advance: Callable[[int], object], sites: SiteRules | None = None
) -> CleaningSummary:
    """Clean every newest document snapshot that this cleaner's version has not judged.

    Works in as many processes as there are processors and stores in the snapshots' order; a
    kill costs the work on a few pages and nothing that was stored. Reports of hosts whose
    habits show only now are cleaned once more. ``advance`` is told how many pages are done
    since it was last called. ``sites`` are the user's rules, by default those of the home.
    The caller holds the home's lock.
    """
    guide = Guide(archive, site_rules(archive.home) if sites is None else sites)
    with WorkerPool(judge) as judges:
        counts = _clean_all(archive, judges, guide, advance)
        if guide.reopen():
            again = _clean_all(archive, judges, guide, lambda _: None)
            counts[None] -= again.total()
            counts.update(again)
        # A report that has changed may have sent pages back that said the same before.
        counts.update(_clean_all(archive, judges, guide, lambda _: None))
    rejected = {reason: number for reason, number in counts.items() if reason is not None}
    return CleaningSummary(counts[None], tuple(sorted(rejected.items())))


def _clean_all(
    archive: Archive, judges: Judges, guide: Guide, advance: Callable[[int], object]
) -> Counter[Rejection | None]:
    """Clean what waits and count the reasons, ``None`` for reports."""
    counts: Counter[Rejection | None] = Counter()
    verdicts = judged(judges, _pending(archive, guide))
    while batch := tuple(islice(verdicts, _SETTLED)):
        results = [verdict.cleaned.result for verdict in batch]
        archive.reports.settle(results, CLEANER_VERSION)
        guide.note(batch)
        counts.update(r.reason if isinstance(r, Rejected) else None for r in results)
        advance(len(batch))
    return counts


def _pending(archive: Archive, guide: Guide) -> Iterator[Case]:
    last = 0
    while drawn := archive.snapshots.awaiting_cleaning(CLEANER_VERSION, _DRAWN, after=last):
        for snapshot in drawn:
            yield _case(archive, guide, snapshot)
        last = drawn[-1].snapshot_id


def _case(archive: Archive, guide: Guide, snapshot: Snapshot) -> Case:
    parts = archive.snapshots.parts_of(snapshot)
    return Case(
        snapshot,
        guide.guidance(snapshot),
        tuple(part.snapshot for part in parts if part.snapshot is not None),
        tuple(part.url for part in parts if part.snapshot is None),
    )
