"""Errors at the command line's boundary: one line, an exit code, never a traceback."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.cli.conftest import Command

_RUN = [sys.executable, "-c", "from web.cli.main import main; main()"]


def test_bad_seeds_are_named_by_line(baogao: Command, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds.txt"
    seeds.write_text("# 青石县\nhttp://www.qingshi.localhost/\nnot an address\n", "utf-8")
    ended = baogao("nightly", seeds)
    assert ended.code == 2
    assert "seeds.txt:3:" in ended.err


def test_a_missing_seed_file_is_named(baogao: Command, tmp_path: Path) -> None:
    ended = baogao("crawl", tmp_path / "none.txt")
    assert ended.code == 2
    assert "none.txt" in ended.err


def test_a_defect_is_one_line_too(baogao: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("as planned")

    monkeypatch.setattr("web.cli.keeping.Archive.open", broken)
    ended = baogao("status")
    assert ended.code == 70
    assert "as planned" in ended.err
    assert "Traceback" not in ended.err


def test_a_disk_that_fills_up_loses_nothing(stocked: Command, home: Path, tmp_path: Path) -> None:
    """A process whose files may not grow any more: what it was told then is true."""
    more = tmp_path / "more"
    more.mkdir()
    (more / "large.txt").write_bytes(
        "青石县工作报告\n".encode() + os.urandom(1_200_000).hex().encode()
    )
    (more / "small.txt").write_text(
        "青石县工作报告\n全县推进“最多跑一次”改革,群众满意。\n", "utf-8"
    )

    def no_more_than_a_megabyte() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))

    command = [*_RUN, "--home", str(home), "import", str(more)]
    full = subprocess.run(
        command, capture_output=True, text=True, preexec_fn=no_more_than_a_megabyte, check=False
    )
    assert full.returncode == 3
    assert len(full.stderr.splitlines()) == 1
    assert stocked("verify").code == 0
    assert stocked("import", more).code == 0
    assert stocked("search", "“最多跑一次”", "--json").json["total"] == 1
