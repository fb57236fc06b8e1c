"""The schema's steps."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import StoreError
from archive.keep import Archive, migrations
from archive.keep.database import Database
from archive.keep.homes import database_path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "test.db", busy_timeout_s=1)
    yield database
    database.close()


def _tables(database: Database) -> set[str]:
    return {row[0] for row in database.all("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def test_steps_are_numbered_from_one_without_a_gap() -> None:
    folder = Path(migrations.__file__).parent
    numbers = sorted(int(file.name.split("_")[0]) for file in folder.glob("*.sql"))
    assert numbers == list(range(1, len(migrations.steps()) + 1))


def test_a_database_goes_through_the_steps_it_lacks(database: Database) -> None:
    steps = ["CREATE TABLE a (x TEXT); -- first\nCREATE TABLE b (x TEXT);", "DROP TABLE b;"]
    migrations.migrate(database, steps[:1])
    assert _tables(database) == {"a", "b"}
    migrations.migrate(database, steps)
    migrations.migrate(database, steps)
    assert _tables(database) == {"a"}
    assert database.scalar("PRAGMA user_version") == 2


def test_a_step_that_fails_changes_nothing(database: Database) -> None:
    steps = ["CREATE TABLE a (x TEXT);", "CREATE TABLE b (x TEXT);\nDROP TABLE nowhere;"]
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrations.migrate(database, steps)
    assert _tables(database) == {"a"}
    assert database.scalar("PRAGMA user_version") == 1


def test_every_table_is_strict(archive: Archive) -> None:
    rows = archive._database.all("PRAGMA table_list")
    ours = {row["name"]: row["strict"] for row in rows if not row["name"].startswith("sqlite_")}
    assert len(ours) > 10
    assert set(ours.values()) == {1}


def test_a_newer_archive_is_left_alone(home: Path) -> None:
    Archive.open(home).close()
    newer = len(migrations.steps()) + 1
    with sqlite3.connect(database_path(home)) as connection:
        connection.execute(f"PRAGMA user_version = {newer}")
    connection.close()
    with pytest.raises(StoreError, match=rf"newer baogao \(schema {newer}.*update baogao"):
        Archive.open(home)
