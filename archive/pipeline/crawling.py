"""From seeds to snapshots: one crawl run over the store's frontier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from archive.crawl import CrawlSettings, crawl
from archive.crawl.ports import Progress
from archive.keep import Archive, FrontierPolicy
from archive.model import Run, RunKind, Seed


def crawl_seeds(
    archive: Archive,
    seeds: Sequence[Seed],
    settings: CrawlSettings,
    policy: FrontierPolicy,
    progress: Progress,
) -> Run:
    """Visit everything that is due from ``seeds`` and return the run as recorded.

    A run that was killed or interrupted is taken up again: it keeps its number and its start,
    and what it acknowledged is not visited a second time. A run that was interrupted comes
    back with ``finished_at`` ``None``. The caller holds the home's lock.
    """
    run = archive.runs.begin(RunKind.CRAWL, datetime.now(UTC))
    frontier = archive.frontier(run, seeds, policy=policy)
    if crawl(frontier, archive.robots, settings, progress):
        archive.runs.finish(run, datetime.now(UTC))
    return archive.runs.get(run.run_id)
