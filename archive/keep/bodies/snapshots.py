"""Looking up bodies as they were fetched."""

from __future__ import annotations

import sqlite3

from archive.errors import NotFoundError
from archive.keep import blobs
from archive.keep.addresses import usable
from archive.keep.bodies.files import OUTDATED
from archive.keep.database import Database
from archive.keep.history.visits import unpacked_headers
from archive.keep.instants import instant
from archive.model import PageKind, Part, Snapshot, SnapshotInfo

JOINED = """
    FROM snapshots AS s JOIN addresses AS a USING (address_id)
    JOIN visits AS v USING (visit_id) JOIN blobs AS b ON b.blob_id = s.blob_id
"""
_WHOLE = f"""
    SELECT s.snapshot_id, a.url, v.visited_at, s.kind, v.status, v.headers, b.digest, b.data,
           v.tls_unverified
    {JOINED}
"""
_INFO = f"""
    SELECT s.snapshot_id, a.url, v.visited_at, v.status, b.digest, b.size_bytes, v.tls_unverified
    {JOINED}
"""
_BY_AGE = "ORDER BY v.visited_at, s.snapshot_id"  # older ones may have been imported later
_PART_TO_COME = """
    SELECT 1 FROM addresses AS part JOIN queue USING (address_id)
    WHERE part.whole_id = a.address_id AND part.snapshot_id IS NULL
"""
CLEANABLE = f"""(
    a.snapshot_id = s.snapshot_id AND a.kind = '{PageKind.DOCUMENT}'
    AND NOT EXISTS ({_PART_TO_COME})
    OR EXISTS (SELECT 1 FROM reports AS r WHERE r.snapshot_id = s.snapshot_id))
"""
_IS_FILE = f"a.snapshot_id = s.snapshot_id AND a.kind = '{PageKind.ATTACHMENT}'"
# By length first, so that _10 stands behind _9.
_PARTS = """
    SELECT part.url, part.snapshot_id AS part_id
    FROM snapshots AS s JOIN addresses AS whole ON whole.address_id = s.address_id
    JOIN addresses AS part ON part.whole_id = whole.address_id
    WHERE s.snapshot_id = ? AND (part.gone_since IS NULL OR whole.gone_since IS NOT NULL
                                 OR part.snapshot_id IS NULL)
    ORDER BY length(part.url), part.url
"""


