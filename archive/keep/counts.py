"""How much there is in an archive."""

from __future__ import annotations

from archive.keep.database import Database
from archive.model import ArchiveCounts, PageKind

_QUERY = f"""
    SELECT
        (SELECT count(DISTINCT host_id) FROM addresses JOIN hosts USING (host_id)
         WHERE snapshot_id IS NOT NULL AND host <> '') AS sites,
        (SELECT count(*) FROM snapshots) AS snapshots,
        (SELECT count(*) FROM reports) AS reports,
        (SELECT count(*) FROM addresses AS a JOIN snapshots AS s USING (snapshot_id)
         WHERE a.kind IN ('{PageKind.DOCUMENT}', '{PageKind.ATTACHMENT}')
         AND s.cleaner_version IS NULL) AS awaiting_cleaning,
        (SELECT count(*) FROM addresses LEFT JOIN queue USING (address_id)
         WHERE last_visit_id IS NULL OR queue.address_id IS NOT NULL) AS waiting_addresses
"""


def count(database: Database) -> ArchiveCounts:
    """Count what there is.

    Awaiting cleaning are documents and files whose newest snapshot no cleaner has seen;
    waiting are the addresses that were never visited or that the unfinished crawl has still
    to visit.
    """
    (row,) = database.all(_QUERY)
    return ArchiveCounts(**dict(row))
