"""From seeds to snapshots: one crawl run over the store's frontier."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime

from archive.crawl import CrawlSettings, crawl
from archive.crawl.ports import Progress
from archive.errors import NotFoundError
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
    with closing(archive.frontier(run, seeds, policy=policy)) as frontier:
        is_done = crawl(frontier, archive.robots, settings, progress)
    if is_done:
        archive.runs.finish(run, datetime.now(UTC))
    return archive.runs.get(run.run_id)


def join_crawl(
    archive: Archive, settings: CrawlSettings, policy: FrontierPolicy, progress: Progress
) -> Run:
    """Help with the crawl that another process has begun, until nothing is left to visit.

    Returns the run as it is then; finishing it is for who began it. Raises ``NotFoundError``
    if no crawl is under way.
    """
    run = archive.runs.unfinished(RunKind.CRAWL)
    if run is None:
        raise NotFoundError("no crawl is under way to join: `baogao crawl` begins one")
    with closing(archive.join(run, policy=policy)) as frontier:
        crawl(frontier, archive.robots, settings, progress)
    return archive.runs.get(run.run_id)
