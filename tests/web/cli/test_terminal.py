"""Terminals of every kind: what they cannot show, what they must not be told."""

from __future__ import annotations

import doctest
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.web.cli.conftest import Command
from web.cli import terminal

_RUN = [sys.executable, "-c", "from web.cli.main import main; main()"]
_ORDER = "\x1b]0;owned\x07"


def _search(home: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [*_RUN, "--home", str(home), "search", "“人民调解”", *options]
    return subprocess.run(command, capture_output=True, check=False, env=_with(environment))


def _with(environment: Mapping[str, str]) -> dict[str, str]:
    ours = ("LANG", "LC_ALL", "NO_COLOR", "PYTHONUTF8", "PYTHONIOENCODING")
    return {k: v for k, v in os.environ.items() if k not in ours} | dict(environment)


def test_examples() -> None:
    assert doctest.testmod(terminal).failed == 0


def test_a_locale_that_says_nothing_is_no_hindrance(stocked: Command, home: Path) -> None:
    found = _search(home, "--json", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (found.returncode, found.stderr) == (0, b"")
    assert json.loads(found.stdout.decode("utf-8"))["query"] == "“人民调解”"
    assert json.loads(found.stdout)["total"] == 1


def test_what_a_terminal_lacks_is_written_out(stocked: Command, home: Path) -> None:
    found = _search(home, "--json", PYTHONIOENCODING="latin-1")
    assert (found.returncode, found.stderr) == (0, b"")
    assert json.loads(found.stdout.decode("latin-1"))["query"] == "“人民调解”"
    assert rb"\u4eba\u6c11" in _search(home, PYTHONIOENCODING="latin-1").stdout


@pytest.fixture
def hostile(baogao: Command, home: Path, tmp_path: Path) -> Path:
    text = f"青石县工作报告\n全年人民调解{_ORDER}组织受理矛盾纠纷1245件，调解成功1223件。\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert baogao("import", tmp_path / "a.txt").code == 0
    return home


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_pages_give_a_terminal_no_orders(hostile: Path, environment: dict[str, str]) -> None:
    ours, theirs = os.openpty()
    command = [*_RUN, "--home", str(hostile), "search", "“人民调解”"]
    with open(ours, "rb", buffering=0) as screen:  # noqa: PTH123 - a descriptor, no path
        subprocess.run(
            command, stdout=theirs, check=True, env=_with({"TERM": "xterm"} | environment)
        )
        os.close(theirs)
        shown = _all_of(screen.fileno()).decode("utf-8")
    assert "�]0;owned�" in shown
    assert _ORDER not in shown
    assert ("\x1b[33m" in shown) == (not environment)


def _all_of(descriptor: int) -> bytes:
    shown = b""
    try:
        while piece := os.read(descriptor, 4096):
            shown += piece
    except OSError:  # so does Linux say that the other side of a terminal is closed
        return shown
    return shown
