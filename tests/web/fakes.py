"""An archive and an index in memory, about invented places."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from archive.address import report_id_of
from archive.errors import NotFoundError
from archive.model import (
    ArchiveCounts,
    LastVisit,
    Outcome,
    PageKind,
    Removal,
    Report,
    Run,
    RunKind,
    Snapshot,
    SnapshotInfo,
)
from indexer.answers import Patience, Sort
from indexer.answers.counting import FacetCounts, facet_counts
from indexer.columns import Column, Columns
from indexer.errors import Complaint, QueryError
from indexer.facets import Facet, facet_value
from indexer.findings import Findings
from indexer.hits import Highlights, Hit, Passage, Results, Spans
from indexer.query import Query, parse
from indexer.sync import document_of
from indexer.whoosh_engine import WhooshEngine

NOW = datetime(2024, 5, 6, 18, 30, tzinfo=UTC)  # already the 7th in Beijing


def make_report(
    name: str, title: str, paragraphs: Sequence[str], *, url: str | None = None
) -> Report:
    """Return a report at an invented site."""
    address = url or f"http://www.qingshi.localhost/{name}.html"
    return Report(
        report_id=report_id_of(address),
        url=address,
        snapshot_id=1,
        cleaner_version=1,
        rule="TRS_Editor",
        title=title,
        paragraphs=tuple(paragraphs),
        issuer="青石县人民政府",
        published_on=date(2024, 3, 5),
        document_number="青政发〔2024〕3号",
        index_number="QS0001/2024-00017",
        site="青石县人民政府网",
        place="青石县",
        removed=(Removal("首页 > 政务公开", "breadcrumb"), Removal("【打印本页】", "print")),
    )


def make_snapshot(
    url: str,
    body: bytes,
    content_type: str | None = "text/html",
    kind: PageKind = PageKind.DOCUMENT,
) -> Snapshot:
    """Return a kept body."""
    headers = () if content_type is None else (("Content-Type", content_type),)
    digest = hashlib.sha256(body).hexdigest()
    return Snapshot(1, url, NOW, kind, 200, headers, digest, body)


def _info(kept: Snapshot) -> SnapshotInfo:
    return SnapshotInfo(
        kept.snapshot_id, kept.url, kept.visited_at, kept.status, kept.digest, len(kept.body)
    )


@dataclass
class FakeReports:
    """Reports by id."""

    held: dict[str, Report] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    flapping: set[str] = field(default_factory=set)

    def find(self, prefix: str) -> Report:
        found = [report for key, report in self.held.items() if key.startswith(prefix)]
        if len(found) != 1:
            raise NotFoundError(f"no report {prefix}")
        return found[0]

    def last_visit(self, report_id: str) -> LastVisit:
        url = self.held[report_id].url
        if report_id in self.flapping:
            return LastVisit(url, NOW, Outcome.GONE, gone_since=NOW, gone_unconfirmed=True)
        if report_id in self.gone:
            return LastVisit(url, NOW, Outcome.GONE, gone_since=NOW)
        return LastVisit(url, NOW, Outcome.NOT_MODIFIED, gone_since=None)


@dataclass
class FakeSnapshots:
    """Snapshots in order."""

    held: list[Snapshot] = field(default_factory=list)

    def of_report(self, report_id: str) -> Sequence[SnapshotInfo]:
        return tuple(_info(each) for each in self.held if report_id_of(each.url) == report_id)

    def of_url(self, url: str) -> Sequence[SnapshotInfo]:
        return tuple(_info(each) for each in self.held if each.url == url)

    def by_digest(self, digest: str) -> Snapshot:
        for snapshot in self.held:
            if snapshot.digest == digest:
                return snapshot
        raise NotFoundError(f"no snapshot {digest}")


class FakeRuns:
    """One finished run."""

    def last(self) -> Run | None:
        return Run(1, RunKind.CRAWL, NOW, NOW)


@dataclass
class FakeArchive:
    """The archive of one test."""

    reports: FakeReports = field(default_factory=FakeReports)
    snapshots: FakeSnapshots = field(default_factory=FakeSnapshots)
    runs: FakeRuns = field(default_factory=FakeRuns)
    closed: bool = False

    def counts(self) -> ArchiveCounts:
        return ArchiveCounts(1, len(self.snapshots.held), len(self.reports.held), 0, 0)

    def close(self) -> None:
        self.closed = True

    def add(self, report: Report, body: bytes = b"<p>raw</p>") -> Report:
        """Keep a report and its snapshot."""
        self.reports.held[report.report_id] = report
        self.snapshots.held.append(make_snapshot(report.url, body))
        return report


@dataclass
class FakeSearcher:
    """Finds the reports that hold the query's words, quotation marks aside."""

    archive: FakeArchive
    literal_total: int | None = None
    closed: bool = False
    barren: tuple[Query, ...] = ()
    asked: list[tuple[Sort, bool, bool]] = field(default_factory=list)

    @property
    def document_count(self) -> int:
        return len(self.archive.reports.held)

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
        self.asked.append((sort, fold_copies, explained))
        words = _words(text)
        found = [r for r in self.archive.reports.held.values() if _contains(r, words)]
        page = found[offset:] if limit is None else found[offset : offset + limit]
        literal = len(found) if self.literal_total is None else self.literal_total
        hits = tuple(self._hit(text, report) for report in page)
        counted = _facets(found, facets)
        return Results(text, len(found), literal, 3.14159, hits, facets=counted, barren=self.barren)

    @contextmanager
    def findings(self, text: str, *, patience_s: float | None = None) -> Iterator[Findings]:
        """Give what the default engine finds, in an index of these reports."""
        reports = self.archive.reports.held.values()
        with ExitStack() as opened:
            folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
            engine = opened.enter_context(closing(WhooshEngine.create(folder / "index")))
            engine.commit([document_of(report) for report in reports], [], 1)
            reading = opened.enter_context(engine.reading())
            patience = Patience(patience_s)
            yield Findings(reading, parse(text), text, "000001-1 fake", patience=patience)

    def highlight(self, query_text: str, report: Report) -> Highlights:
        return Highlights(
            self._spans(query_text, report.title), self._spans(query_text, report.text)
        )

    def _spans(self, query_text: str, text: str) -> Spans:
        pattern = "|".join(re.escape(word) for word in _words(query_text))
        return tuple(found.span() for found in re.finditer(pattern, text))

    def close(self) -> None:
        self.closed = True

    def _hit(self, query: str, report: Report) -> Hit:
        return Hit(
            report_id=report.report_id,
            url=report.url,
            title=report.title,
            issuer=report.issuer,
            published_on=report.published_on,
            place=report.place,
            score=1.0,
            literal=self.literal_total is None,
            title_spans=self._spans(query, report.title),
            passages=tuple(
                Passage(text, spans)
                for text in report.paragraphs
                if (spans := self._spans(query, text))
            )[:2],
            doubts=tuple(caution.doubt for caution in report.facts.warnings),
        )


def _words(text: str) -> list[str]:
    if "(" in text:
        place = text.index("(")
        suggestion = text.replace("(", "")
        raise QueryError(Complaint.BRACKET_UNPAIRED, place, suggestion, place=place + 1, mark="(")
    return re.sub(r'[“”"]', " ", text).split()


def _contains(report: Report, words: Sequence[str]) -> bool:
    return all(word in report.title or word in report.text for word in words)


def _facets(found: Sequence[Report], most: int) -> tuple[FacetCounts, ...]:
    documents = [document_of(report) for report in found]
    columns = {
        facet: Column.of(facet_value(document, facet) for document in documents) for facet in Facet
    }
    everything = np.ones(len(found), np.bool_)
    ids = [document.report_id for document in documents]
    held = Columns(ids, everything, columns, np.zeros((len(found), 64), np.uint16))
    return facet_counts(held, everything, most) if most else ()
