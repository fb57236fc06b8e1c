"""The JSON that the collecting and keeping commands print: keys are added, never renamed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from archive.keep import Finding
from archive.model import (
    Alarm,
    ArchiveCounts,
    Became,
    HostOutcomes,
    HostStatus,
    Planned,
    Run,
    VisitRecord,
)
from archive.pipeline.cleaning import CleaningSummary
from archive.pipeline.importing import ImportedFile
from archive.pipeline.saved_files import readable
from archive.proposal import Difference, Preview
from indexer.sync import IndexSummary


def nightly_shape(
    run: Run,
    hosts: Iterable[HostOutcomes],
    visits: Iterable[VisitRecord],
    cleaned: CleaningSummary,
    indexed: IndexSummary | None,
) -> dict[str, object]:
    """Return what ``crawl --json`` and ``nightly --json`` print."""
    return {
        "run": run_shape(run),
        "hosts": hosts_shape(hosts),
        "addresses": [_visit(visit) for visit in visits],
        "cleaned": cleaned_shape(cleaned),
        "index": index_shape(indexed) if indexed else None,
    }


def cleaned_shape(cleaned: CleaningSummary) -> dict[str, object]:
    """Return what became of the pages that were cleaned."""
    return {"reports": cleaned.reports, "rejected": _counts(cleaned.rejected)}


def preview_shape(preview: Preview) -> dict[str, object]:
    """Return what ``clean --all --json`` prints before it says what was replaced."""
    return {
        "documents": preview.documents,
        "effects": _counts(preview.effects),
        "fields": dict(preview.fields),
        "no_reports_any_more": _counts(preview.rejections),
        "lost_chars": preview.lost_chars,
        "gained_chars": preview.gained_chars,
        "losses": [_difference(each) for each in preview.losses],
        "gains": [_difference(each) for each in preview.gains],
    }


def import_shape(
    files: Sequence[tuple[ImportedFile, Became]], indexed: IndexSummary
) -> dict[str, object]:
    """Return what ``import --json`` prints."""
    return {
        "files": [
            {
                "path": readable(file.path),
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
        "outcomes": _counts(run.outcomes),
        "alarms": _alarms(run.alarms),
    }


def hosts_shape(hosts: Iterable[HostOutcomes]) -> dict[str, object]:
    """Return how visits ended, host by host."""
    return {each.host: _counts(each.outcomes) for each in hosts}


def host_shape(host: HostStatus) -> dict[str, object]:
    """Return what ``status HOST --json`` prints."""
    return {
        "host": host.host,
        "last_success_at": _iso(host.last_success_at),
        "failures": host.failures,
        "last_failure": host.last_failure,
        "last_failure_detail": host.last_failure_detail,
        "addresses": host.addresses,
        "snapshots": host.snapshots,
        "waiting": host.waiting,
        "due": _counts(host.due),
        "alarms": _alarms(host.alarms),
    }


def plan_shape(planned: Iterable[Planned]) -> dict[str, object]:
    """Return what ``crawl --dry-run --json`` prints."""
    return {
        "planned": [
            {
                "url": each.url,
                "kind": each.kind.value,
                "why": each.why.value,
                "due_at": _iso(each.due_at),
                "fits": each.fits,
            }
            for each in planned
        ]
    }


def index_shape(summary: IndexSummary) -> dict[str, object]:
    """Return what ``index --json`` prints."""
    return {
        "stored": summary.stored,
        "removed": summary.removed,
        "total": summary.total,
        "rebuilt": summary.rebuilt is not None,
    }


def status_shape(
    counts: ArchiveCounts, indexed: int, last_run: Run | None, hosts: Iterable[HostOutcomes]
) -> dict[str, object]:
    """Return what ``status --json`` prints."""
    return {
        "sites": counts.sites,
        "snapshots": counts.snapshots,
        "reports": counts.reports,
        "indexed_reports": indexed,
        "waiting_addresses": counts.waiting_addresses,
        "awaiting_cleaning": counts.awaiting_cleaning,
        "last_run": run_shape(last_run) if last_run else None,
        "hosts": hosts_shape(hosts),
    }


def verify_shape(findings: Sequence[Finding]) -> dict[str, object]:
    """Return what ``verify --json`` prints."""
    return {
        "findings": [
            {"what": finding.what, "subject": finding.subject, "advice": finding.advice}
            for finding in findings
        ]
    }


def _counts(pairs: Iterable[tuple[StrEnum, int]]) -> dict[str, int]:
    return {name.value: count for name, count in pairs}


def _alarms(alarms: Iterable[Alarm]) -> list[dict[str, str]]:
    return [{"host": each.host, "kind": each.kind.value, "detail": each.detail} for each in alarms]


def _difference(difference: Difference) -> dict[str, object]:
    found = difference.comparison
    return {
        "report_id": difference.report_id,
        "url": difference.url,
        "title": difference.title,
        "effect": found.effect.value,
        "rejection": difference.rejection,
        "lost_chars": found.lost,
        "gained_chars": found.gained,
        "lost_words": found.lost_words,
        "gained_words": found.gained_words,
        "fields": list(found.fields),
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
