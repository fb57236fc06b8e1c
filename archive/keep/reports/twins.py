"""One document at several addresses of a site is one report, under the id that came first.

Addresses that only differ in dialect have one id by themselves
(:func:`archive.address.report_id_of`); two columns that carry the same document are found by
what the cleaner made of them: the same title and text, and no number or day that differs. If
one of them says something else later, they part again. All functions run inside the caller's
transaction.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass, replace

from archive.address import IMPORT_SCHEME, report_id_of, site_of
from archive.keep import changes
from archive.keep.reports.rows import columns
from archive.keep.reports.versions import content_of
from archive.model import ChangeKind, Report

# Shorter texts may be alike and mean different files: "see the attachment".
_MIN_TEXT_CHARS = 100
_SHOWN_AT = """
    SELECT a.address_id, a.url, a.report_id, teller.url AS told_at
    FROM snapshots AS s JOIN addresses AS a USING (address_id)
    LEFT JOIN reports AS r ON r.report_id = a.report_id
    LEFT JOIN snapshots AS told ON told.snapshot_id = r.snapshot_id
    LEFT JOIN addresses AS teller ON teller.address_id = told.address_id
    WHERE s.snapshot_id = ?
"""
# Forms and standing texts are the same in many documents, which then have numbers and days of
# their own. Columns may put up one document on different days; files without an address have
# no columns.
_OF_A_DOCUMENT = ("document_number", "index_number", "written_on")
_OF_A_FILE = (*_OF_A_DOCUMENT, "published_on", "issuer")
_TWINS = """
    SELECT c.report_id, min(a.address_id) AS first_id, r.document_number, r.index_number,
      r.written_on, r.published_on, r.issuer
    FROM contents AS c JOIN reports AS r USING (report_id)
    JOIN snapshots AS s ON s.snapshot_id = r.snapshot_id JOIN addresses AS a USING (address_id)
    WHERE c.digest = ? AND c.site = ? AND c.report_id <> ?
    GROUP BY c.report_id ORDER BY first_id
"""
_OTHERS = """
    SELECT url, snapshot_id FROM addresses
    WHERE report_id = ? AND address_id <> ? AND snapshot_id IS NOT NULL AND kind = 'document'
"""


@dataclass(frozen=True, slots=True)
class Naming:
    """Under which id a report is kept; ``is_told``: another address tells it, nothing to keep."""

    report: Report
    is_told: bool = False


def named(connection: sqlite3.Connection, new: Report) -> Naming:
    """Return a report that was just made under the id that it goes by."""
    shown = connection.execute(_SHOWN_AT, (new.snapshot_id,)).fetchone()
    if shown is None:
        return Naming(new)
    site, digest = site_of(new.url), content_digest(new)
    own_id = shown["report_id"]
    if _is_borrowed(shown):
        if digest and _says(connection, own_id, digest, new):
            return Naming(replace(new, report_id=own_id), is_told=True)
        own_id = report_id_of(shown["url"])
        _show(connection, shown["address_id"], own_id)
    twins = connection.execute(_TWINS, (digest, site, own_id)) if digest else ()
    twin = next((row for row in twins if not _differs(row, new)), None)
    if twin is None:
        return Naming(replace(new, report_id=own_id))
    if _is_older(connection, own_id, twin["first_id"]):
        _merge(connection, twin["report_id"], own_id)
        return Naming(replace(new, report_id=own_id))
    _merge(connection, own_id, twin["report_id"])
    return Naming(replace(new, report_id=twin["report_id"]), is_told=True)


def note_content(connection: sqlite3.Connection, report: Report) -> None:
    """Note what a kept report says; addresses that said the same are to be cleaned again."""
    digest = content_digest(report)
    if _digest_of(connection, report.report_id) == digest:
        return
    connection.execute("DELETE FROM contents WHERE report_id = ?", (report.report_id,))
    if digest:
        connection.execute(
            "INSERT INTO contents (report_id, site, digest) VALUES (?, ?, ?)",
            (report.report_id, site_of(report.url), digest),
        )
    wake_others(connection, report)


def wake_others(connection: sqlite3.Connection, report: Report) -> None:
    """Let the columns that show a report of another one be cleaned again."""
    shown = connection.execute(_SHOWN_AT, (report.snapshot_id,)).fetchone()
    if shown is None:
        return
    own_name = report_id_of(shown["url"])
    for row in connection.execute(_OTHERS, (report.report_id, shown["address_id"])).fetchall():
        if report_id_of(row["url"]) != own_name:
            query = "UPDATE snapshots SET cleaner_version = NULL WHERE snapshot_id = ?"
            connection.execute(query, (row["snapshot_id"],))


def says_the_same(old: Report, new: Report) -> bool:
    """Whether two addresses of one report say the same, so that the first may go on telling."""
    at_one_address = replace(
        new, url=old.url, facts=replace(new.facts, addresses=old.facts.addresses)
    )
    return old.url != new.url and content_of(old) == content_of(at_one_address)


def content_digest(report: Report) -> str | None:
    """Return a name of what a report says; ``None`` if that is too little to tell it by."""
    if len(report.text) < _MIN_TEXT_CHARS:
        return None
    said = "\n".join((report.title, *report.paragraphs))
    return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()


def _is_borrowed(shown: sqlite3.Row) -> bool:
    """Whether an address shows the report of another column."""
    told_at = shown["told_at"]
    return told_at is not None and report_id_of(told_at) != report_id_of(shown["url"])


def _says(connection: sqlite3.Connection, report_id: str, digest: str, new: Report) -> bool:
    """Whether a kept report says what a new one does."""
    row = connection.execute("SELECT * FROM reports WHERE report_id = ?", (report_id,)).fetchone()
    return _digest_of(connection, report_id) == digest and not _differs(row, new)


def _differs(row: sqlite3.Row, new: Report) -> bool:
    """Whether two reports of one text have different numbers or days, and are two documents."""
    names = _OF_A_FILE if new.url.startswith(f"{IMPORT_SCHEME}:") else _OF_A_DOCUMENT
    own = columns(new)
    return any(row[name] and own[name] and row[name] != own[name] for name in names)


def _digest_of(connection: sqlite3.Connection, report_id: str) -> str | None:
    query = "SELECT digest FROM contents WHERE report_id = ?"
    row = connection.execute(query, (report_id,)).fetchone()
    return None if row is None else str(row["digest"])


def _is_older(connection: sqlite3.Connection, report_id: str, first_id: int) -> bool:
    row = connection.execute(
        "SELECT s.address_id FROM reports AS r JOIN snapshots AS s USING (snapshot_id)"
        " WHERE r.report_id = ?",
        (report_id,),
    ).fetchone()
    return row is not None and row["address_id"] < first_id


def _show(connection: sqlite3.Connection, address_id: int, report_id: str) -> None:
    connection.execute(
        "UPDATE addresses SET report_id = :report_id"
        " WHERE address_id = :address_id OR whole_id = :address_id",
        {"report_id": report_id, "address_id": address_id},
    )


def _merge(connection: sqlite3.Connection, report_id: str, into: str) -> None:
    connection.execute("UPDATE addresses SET report_id = ? WHERE report_id = ?", (into, report_id))
    removed = connection.execute("DELETE FROM reports WHERE report_id = ?", (report_id,)).rowcount
    if removed:
        changes.log(connection, ChangeKind.REMOVED, report_id)