class Snapshots:
    """All bodies that were kept, each under the number it got when it was new.

    Those of a report are its versions: the text of an earlier one is what the cleaner makes of
    its snapshot. A body that differs only around the text is no version and goes as soon as
    the cleaner has seen it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, snapshot_id: int) -> Snapshot:
        """Return a snapshot.

        Raises ``NotFoundError`` if there is none, ``StoreError`` if its body is damaged.
        """
        row = self._database.one(f"{_WHOLE} WHERE s.snapshot_id = ?", (snapshot_id,))
        if row is None:
            raise NotFoundError(f"there is no snapshot {snapshot_id}")
        return _snapshot(row)

    def by_digest(self, digest: str) -> Snapshot:
        """Return the newest snapshot whose body has this SHA-256 (hex); errors as ``get``."""
        query = f"{_WHOLE} WHERE b.digest = ? ORDER BY s.snapshot_id DESC LIMIT 1"
        row = self._database.one(query, (digest.lower(),))
        if row is None:
            raise NotFoundError(f"there is no snapshot with the digest {digest!r}")
        return _snapshot(row)

    def of_url(self, url: str) -> tuple[SnapshotInfo, ...]:
        """Return the snapshots of an address, oldest first.

        Raises ``UsageError`` if ``url`` is no address.
        """
        query = f"{_INFO} WHERE a.url = ? {_BY_AGE}"
        return tuple(_info(row) for row in self._database.all(query, (usable(url),)))

    def of_report(self, report_id: str) -> tuple[SnapshotInfo, ...]:
        """Return the snapshots of all addresses that a report has, oldest first."""
        query = f"{_INFO} WHERE a.snapshot_id IS NOT NULL AND a.report_id = ? {_BY_AGE}"
        return tuple(_info(row) for row in self._database.all(query, (report_id,)))

    def awaiting_cleaning(self, limit: int, after: int = 0) -> tuple[Snapshot, ...]:
        """Return up to ``limit`` of the cleanable snapshots that no cleaner has seen.

        Those of pages whose text is in a file that was fetched or has changed since are among
        them. Errors and order as in :meth:`cleanable`.
        """
        unseen = f"(s.cleaner_version IS NULL OR s.snapshot_id IN ({OUTDATED}))"
        return self._some(f"{unseen} AND {CLEANABLE}", limit, after)

    def cleanable(self, limit: int, after: int = 0) -> tuple[Snapshot, ...]:
        """Return up to ``limit`` snapshots that reports come from, numbered above ``after``.

        These are, in order of their numbers, the newest snapshot of each document address,
        and the one that each report was made of. That is an older one if a newer one was
        rejected: the report that stays has to follow the cleaner's rules, too. An article
        waits for those of its further pages that the crawl has still to visit.
        """
        return self._some(CLEANABLE, limit, after)

    def unproposed(self, limit: int, after: int = 0) -> tuple[Snapshot, ...]:
        """Return up to ``limit`` cleaned snapshots that :class:`Proposals` has nothing for."""
        unproposed = "NOT EXISTS (SELECT 1 FROM proposals AS p WHERE p.snapshot_id = s.snapshot_id)"
        condition = f"s.cleaner_version IS NOT NULL AND {unproposed} AND {CLEANABLE}"
        return self._some(condition, limit, after)

    def unread_files(self, limit: int, after: int = 0) -> tuple[Snapshot, ...]:
        """Return up to ``limit`` newest snapshots of files that no cleaner has seen."""
        return self._some(f"{_IS_FILE} AND s.cleaner_version IS NULL", limit, after)

    def files_read_before(self, version: int, limit: int, after: int = 0) -> tuple[Snapshot, ...]:
        """Return up to ``limit`` newest snapshots of files that an earlier cleaner has read."""
        return self._some(f"{_IS_FILE} AND s.cleaner_version < {version:d}", limit, after)

    def _some(self, condition: str, limit: int, after: int) -> tuple[Snapshot, ...]:
        query = f"{_WHOLE} WHERE s.snapshot_id > ? AND {condition} ORDER BY s.snapshot_id LIMIT ?"
        return tuple(_snapshot(row) for row in self._database.all(query, (after, limit)))

    def parts_of(self, snapshot: Snapshot) -> tuple[Part, ...]:
        """Return the further pages of the article that a snapshot is the first page of.

        A part that is gone while the article is not belongs to an earlier version of it.
        """
        rows = self._database.all(_PARTS, (snapshot.snapshot_id,))
        return tuple(
            Part(row["url"], None if row["part_id"] is None else self.get(row["part_id"]))
            for row in rows
        )


def _snapshot(row: sqlite3.Row) -> Snapshot:
    return Snapshot(
        snapshot_id=row["snapshot_id"],
        url=row["url"],
        visited_at=instant(row["visited_at"]),
        kind=PageKind(row["kind"]),
        status=row["status"],
        headers=unpacked_headers(row["headers"]),
        digest=row["digest"],
        body=blobs.unpack(row["digest"], row["data"]),
        tls_unverified=bool(row["tls_unverified"]),
    )


def _info(row: sqlite3.Row) -> SnapshotInfo:
    return SnapshotInfo(
        snapshot_id=row["snapshot_id"],
        url=row["url"],
        visited_at=instant(row["visited_at"]),
        status=row["status"],
        digest=row["digest"],
        size_bytes=row["size_bytes"],
        tls_unverified=bool(row["tls_unverified"]),
    )
