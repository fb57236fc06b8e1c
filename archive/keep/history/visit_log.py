"""The log of visits: what each attempt of a run led to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from archive.errors import NotFoundError
from archive.keep import blobs
from archive.keep.database import Database
from archive.keep.history.visits import unpacked_headers
from archive.keep.instants import instant
from archive.model import (
    Became,
    Fate,
    Keeper,
    Outcome,
    PageKind,
    PastVisit,
    Rejection,
    Run,
    VisitRecord,
)

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
_PAST = """
    SELECT v.visit_id, a.url, v.visited_at, v.outcome, v.kind, v.status, v.headers, v.detail,
           v.tls_unverified, v.blob_id, whole.url AS first_page,
           CASE WHEN v.blob_id IS NOT NULL
                THEN (SELECT min(s.visit_id) FROM snapshots AS s WHERE s.blob_id = v.blob_id)
                WHEN v.outcome = 'not_modified'
                THEN (SELECT s.visit_id FROM snapshots AS s JOIN visits AS k USING (visit_id)
                      WHERE s.address_id = v.address_id AND s.visit_id < v.visit_id
                      ORDER BY k.visited_at DESC, k.visit_id DESC LIMIT 1)
                END AS keeper_id, v.digest
    FROM visits AS v JOIN addresses AS a USING (address_id)
    LEFT JOIN addresses AS whole ON whole.address_id = a.whole_id
    WHERE v.visit_id > ? ORDER BY v.visit_id LIMIT ?
"""
_KEPT = """
    SELECT a.url, v.visited_at, b.digest, b.data
    FROM snapshots AS s JOIN visits AS v USING (visit_id)
    JOIN addresses AS a ON a.address_id = v.address_id JOIN blobs AS b ON b.blob_id = s.blob_id
    WHERE s.visit_id = ?
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

    def count(self) -> int:
        """Return how many there are."""
        return self._database.scalar("SELECT count(*) FROM visits")

    def all(self) -> Iterator[PastVisit]:
        """Yield all visits in the order they ended, a body in memory at a time.

        Raises ``StoreError`` if a body is damaged.
        """
        last = 0
        while rows := self._database.all(_PAST, (last, _BATCH)):
            yield from map(self._past, rows)
            last = rows[-1]["visit_id"]

    def _past(self, row: sqlite3.Row) -> PastVisit:
        past = _past_visit(row)
        if row["keeper_id"] is None:
            return past
        kept = self._database.one(_KEPT, (row["keeper_id"],))
        if kept is None:  # the cleaner has let it go since the row was read
            (row,) = self._database.all(_PAST, (row["visit_id"] - 1, 1))
            return self._past(row)
        if row["keeper_id"] == row["visit_id"]:
            body = blobs.unpack(kept["digest"], kept["data"])
            return replace(past, body=body, digest=kept["digest"])
        keeper = Keeper(kept["url"], instant(kept["visited_at"]))
        return replace(past, digest=kept["digest"], kept_with=keeper)

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


def _past_visit(row: sqlite3.Row) -> PastVisit:
    return PastVisit(
        visit_id=row["visit_id"],
        url=row["url"],
        visited_at=instant(row["visited_at"]),
        outcome=Outcome(row["outcome"]),
        kind=PageKind(row["kind"]),
        status=row["status"],
        headers=unpacked_headers(row["headers"]),
        detail=row["detail"],
        tls_unverified=bool(row["tls_unverified"]),
        digest=row["digest"],
        first_page=row["first_page"],
    )


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
