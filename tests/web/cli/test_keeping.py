"""``index``, ``status``, ``verify`` and the lock: looking after an archive that was hurt."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.keep import HomeLock
from tests.web.cli.conftest import Command


def test_status_counts(stocked: Command) -> None:
    status = stocked("status", "--json").json
    assert (status["snapshots"], status["reports"], status["indexed_reports"]) == (1, 1, 1)
    assert status["sites"] == 0
    assert status["last_run"]["kind"] == "import"
    assert status["last_run"]["outcomes"] == {"imported": 1}
    assert "indexed reports" in stocked("status").out


def test_a_sound_archive_verifies(stocked: Command) -> None:
    assert stocked("verify", "--json").json == {"findings": []}
    assert stocked("verify").code == 0


def test_a_damaged_body_is_found(stocked: Command, home: Path) -> None:
    with sqlite3.connect(home / "archive.db") as connection:
        connection.execute("UPDATE blobs SET data = zeroblob(length(data))")
    connection.close()
    ended = stocked("verify")
    assert ended.code == 1
    assert "restore archive.db from a backup" in ended.out


def test_a_lost_index_is_found_and_built_again(stocked: Command, home: Path) -> None:
    for path in sorted((home / "index").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert stocked("search", "调解").code == 3
    assert "baogao index" in stocked("verify").out
    assert stocked("index", "--json").json["rebuilt"] is True
    assert stocked("search", "调解", "--json").json["total"] == 1


@pytest.mark.parametrize("name", ["documents", "texts", "position"])
def test_a_damaged_index_is_found_and_built_again(stocked: Command, home: Path, name: str) -> None:
    (path,) = (home / "index").rglob(name)
    path.write_bytes(b"")
    ended = stocked("verify")
    assert (ended.code, ended.err) == (1, "")
    assert "run `baogao index --rebuild`" in ended.out
    assert stocked("index", "--rebuild").code == 0
    assert stocked("verify").code == 0


def test_a_report_that_cannot_be_read_is_one_finding(stocked: Command, home: Path) -> None:
    with closing(sqlite3.connect(home / "archive.db")) as connection, connection:
        connection.execute("UPDATE reports SET paragraphs = CAST(x'5b22ff225d' AS TEXT)")
    ended = stocked("verify")
    assert (ended.code, len(ended.out.splitlines())) == (1, 1)
    assert "a stored report cannot be read" in ended.out
    (hit,) = stocked("search", "调解", "--json").json["hits"]
    shown = stocked("show", hit["report_id"])
    assert (shown.code, len(shown.err.splitlines())) == (3, 1)


def test_rebuilding_gives_the_same_index(stocked: Command) -> None:
    before = stocked("search", "调解", "--json").json["hits"]
    assert stocked("index", "--rebuild").code == 0
    assert stocked("search", "调解", "--json").json["hits"] == before


def test_only_one_works_at_a_time(stocked: Command, home: Path, saved: Path) -> None:
    seeds = saved / "seeds.txt"
    seeds.write_text("http://www.qingshi.localhost:9/\n", "utf-8")
    with HomeLock(home):
        for command in (["nightly", seeds], ["crawl", seeds], ["import", saved], ["index"]):
            ended = stocked(*command)
            assert ended.code == 5
            assert "wait for it to end" in ended.err
