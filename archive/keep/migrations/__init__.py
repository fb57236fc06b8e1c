"""The schema as numbered steps: ``NNNN_name.sql`` beside this file, never edited once released.

``PRAGMA user_version`` counts the steps that a database has gone through.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from importlib import resources

from archive.errors import StoreError
from archive.keep.database import Database

_APPLICATION_ID = 0x62616F67


def steps() -> tuple[str, ...]:
    """Return the SQL of all steps, the first one first."""
    files = (entry for entry in resources.files(__name__).iterdir() if entry.name.endswith(".sql"))
    return tuple(
        file.read_text(encoding="utf-8") for file in sorted(files, key=lambda file: file.name)
    )


def check(database: Database, known: int) -> None:
    """Raise ``StoreError`` if this is another program's database, or newer than this code."""
    version = _version(database)
    if version > known:
        raise StoreError(
            f"{database.path} was written by a newer baogao (schema {version}, this one knows"
            f" {known}): update baogao"
        )
    is_new = database.scalar("SELECT count(*) FROM sqlite_schema") == 0
    if not is_new and database.scalar("PRAGMA application_id") != _APPLICATION_ID:
        raise StoreError(
            f"{database.path} belongs to another program: move it away or name another --home"
        )


def migrate(database: Database, todo: Sequence[str]) -> None:
    """Take the database through the steps it lacks, each in one transaction.

    One process at a time: see :func:`archive.keep.lock.opening`.
    """
    for number, script in enumerate(todo, start=1):
        if _version(database) < number:
            _apply(database, number, script)


def _apply(database: Database, number: int, script: str) -> None:
    with database.transaction() as connection:
        for statement in _statements(script):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")


def _version(database: Database) -> int:
    return database.scalar("PRAGMA user_version")


def _statements(script: str) -> Iterator[str]:
    # sqlite3's executescript() would commit the transaction it is called in.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
