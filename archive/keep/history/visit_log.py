"""The log of visits: what each attempt of a run led to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.errors import NotFoundError
from archive.keep.database import Database
from archive.keep.instants import instant
from archive.model import Became, Fate, Outcome, PageKind, Rejection, Run, VisitRecord

_BATCH = 500
_FATES = {
    PageKind.LIST: Fate.LIST,
    PageKind.PART: Fate.PART,
    PageKind.ATTACHMENT: Fate.ATTACHMENT,
}
_OF_RUN = """
    SELECT v.visit_id, a.url, v.visited_at, v.outcome, v.kind, v.status, v.detail,
           a.report_id, s.snapshot_id, s.cleaner_version, s.rejection
    FROM visits AS v JOIN addresses AS a USING (address_id)
    LEFT JOIN snapshots AS s ON s.visit_id = v.visit_id
    WHERE v.run_id = ? AND v.visit_id > ? ORDER BY v.visit_id LIMIT ?
"""
_OF_SNAPSHOT = """
    SELECT s.kind, a.report_id, s.snapshot_id, s.cleaner_version, s.rejection
    FROM snapshots AS s JOIN addresses AS a USING (address_id) WHERE s.snapshot_id = ?
"""

_HIGHEST_SNAPSHOT = """
    SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'snapshots'
"""


class VisitLog:
    """Every attempt ever made."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_run(self, run: Run) -> Iterator[VisitRecord]:
        """Yield the visits of a run in the order they ended; flat in memory."""
        last = 0
        while rows := self._database.all(_OF_RUN, (run.run_id, last, _BATCH)):
            yield from map(_record, rows)
            last = rows[-1]["visit_id"]

    def became(self, snapshot_id: int) -> Became:
        """Return what a snapshot became; ``NotFoundError`` if there never was one of that number.

        One that the cleaner found to say nothing new is unchanged, though it is gone itself.
        """
        row = self._database.one(_OF_SNAPSHOT, (snapshot_id,))
        if row is not None:
            return _became(row)
        if not 0 < snapshot_id <= self._database.scalar(_HIGHEST_SNAPSHOT):
            raise NotFoundError(f"there is no snapshot {snapshot_id}")
        return Became(Fate.UNCHANGED)


def _record(row: sqlite3.Row) -> VisitRecord:
    outcome = Outcome(row["outcome"])
    if row["snapshot_id"] is not None:
        became = _became(row)
    else:
        unchanged = outcome.has_body or outcome is Outcome.NOT_MODIFIED
        became = Became(Fate.UNCHANGED if unchanged else Fate.NOTHING)
    return VisitRecord(
        url=row["url"],
        visited_at=instant(row["visited_at"]),
        outcome=outcome,
        kind=PageKind(row["kind"]),
        status=row["status"],
        detail=row["detail"],
        became=became,
    )


def _became(row: sqlite3.Row) -> Became:
    kind = PageKind(row["kind"])
    if kind is not PageKind.DOCUMENT:
        return Became(_FATES[kind])
    if row["cleaner_version"] is None:
        return Became(Fate.UNCLEANED)
    if row["rejection"] is not None:
        return Became(Fate.REJECTED, rejection=Rejection(row["rejection"]))
    return Became(Fate.REPORT, report_id=row["report_id"])
