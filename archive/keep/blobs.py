"""Bodies under the name of their content: SHA-256, compressed with zstd."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass

import zstandard

from archive.errors import StoreError
from archive.keep.database import Database

_LEVEL = 9  # shrinks Chinese pages 4.5 times


@dataclass(frozen=True, slots=True)
class Blob:
    """A body ready to be kept. ``data`` is ``None`` when the archive has this body already."""

    digest: str
    size_bytes: int
    data: bytes | None


def digest_of(body: bytes) -> str:
    """Return the SHA-256 of a body in hex."""
    return hashlib.sha256(body).hexdigest()


def prepare(database: Database, body: bytes) -> Blob:
    """Hash and compress a body, before the transaction so that others need not wait for it."""
    digest = digest_of(body)
    if database.one("SELECT 1 FROM blobs WHERE digest = ?", (digest,)):
        return Blob(digest, len(body), None)
    compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
    return Blob(digest, len(body), compressor.compress(body))


def put(connection: sqlite3.Connection, blob: Blob) -> int:
    """Keep a blob and return its id; the same body is kept once."""
    if blob.data is not None:
        connection.execute(
            "INSERT INTO blobs (digest, size_bytes, data) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (blob.digest, blob.size_bytes, blob.data),
        )
    query = "SELECT blob_id FROM blobs WHERE digest = ?"
    return int(connection.execute(query, (blob.digest,)).fetchone()[0])


def unpack(digest: str, data: bytes) -> bytes:
    """Return the body of a blob.

    Raises ``StoreError`` if the data are damaged; the frame's checksum tells.

    Source: RFC 8878, 3.1.1.
    """
    try:
        return zstandard.ZstdDecompressor().decompress(data)
    except zstandard.ZstdError as error:
        raise StoreError(
            f"the stored body {digest} is damaged ({error}): restore archive.db from a backup"
        ) from error
