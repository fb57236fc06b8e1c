"""The stages of a night, each with its progress bar: crawl, clean, index.

``crawl``, ``import``, ``clean``, ``nightly`` and ``demo`` are made of these.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.crawl import CrawlSettings
from archive.keep import Archive, FrontierPolicy
from archive.model import Run, Seed
from archive.pipeline.cleaning import CleaningSummary, clean_pending
from archive.pipeline.crawling import crawl_seeds, join_crawl
from archive.pipeline.recleaning import accept, propose
from indexer.engines import EngineName
from indexer.sync import IndexSummary, rebuild_index, update_index
from web.cli.progress import CrawlProgress, IndexProgress, bar


def crawl_stage(
    archive: Archive, seeds: Sequence[Seed], settings: CrawlSettings, policy: FrontierPolicy
) -> Run:
    """Visit what is due."""
    with bar("crawl", "page") as drawn:
        return crawl_seeds(archive, seeds, settings, policy, CrawlProgress(drawn))


def join_stage(archive: Archive, settings: CrawlSettings, policy: FrontierPolicy) -> Run:
    """Help another process to visit what is due."""
    with bar("crawl", "page") as drawn:
        return join_crawl(archive, settings, policy, CrawlProgress(drawn))


def clean_stage(archive: Archive) -> CleaningSummary:
    """Clean what was not cleaned yet."""
    with bar("clean", "page", archive.counts().awaiting_cleaning) as drawn:
        return clean_pending(archive, drawn.update)


def propose_stage(archive: Archive) -> None:
    """Clean everything anew beside the archive."""
    with bar("clean anew", "page", archive.proposals.wanting()) as drawn:
        propose(archive, drawn.update)


def accept_stage(archive: Archive) -> CleaningSummary:
    """Take over what was cleaned anew."""
    with bar("replace", "page") as drawn:
        return accept(archive, drawn.update)


def index_stage(
    archive: Archive, *, rebuild: bool = False, engine: EngineName | None = None
) -> IndexSummary:
    """Bring the index up to the change log, or build it anew."""
    with bar("index", "report") as drawn:
        build = rebuild_index if rebuild else update_index
        return build(archive.home, archive, IndexProgress(drawn), engine)
