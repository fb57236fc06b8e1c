"""Explaining one page with all that the archive knows about it."""

from __future__ import annotations

from pathlib import Path

from archive.clean import Explanation, Guidance, explain
from archive.errors import NotFoundError, UsageError
from archive.keep import Archive
from archive.model import Snapshot
from archive.pipeline.cleaning import case_of, files_of
from archive.pipeline.guiding import Guide, site_rules


def explain_loose(home: Path, snapshot: Snapshot) -> Explanation:
    """Explain a page that is not in the archive, by the rules of the home."""
    return explain(snapshot, Guidance(site_rules(home)))


def explain_kept(archive: Archive, subject: str) -> Explanation | None:
    """Explain the newest page of an address, or the one that a report was made of.

    ``subject`` is an address or the beginning of a report's id. With it come the habits of its
    host, the further pages of the article and its files. ``None`` if nothing has that name.
    """
    snapshot = _found(archive, subject)
    if snapshot is None:
        return None
    case = case_of(archive, Guide(archive, site_rules(archive.home)), snapshot)
    told = explain(snapshot, case.guidance, case.parts)
    files = files_of(archive, told.result)
    return explain(snapshot, case.guidance, case.parts, files) if files else told


def _found(archive: Archive, subject: str) -> Snapshot | None:
    try:
        if "/" not in subject and ":" not in subject:
            return archive.snapshots.get(archive.reports.find(subject).snapshot_id)
        kept = archive.snapshots.of_url(subject)
    except (NotFoundError, UsageError):
        return None
    return archive.snapshots.get(kept[-1].snapshot_id) if kept else None
