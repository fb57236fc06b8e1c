"""The texts of files that pages offer, and which pages depend on them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from archive.facts import AttachmentLink
from archive.files import FileText, OfferedFile, ReadFile
from archive.keep.addresses import usable
from archive.keep.database import Database
from archive.model import PageKind, Rejection

OUTDATED = """
    SELECT b.snapshot_id FROM body_files AS b JOIN addresses AS f USING (url)
    JOIN snapshots AS s ON s.snapshot_id = f.snapshot_id JOIN blobs USING (blob_id)
    WHERE s.cleaner_version IS NOT NULL AND blobs.digest IS NOT b.digest
"""
"""The snapshots of pages whose text is in a file that has come, or changed, since."""


class Files:
    """The newest body of each file, as the cleaner read it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def settle(self, read: Iterable[ReadFile], cleaner_version: int) -> None:
        """Keep what was read in snapshots of files, or why nothing was, in one transaction."""
        with self._database.transaction() as connection:
            for each in read:
                _settle(connection, each, cleaner_version)

    def of_link(self, link: AttachmentLink) -> OfferedFile | None:
        """Return what was read in the newest body of a file.

        ``None``: it was never fetched, or waits for the cleaner. Raises ``UsageError`` if the
        link's address is none.
        """
        row = self._database.one(
            "SELECT b.digest, t.text, s.rejection"
            " FROM addresses AS a JOIN snapshots AS s USING (snapshot_id)"
            " JOIN blobs AS b USING (blob_id) LEFT JOIN file_texts AS t USING (snapshot_id)"
            f" WHERE a.url = ? AND s.kind = '{PageKind.ATTACHMENT}'"
            " AND s.cleaner_version IS NOT NULL",
            (usable(link.url),),
        )
        if row is None:
            return None
        if row["text"] is None:
            return OfferedFile(link, row["digest"], Rejection(row["rejection"]))
        text = msgspec.json.decode(row["text"], type=FileText)
        return OfferedFile(link, row["digest"], text)


def note_bodies(
    connection: sqlite3.Connection, snapshot_id: int, links: Iterable[AttachmentLink]
) -> None:
    """Remember which files hold the text of a page, inside the caller's transaction."""
    connection.execute("DELETE FROM body_files WHERE snapshot_id = ?", (snapshot_id,))
    rows = [(snapshot_id, link.url, link.digest) for link in links if link.is_body]
    connection.executemany("INSERT OR IGNORE INTO body_files VALUES (?, ?, ?)", rows)


def _settle(connection: sqlite3.Connection, read: ReadFile, cleaner_version: int) -> None:
    rejection = read.text if isinstance(read.text, Rejection) else None
    connection.execute(
        "UPDATE snapshots SET cleaner_version = ?, rejection = ? WHERE snapshot_id = ?",
        (cleaner_version, rejection, read.snapshot_id),
    )
    connection.execute("DELETE FROM file_texts WHERE snapshot_id = ?", (read.snapshot_id,))
    if rejection is None:
        row = (read.snapshot_id, msgspec.json.encode(read.text).decode())
        connection.execute("INSERT INTO file_texts VALUES (?, ?)", row)
