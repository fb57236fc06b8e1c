"""The few things the web asks of the archive and of the index.

``archive.keep.Archive`` and ``indexer.searcher.Searcher`` fit, and so do the tests' fakes.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from archive.model import ArchiveCounts, LastVisit, Report, Run, Snapshot, SnapshotInfo
from indexer.answers import Sort
from indexer.findings import Findings
from indexer.hits import Highlights, Results


class ReportSearch(Protocol):
    """An opened index, asked by the search page, the report page and the API."""

    @property
    def document_count(self) -> int:
        """How many reports can be found."""

    def search(
        self,
        text: str,
        *,
        limit: int | None,
        offset: int = 0,
        sort: Sort = Sort.RELEVANCE,
        fold_copies: bool = False,
        explained: bool = False,
        facets: int = 0,
    ) -> Results:
        """Answer a query as typed; raises ``QueryError``."""

    def findings(
        self, text: str, *, patience_s: float | None = None
    ) -> AbstractContextManager[Findings]:
        """Give everything that a query finds; raises ``QueryError``."""

    def highlight(self, query_text: str, report: Report) -> Highlights:
        """Return where title and text have what the query asks for; raises ``QueryError``."""

    def close(self) -> None:
        """Let go of files."""


class ReportShelf(Protocol):
    """The cleaned reports, asked by the report page."""

    def find(self, prefix: str) -> Report:
        """Return the one report whose id begins so; raises ``NotFoundError``."""

    def last_visit(self, report_id: str) -> LastVisit:
        """Return how the latest visit to its source ended; raises ``NotFoundError``."""


class SnapshotShelf(Protocol):
    """What was fetched, asked by the report and the snapshot page."""

    def of_report(self, report_id: str) -> Sequence[SnapshotInfo]:
        """Return the snapshots of the report's address, oldest first."""

    def of_url(self, url: str) -> Sequence[SnapshotInfo]:
        """Return the snapshots of an address, oldest first; raises ``UsageError``."""

    def by_digest(self, digest: str) -> Snapshot:
        """Return a kept body; raises ``NotFoundError``."""


class RunLog(Protocol):
    """The record of crawls and imports, asked by the front page."""

    def last(self) -> Run | None:
        """Return the latest run."""


class ReportArchive(Protocol):
    """An opened archive."""

    @property
    def reports(self) -> ReportShelf:
        """The cleaned reports."""

    @property
    def snapshots(self) -> SnapshotShelf:
        """The pages as fetched."""

    @property
    def runs(self) -> RunLog:
        """The runs."""

    def counts(self) -> ArchiveCounts:
        """Return how much there is."""

    def close(self) -> None:
        """Let go of files."""
