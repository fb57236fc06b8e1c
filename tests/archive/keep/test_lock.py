"""One crawl at a time in a home."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.errors import BusyError, StoreError
from archive.keep import HomeLock
from archive.keep.frontier.presence import is_present

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


@pytest.fixture
def dead() -> int:
    """The id of a process that is dead."""
    with subprocess.Popen(["true"]) as process:
        pass
    return process.pid


@contextmanager
def half_started(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a process have a lock that its dead parent took, until somebody pauses for it."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=(file.fileno(),))
    with child:
        monkeypatch.setattr("archive.keep.lock.time.sleep", lambda _: child.communicate())
        yield


def test_a_lock_lingers_while_a_dead_holders_process_starts(
    home: Path, dead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    lock = home / "lock"
    lock.write_text(str(dead))
    with half_started(lock, monkeypatch), HomeLock(home):
        assert lock.read_text() == str(os.getpid())


def test_a_dead_worker_is_not_present_while_its_process_starts(
    home: Path, dead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = f"{dead}.abcd"
    (home / "workers").mkdir(parents=True)
    with half_started(home / "workers" / owner, monkeypatch):
        assert not is_present(home, owner)


def test_a_lock_of_an_unknown_process_is_not_waited_for_forever(
    home: Path, dead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    monkeypatch.setattr("archive.keep.lock._LINGERS_S", 0)
    with HomeLock(home):
        (home / "lock").write_text(str(dead))
        with pytest.raises(BusyError, match=f"pid {dead}"), HomeLock(home):
            pass
