"""One crawl at a time in a home."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import BusyError, StoreError
from archive.keep import HomeLock

ROOT = Path(__file__).resolve().parents[3]
HOLDER = """
import sys
from pathlib import Path
from archive.keep import HomeLock
with HomeLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_lock_is_told_who_has_the_first(home: Path) -> None:
    home.mkdir()
    (home / "lock").write_text("1234567890")  # left by a process that is gone
    with HomeLock(home):
        with pytest.raises(BusyError) as error, HomeLock(home):
            pass
        assert str(error.value) == (
            f"another crawl or nightly is running in {home} (pid {os.getpid()}): wait for it to end"
        )
    with HomeLock(home):
        pass


def test_a_killed_holder_frees_the_lock(home: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(home)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match=f"pid {holder.pid}"), HomeLock(home):
            pass
        holder.kill()
        holder.wait()
        with HomeLock(home):
            assert (home / "lock").read_text() == str(os.getpid())


def test_a_home_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    with pytest.raises(StoreError, match="name another --home"), HomeLock(tmp_path):
        pass
