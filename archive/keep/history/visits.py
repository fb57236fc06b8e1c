"""Recording how a visit ended: the attempt, the body it brought, what the address now knows."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from archive.keep import blobs
from archive.keep.database import Database
from archive.keep.instants import microseconds
from archive.model import Novelty, Outcome, PageKind, Visit

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a body became: a new snapshot, or the address's newest one once more."""

    snapshot_id: int
    novelty: Novelty

    @property
    def is_new(self) -> bool:
        """Whether it became a new snapshot."""
        return self.novelty is not Novelty.UNCHANGED


def prepare(database: Database, visit: Visit) -> blobs.Blob | None:
    """Return the visit's body ready to be kept, ``None`` if it brought none.

    Raises ``ValueError`` if body and outcome contradict each other.
    """
    if (visit.body is not None) != visit.outcome.has_body:
        raise ValueError(f"{visit.url}: {visit.outcome} with or without a body?")
    return None if visit.body is None else blobs.prepare(database, visit.body)


def record(
    connection: sqlite3.Connection,
    run_id: int,
    address_id: int,
    visit: Visit,
    blob: blobs.Blob | None,
    links_digest: str | None = None,
) -> Kept | None:
    """Write a visit down inside the caller's transaction; ``None`` if it brought no body.

    ``links_digest`` names the links on the page of a list, ``None``: it is none, or has none.
    A list that leads where it led before is not kept again, whatever else is on its page.
    """
    same = None if blob is None else _same_list(connection, address_id, links_digest)
    blob_id = None if blob is None or same is not None else blobs.put(connection, blob)
    digest = None if blob is None or blob_id is not None else blob.digest
    visit_id = _insert(connection, run_id, address_id, visit, blob_id, digest)
    _count(connection, run_id, address_id, visit)
    _note_visit(connection, address_id, visit, visit_id)
    kept = same
    if blob_id is not None:
        kept = _keep_snapshot(connection, address_id, visit, visit_id, blob_id)
    if kept is not None:
        _note_body(connection, address_id, visit, kept, links_digest)
    return kept


def record_past(
    connection: sqlite3.Connection, run_id: int, address_id: int, visit: Visit, blob: blobs.Blob
) -> Kept:
    """Write down a visit from before the newest body of its address, which stays the newest."""
    blob_id = blobs.put(connection, blob)
    same = connection.execute(
        "SELECT snapshot_id FROM snapshots WHERE address_id = ? AND blob_id = ?",
        (address_id, blob_id),
    ).fetchone()
    visit_id = _insert(connection, run_id, address_id, visit, blob_id, None)
    _count(connection, run_id, address_id, visit)
    if same is not None:
        return Kept(same["snapshot_id"], Novelty.UNCHANGED)
    return Kept(_insert_snapshot(connection, address_id, visit, visit_id, blob_id), Novelty.CHANGED)


def novelty(visit: Visit, kept: Kept | None) -> Novelty:
    """Return what a recorded visit brought."""
    if kept is not None:
        return kept.novelty
    return Novelty.UNCHANGED if visit.outcome is Outcome.NOT_MODIFIED else Novelty.NOTHING


def packed_headers(headers: Headers) -> str:
    """Return headers as the column holds them; ASCII, so that any code point is storable."""
    return json.dumps(headers, separators=(",", ":"))


def unpacked_headers(column: str) -> Headers:
    """Return what :func:`packed_headers` packed."""
    return tuple((name, value) for name, value in json.loads(column))


def _insert(
    connection: sqlite3.Connection,
    run_id: int,
    address_id: int,
    visit: Visit,
    blob_id: int | None,
    digest: str | None,
) -> int:
    # The text of an exception may hold code points that UTF-8 has no bytes for.
    detail = visit.detail.encode("utf-8", "backslashreplace").decode("utf-8")
    headers, visited_at = packed_headers(visit.headers), microseconds(visit.visited_at)
    cursor = connection.execute(
        "INSERT INTO visits (run_id, address_id, visited_at, outcome, kind, status, headers,"
        " detail, blob_id, digest, tls_unverified) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " RETURNING visit_id",
        (
            *(run_id, address_id, visited_at, visit.outcome, visit.kind, visit.status),
            *(headers, detail, blob_id, digest, visit.tls_unverified),
        ),
    )
    return int(cursor.fetchone()[0])


def _count(connection: sqlite3.Connection, run_id: int, address_id: int, visit: Visit) -> None:
    connection.execute(
        "UPDATE runs SET visits = visits + 1, list_visits = list_visits + ? WHERE run_id = ?",
        (visit.kind is PageKind.LIST, run_id),
    )
    connection.execute(
        "INSERT INTO run_outcomes (run_id, host_id, outcome, visits)"
        " SELECT ?, host_id, ?, 1 FROM addresses WHERE address_id = ?"
        " ON CONFLICT DO UPDATE SET visits = visits + 1",
        (run_id, visit.outcome, address_id),
    )


