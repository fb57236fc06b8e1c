"""From snapshots to reports: whatever the current cleaner has not seen yet."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from archive.clean import CLEANER_VERSION, clean
from archive.keep import Archive
from archive.model import Rejected, Rejection, Report, Snapshot

_BATCH = 16  # snapshots held in memory at once; most are under 200 KB, some 10 MB
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CleaningSummary:
    """What became of the snapshots that were cleaned."""

    reports: int
    rejected: tuple[tuple[Rejection, int], ...]


def clean_pending(archive: Archive, advance: Callable[[], object]) -> CleaningSummary:
    """Clean every newest document snapshot that this cleaner's version has not judged.

    Each result is stored as soon as it is there, so a kill costs the page under work and no
    other. ``advance`` is called after each page. The caller holds the home's lock.
    """
    reports = 0
    rejected: Counter[Rejection] = Counter()
    last = 0
    while batch := archive.snapshots.awaiting_cleaning(CLEANER_VERSION, _BATCH, after=last):
        for snapshot in batch:
            last = snapshot.snapshot_id
            result = _judge(snapshot)
            if isinstance(result, Report):
                archive.reports.store(result)
                reports += 1
            else:
                archive.reports.reject(result, CLEANER_VERSION)
                rejected[result.reason] += 1
            advance()
    return CleaningSummary(reports, tuple(sorted(rejected.items())))


def _judge(snapshot: Snapshot) -> Report | Rejected:
    """Clean one snapshot; a page that breaks the cleaner must not stop the night."""
    try:
        return clean(snapshot)
    except Exception:  # noqa: BLE001 - whatever it is, one page, logged and kept as rejected
        _log.exception("the cleaner broke on %s (snapshot %d)", snapshot.url, snapshot.snapshot_id)
        return Rejected(snapshot.snapshot_id, snapshot.url, Rejection.CLEANER_FAILED)
