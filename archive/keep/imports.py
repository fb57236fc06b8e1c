"""Keeping pages that came from a file instead of the network."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from archive.keep import addresses
from archive.keep.blobs import Blob
from archive.keep.database import Database
from archive.keep.history import visits
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


def record_imports(
    database: Database, run: Run, imported: Sequence[Visit]
) -> tuple[ImportResult, ...]:
    """Keep imported pages: visits, bodies and addresses of all of them in one transaction.

    Raises ``UsageError`` if a visit's url is no address, ``ValueError`` if it has no body.
    """
    blobs = [(addresses.usable(visit.url), visits.prepare(database, visit)) for visit in imported]
    with database.transaction() as connection:
        return tuple(
            _record(connection, run, url, visit, blob)
            for visit, (url, blob) in zip(imported, blobs, strict=True)
        )


def _record(
    connection: sqlite3.Connection, run: Run, url: str, visit: Visit, blob: Blob | None
) -> ImportResult:
    address_id = addresses.find(connection, url)
    if address_id is None:
        address_id = addresses.insert(connection, url, visit.kind, _NOWHERE)
    had_snapshot = addresses.has_snapshot(connection, address_id)
    kept = visits.record(connection, run.run_id, address_id, visit, blob)
    if kept is None:
        raise ValueError(f"{url}: an imported page needs a body")
    change = ImportChange.CHANGED if had_snapshot else ImportChange.NEW
    return ImportResult(change if kept.is_new else ImportChange.UNCHANGED, kept.snapshot_id)
