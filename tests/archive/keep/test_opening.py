"""Opening an archive, and what people are told when it cannot be opened or written."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from archive.errors import StoreError
from archive.keep import Archive
from archive.keep.homes import database_path
from archive.model import Outcome, PageKind, RunKind
from tests.archive.keep.builders import START, column, crawl, imported, keep, page


def _one_line(error: pytest.ExceptionInfo[StoreError]) -> str:
    message = str(error.value)
    assert "\n" not in message
    return message


def test_an_archive_keeps_its_identity(home: Path) -> None:
    with Archive.open(home) as archive:
        first = archive.archive_id
    with Archive.open(home, create=False) as archive:
        assert archive.archive_id == first == str(uuid.UUID(first))
        assert archive.home == home
    with Archive.open(home / "other") as other:
        assert other.archive_id != first


def test_nothing_is_made_where_no_archive_is_wanted(home: Path) -> None:
    with pytest.raises(StoreError) as error:
        Archive.open(home, create=False)
    assert _one_line(error) == (
        f"no archive in {home}: run `baogao crawl` or `baogao import` first, or name another --home"
    )
    assert not home.exists()


def _home_is_a_file(home: Path) -> None:
    home.write_bytes(b"")


def _home_is_under_a_file(home: Path) -> None:
    home.parent.rmdir()
    home.parent.write_bytes(b"")


def _database_is_a_folder(home: Path) -> None:
    database_path(home).mkdir(parents=True)


def _database_is_something_else(home: Path) -> None:
    home.mkdir()
    database_path(home).write_bytes(b"PK\x03\x04 not a database at all" * 100)


def _database_is_of_another_program(home: Path) -> None:
    home.mkdir()
    with sqlite3.connect(database_path(home)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def _lock_is_a_folder(home: Path) -> None:
    (home / "opening.lock").mkdir(parents=True)


@pytest.mark.parametrize(
    ("spoil", "advice"),
    [
        (_home_is_a_file, "name another --home"),
        (_home_is_under_a_file, "name another --home"),
        (_database_is_a_folder, "check its permissions or name another --home"),
        (_database_is_something_else, "is no archive: move it away or name another --home"),
        (_database_is_of_another_program, "belongs to another program: move it away"),
        (_lock_is_a_folder, "check its permissions or name another --home"),
    ],
)
def test_a_spoilt_home_is_explained(
    tmp_path: Path, spoil: Callable[[Path], None], advice: str
) -> None:
    home = tmp_path / "folder" / "home"
    home.parent.mkdir()
    spoil(home)
    with pytest.raises(StoreError) as error:
        Archive.open(home)
    assert advice in _one_line(error)
    assert str(home) in _one_line(error)


def test_a_database_cut_short_is_damaged(home: Path) -> None:
    with Archive.open(home) as archive:
        keep(archive, "http://www.qingshi.example/1.html", b"x" * 90_000)
    path = database_path(home)
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(StoreError, match="damaged: restore it from a backup"), Archive.open(home):
        pass


def test_a_full_disk_leaves_nothing_half_written(archive: Archive) -> None:
    frontier = archive.frontier(crawl(archive), [column()])
    (task,) = frontier.lease(1)
    visit = page(task.url, random_bytes(300_000), kind=PageKind.LIST)
    database = archive._database
    pages = database.scalar("PRAGMA page_count")
    database.all(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(StoreError) as error:
        frontier.acknowledge(task, visit, ())
    assert "the disk is full: free some space" in _one_line(error)
    assert (archive.counts().snapshots, archive.runs.get(1).outcomes) == (0, ())
    assert list(archive.verify()) == []

    database.all("PRAGMA max_page_count = 1000000")
    frontier.acknowledge(task, visit, ())
    assert archive.runs.get(1).outcomes == ((Outcome.FETCHED, 1),)
    assert frontier.is_finished()


def random_bytes(size: int) -> bytes:
    """Return bytes that do not shrink."""
    return b"".join(
        uuid.uuid5(uuid.NAMESPACE_URL, str(number)).bytes for number in range(size // 16)
    )


def test_an_archive_that_cannot_be_written_is_explained(archive: Archive) -> None:
    archive._database.all("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="cannot be written: check its permissions"):
        archive.runs.begin(RunKind.CRAWL, START)
    assert archive.runs.last() is None


def test_another_writer_is_waited_for_but_not_for_ever(home: Path) -> None:
    with Archive.open(home) as first, Archive.open(home, busy_timeout_s=0.01) as second:
        run = first.runs.begin(RunKind.IMPORT, START)
        with first._database.transaction():
            with pytest.raises(StoreError, match="held by another process: wait for it to end"):
                second.record_import(run, imported("http://www.qingshi.example/1.html"))
            assert second.counts().snapshots == 0
        second.record_import(run, imported("http://www.qingshi.example/1.html"))
        assert first.counts().snapshots == 1


def test_mistakes_of_this_room_stay_what_they_are(archive: Archive) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        archive._database.all("SELECT * FROM nowhere")


def test_a_new_archive_may_be_opened_by_many_at_the_same_time(tmp_path: Path) -> None:
    # Each has its own connection and its own lock, as processes have.
    together = Barrier(8)

    def identity(home: Path) -> str:
        together.wait()
        with Archive.open(home) as archive:
            return archive.archive_id

    with ThreadPoolExecutor(together.parties) as pool:
        for number in range(10):
            home = tmp_path / str(number)
            assert len(set(pool.map(identity, [home] * together.parties))) == 1


def test_a_reader_does_not_hold_up_a_writer(home: Path) -> None:
    with Archive.open(home, busy_timeout_s=0.01) as archive:
        reader = sqlite3.connect(database_path(home), isolation_level=None)
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM runs").fetchone() == (0,)
        archive.runs.begin(RunKind.CRAWL, START)
        assert reader.execute("SELECT count(*) FROM runs").fetchone() == (0,)
        reader.close()