def _same_list(
    connection: sqlite3.Connection, address_id: int, links_digest: str | None
) -> Kept | None:
    row = connection.execute(
        "SELECT snapshot_id FROM addresses JOIN snapshots USING (snapshot_id)"
        " WHERE addresses.address_id = ? AND links_digest = ? AND snapshots.kind = ?",
        (address_id, links_digest, PageKind.LIST),
    ).fetchone()
    return None if row is None else Kept(row["snapshot_id"], Novelty.UNCHANGED)


def _keep_snapshot(
    connection: sqlite3.Connection, address_id: int, visit: Visit, visit_id: int, blob_id: int
) -> Kept:
    newest = connection.execute(
        "SELECT snapshot_id, blob_id FROM addresses JOIN snapshots USING (snapshot_id)"
        " WHERE addresses.address_id = ?",
        (address_id,),
    ).fetchone()
    if newest is not None and newest["blob_id"] == blob_id:
        # The same bytes may be read differently once the crawler has learned better.
        query = "UPDATE snapshots SET kind = ? WHERE snapshot_id = ?"
        connection.execute(query, (visit.kind, newest["snapshot_id"]))
        return Kept(newest["snapshot_id"], Novelty.UNCHANGED)
    snapshot_id = _insert_snapshot(connection, address_id, visit, visit_id, blob_id)
    return Kept(snapshot_id, Novelty.NEW if newest is None else Novelty.CHANGED)


def _insert_snapshot(
    connection: sqlite3.Connection, address_id: int, visit: Visit, visit_id: int, blob_id: int
) -> int:
    row = connection.execute(
        "INSERT INTO snapshots (address_id, visit_id, blob_id, kind) VALUES (?, ?, ?, ?)"
        " RETURNING snapshot_id",
        (address_id, visit_id, blob_id, visit.kind),
    ).fetchone()
    return int(row["snapshot_id"])


def _note_visit(
    connection: sqlite3.Connection, address_id: int, visit: Visit, visit_id: int
) -> None:
    # A 304 may freshen the validators (RFC 9111, 4.3.4).
    freshened = visit.outcome is Outcome.NOT_MODIFIED
    connection.execute(
        "UPDATE addresses SET last_visit_id = :visit_id,"
        " gone_since = CASE :outcome WHEN 'gone' THEN coalesce(gone_since, :visited_at)"
        " WHEN 'fetched' THEN NULL WHEN 'not_modified' THEN NULL ELSE gone_since END,"
        " gone_visits = CASE :outcome WHEN 'gone' THEN gone_visits + 1"
        " WHEN 'fetched' THEN 0 WHEN 'not_modified' THEN 0 ELSE gone_visits END,"
        " etag = coalesce(:etag, etag), last_modified = coalesce(:last_modified, last_modified)"
        " WHERE address_id = :address_id",
        {
            "address_id": address_id,
            "visit_id": visit_id,
            "outcome": visit.outcome,
            "visited_at": microseconds(visit.visited_at),
            "etag": _header(visit.headers, "etag") if freshened else None,
            "last_modified": _header(visit.headers, "last-modified") if freshened else None,
        },
    )


def _note_body(
    connection: sqlite3.Connection,
    address_id: int,
    visit: Visit,
    kept: Kept,
    links_digest: str | None,
) -> None:
    # Validators belong to one body: those of the body before go even if this one has none.
    # Whether a document has changed is for its text to say, once it is cleaned.
    connection.execute(
        "UPDATE addresses SET snapshot_id = :snapshot_id, kind = :kind, etag = :etag,"
        " last_modified = :last_modified, links_digest = :links_digest,"
        " calm_since = iif(calm_since IS NULL OR :changed, :visited_at, calm_since),"
        " changes = changes + (calm_since IS NOT NULL AND :changed)"
        " WHERE address_id = :address_id",
        {
            "address_id": address_id,
            "snapshot_id": kept.snapshot_id,
            "kind": visit.kind,
            "etag": _header(visit.headers, "etag"),
            "last_modified": _header(visit.headers, "last-modified"),
            "links_digest": links_digest,
            "changed": kept.is_new and visit.kind is not PageKind.DOCUMENT,
            "visited_at": microseconds(visit.visited_at),
        },
    )


def _header(headers: Headers, wanted: str) -> str | None:
    return next((value for name, value in headers if name.lower() == wanted), None)
