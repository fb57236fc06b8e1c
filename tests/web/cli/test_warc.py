"""An archive that goes out as a WARC file and comes in again somewhere else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.cli.conftest import Command


@pytest.fixture
def packed(stocked: Command, tmp_path: Path) -> Path:
    path = tmp_path / "archive.warc.gz"
    ended = stocked("warc", "--output", path)
    assert (ended.code, ended.out, ended.err) == (0, "", f"1 visits written to {path}\n")
    return path


def test_another_home_finds_the_same(stocked: Command, packed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    ended = stocked("import", packed, "--json", home=other)
    (file,) = ended.json["files"]
    assert (ended.code, file["fate"], file["became"]) == (0, "new", "report")
    (here,) = stocked("search", "“枫桥经验”", "--json").json["hits"]
    (there,) = stocked("search", "“枫桥经验”", "--json", home=other).json["hits"]
    assert here == there
    shown = [stocked("show", here["report_id"], "--json", home=home) for home in (None, other)]
    snapshots = [each.json["snapshots"] for each in shown]
    assert snapshots[0] == snapshots[1]


def test_what_is_there_already_changes_nothing(stocked: Command, packed: Path) -> None:
    before = stocked("status", "--json").json
    ended = stocked("import", packed, "--json")
    assert [file["fate"] for file in ended.json["files"]] == ["unchanged"]
    assert {**stocked("status", "--json").json, "last_run": None} == {**before, "last_run": None}


def test_of_a_file_that_was_cut_off_the_whole_pages_come(
    stocked: Command, packed: Path, tmp_path: Path
) -> None:
    packed.write_bytes(packed.read_bytes() * 2)
    packed.write_bytes(packed.read_bytes()[:-100])
    ended = stocked("import", packed, "--json", home=tmp_path / "other")
    fates = [(file["fate"], file["detail"]) for file in ended.json["files"]]
    assert ended.code == 1
    assert fates[0] == ("new", "")
    assert ("unreadable", "it ends in the middle of a record") in fates


def test_a_file_that_is_no_warc_is_answered(baogao: Command, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_text("no WARC")
    ended = baogao("import", path)
    assert ended.code == 1
    assert "a.warc.gz: no WARC file, or a damaged one" in ended.err


def test_a_terminal_gets_no_archive(stocked_home: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from web.cli.main import main; main()"]
    ended = subprocess.run(
        [*command, "--home", str(stocked_home), "warc"],
        stdout=theirs, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(theirs)
    os.close(ours)
    assert ended.returncode == 2
    assert "not for a terminal: say --output FILE" in ended.stderr
