"""Real homes for tests: an archive with given reports, and its index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from archive.keep import Archive
from archive.model import Outcome, PageKind, Report, RunKind, Visit
from indexer.sync import rebuild_index
from tests.web.fakes import NOW


def fill_home(home: Path, pages: Iterable[tuple[Report, bytes]]) -> None:
    """Keep reports with the pages they came from, and index them."""
    with Archive.open(home) as archive:
        run = archive.runs.begin(RunKind.IMPORT, NOW)
        for report, body in pages:
            kept = archive.record_import(run, _visit(report.url, body))
            archive.reports.store(replace(report, snapshot_id=kept.snapshot_id))
        archive.runs.finish(run, NOW)
        rebuild_index(home, archive)


def _visit(url: str, body: bytes) -> Visit:
    return Visit(
        url=url,
        visited_at=NOW,
        outcome=Outcome.IMPORTED,
        kind=PageKind.DOCUMENT,
        headers=(("Content-Type", "text/html"),),
        body=body,
    )
