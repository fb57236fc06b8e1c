"""The JSON that the collecting and keeping commands print: keys are added, never renamed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from archive.keep import Finding
from archive.model import ArchiveCounts, Became, Run, VisitRecord
from archive.pipeline.cleaning import CleaningSummary
from archive.pipeline.importing import ImportedFile
from indexer.sync import IndexSummary


def nightly_shape(
    run: Run,
    visits: Iterable[VisitRecord],
    cleaned: CleaningSummary,
    indexed: IndexSummary | None,
) -> dict[str, object]:
    """Return what ``crawl --json`` and ``nightly --json`` print."""
    return {
        "run": run_shape(run),
        "addresses": [_visit(visit) for visit in visits],
        "cleaned": {
            "reports": cleaned.reports,
            "rejected": {reason.value: count for reason, count in cleaned.rejected},
        },
        "index": index_shape(indexed) if indexed else None,
    }


def import_shape(
    files: Sequence[tuple[ImportedFile, Became]], indexed: IndexSummary
) -> dict[str, object]:
    """Return what ``import --json`` prints."""
    return {
        "files": [
            {
                "path": str(file.path),
                "fate": file.fate.value,
                "url": file.url or None,
                "became": became.fate.value,
                "report_id": became.report_id,
                "detail": became.rejection or file.detail,
            }
            for file, became in files
        ],
        "index": index_shape(indexed),
    }


def run_shape(run: Run) -> dict[str, object]:
    """Return one run as recorded."""
    return {
        "run_id": run.run_id,
        "kind": run.kind.value,
        "started_at": run.started_at.isoformat(),
        "finished_at": _iso(run.finished_at),
        "outcomes": {outcome.value: count for outcome, count in run.outcomes},
    }


def index_shape(summary: IndexSummary) -> dict[str, object]:
    """Return what ``index --json`` prints."""
    return {
        "stored": summary.stored,
        "removed": summary.removed,
        "total": summary.total,
        "rebuilt": summary.rebuilt is not None,
    }


def status_shape(counts: ArchiveCounts, indexed: int, last_run: Run | None) -> dict[str, object]:
    """Return what ``status --json`` prints."""
    return {
        "sites": counts.sites,
        "snapshots": counts.snapshots,
        "reports": counts.reports,
        "indexed_reports": indexed,
        "waiting_addresses": counts.waiting_addresses,
        "awaiting_cleaning": counts.awaiting_cleaning,
        "last_run": run_shape(last_run) if last_run else None,
    }


def verify_shape(findings: Sequence[Finding]) -> dict[str, object]:
    """Return what ``verify --json`` prints."""
    return {
        "findings": [
            {"what": finding.what, "subject": finding.subject, "advice": finding.advice}
            for finding in findings
        ]
    }


def _visit(visit: VisitRecord) -> dict[str, object]:
    return {
        "url": visit.url,
        "outcome": visit.outcome.value,
        "status": visit.status,
        "kind": visit.kind.value,
        "became": visit.became.fate.value,
        "report_id": visit.became.report_id,
        "detail": visit.became.rejection or visit.detail,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
