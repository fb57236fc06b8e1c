"""Keeping pages that came from a file instead of the network."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from archive.keep import addresses
from archive.keep.blobs import Blob
from archive.keep.database import Database
from archive.keep.frontier import bonds
from archive.keep.history import visits
from archive.keep.instants import microseconds
from archive.model import PageKind, Run, Visit


class ImportChange(StrEnum):
    """What an imported page was to the archive."""

    NEW = "new"  # its address had no snapshot
    CHANGED = "changed"  # another body than the address's newest snapshot
    UNCHANGED = "unchanged"  # a body that the address has already
    EARLIER = "earlier"  # another body, from before the newest snapshot, which stays the newest


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an imported page was, and the snapshot that holds its body."""

    change: ImportChange
    snapshot_id: int


FirstPages = Mapping[str, str]

_CHANGES = {False: ImportChange.NEW, True: ImportChange.CHANGED}
_NOWHERE = addresses.Place(None, 0)


def record_imports(
    database: Database, run: Run, imported: Sequence[Visit], first_pages: FirstPages
) -> tuple[ImportResult, ...]:
    """Keep imported pages: visits, bodies and addresses of all of them in one transaction.

    ``first_pages`` has the addresses of articles, by the addresses of their further pages.
    Raises ``UsageError`` if a visit's url is no address, ``ValueError`` if it has no body.
    """
    blobs = [(addresses.usable(visit.url), _blob(database, visit)) for visit in imported]
    with database.transaction() as connection:
        results = tuple(
            _record(connection, run, url, visit, blob)
            for visit, (url, blob) in zip(imported, blobs, strict=True)
        )
        for visit in imported:
            if visit.url in first_pages:
                _join(connection, visit.url, first_pages[visit.url])
        return results


def _blob(database: Database, visit: Visit) -> Blob:
    blob = visits.prepare(database, visit)
    if blob is None:
        raise ValueError(f"{visit.url}: an imported page needs a body")
    return blob


def _record(
    connection: sqlite3.Connection, run: Run, url: str, visit: Visit, blob: Blob
) -> ImportResult:
    address_id = addresses.find(connection, url)
    if address_id is None:
        address_id = addresses.insert(connection, url, visit.kind, _NOWHERE)
    elif visit.kind is PageKind.DOCUMENT:  # what is said of a page of which nothing is known
        visit = replace(visit, kind=addresses.kind_of(connection, address_id))
    current_at = addresses.current_since(connection, address_id)
    if current_at is not None and microseconds(visit.visited_at) < current_at:
        kept = visits.record_past(connection, run.run_id, address_id, visit, blob)
        change = ImportChange.EARLIER
    else:
        recorded = visits.record(connection, run.run_id, address_id, visit, blob)
        assert recorded is not None  # it has a body
        kept, change = recorded, _CHANGES[current_at is not None]
        if visit.kind is PageKind.PART and kept.is_new:
            bonds.wake_whole(connection, address_id)
    return ImportResult(change if kept.is_new else ImportChange.UNCHANGED, kept.snapshot_id)


def _join(connection: sqlite3.Connection, url: str, first_page: str) -> None:
    """Note that an address is a further page of an article, whose first page may come later."""
    part_id = addresses.find(connection, addresses.usable(url))
    whole_url = addresses.usable(first_page)
    whole_id = addresses.find(connection, whole_url)
    if whole_id is None:
        whole_id = addresses.insert(connection, whole_url, PageKind.DOCUMENT, _NOWHERE)
    if part_id is not None:
        bonds.adopt(connection, part_id, whole_id)
