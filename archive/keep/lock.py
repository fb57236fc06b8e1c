"""Locks on a home; the system frees them when their process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.errors import BusyError, StoreError
from archive.keep.homes import make_home

_LINGERS_S = 0.5  # how long a dead holder's lock is waited for; it takes milliseconds
_PAUSE_S = 0.01


class HomeLock:
    """One crawl or nightly at a time: held while the ``with`` block runs.

    Raises ``BusyError`` if another process (or another lock of this one) has it,
    ``StoreError`` if the home cannot be written.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._descriptor = -1

    def __enter__(self) -> Self:
        make_home(self._home)
        descriptor = open_lock(self._home / "lock")
        if not try_lock(descriptor, lambda: _holder(descriptor)):
            holder = _holder(descriptor) or "unknown"
            os.close(descriptor)
            raise BusyError(
                f"another crawl or nightly is running in {self._home} (pid {holder}):"
                " wait for it to end"
            )
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
        self._descriptor = descriptor
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # The file stays: removing it would let two processes lock two files of one name.
        os.close(self._descriptor)


@contextmanager
def opening(home: Path) -> Iterator[None]:
    """Let processes that open an archive at the same time do so one after the other.

    SQLite's own locks do not suffice: switching a new file to WAL fails with ``database is
    locked``, without waiting, while others do the same.
    """
    descriptor = open_lock(home / "opening.lock")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def try_lock(descriptor: int, holder: Callable[[], str]) -> bool:
    """Lock an open file unless another process holds it; whether that was done.

    ``holder`` gives the holder's process id, as far as it is known. One that is dead is given a
    moment: a process that it was just starting has its locks too, until it runs a program.
    """
    until = time.monotonic() + _LINGERS_S
    while not _is_locked(descriptor):
        if _lives(holder()) or time.monotonic() > until:
            return False
        time.sleep(_PAUSE_S)
    return True


def _is_locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(descriptor: int) -> str:
    return os.pread(descriptor, 20, 0).decode("ascii", "replace")


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:  # it is another user's
        return True
    return True


def open_lock(path: Path) -> int:
    """Open a file to be locked; ``StoreError`` if it cannot be written."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written ({error.strerror}): check its permissions or name"
            " another --home"
        ) from error
