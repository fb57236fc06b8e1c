"""Keeping pages that came from a file instead of the network."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from archive.keep import addresses, visits
from archive.keep.database import Database
from archive.model import Run, Visit


class ImportChange(StrEnum):
    """What an imported page was to the archive."""

    NEW = "new"  # its address had no snapshot
    CHANGED = "changed"  # another body than the address's newest snapshot
    UNCHANGED = "unchanged"  # that body once more


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an imported page was, and the snapshot that holds its body."""

    change: ImportChange
    snapshot_id: int


_NOWHERE = addresses.Place(None, 0)


def record_import(database: Database, run: Run, visit: Visit) -> ImportResult:
    """Keep an imported page: visit, body and address in one transaction.

    Raises ``UsageError`` if ``visit.url`` is no address, ``ValueError`` if the visit has no
    body.
    """
    url = addresses.usable(visit.url)
    blob = visits.prepare(database, visit)
    with database.transaction() as connection:
        address_id = addresses.find(connection, url)
        if address_id is None:
            address_id = addresses.insert(connection, url, visit.kind, _NOWHERE)
        had_snapshot = addresses.has_snapshot(connection, address_id)
        kept = visits.record(connection, run.run_id, address_id, visit, blob)
        if kept is None:
            raise ValueError(f"{url}: an imported page needs a body")
    change = ImportChange.CHANGED if had_snapshot else ImportChange.NEW
    return ImportResult(change if kept.is_new else ImportChange.UNCHANGED, kept.snapshot_id)
