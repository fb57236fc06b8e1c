"""Locks on a home; the system frees them when their process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.errors import BusyError, StoreError
from archive.keep.homes import make_home


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
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace") or "unknown"
            os.close(descriptor)
            raise BusyError(
                f"another crawl or nightly is running in {self._home} (pid {holder}):"
                " wait for it to end"
            ) from error
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


def open_lock(path: Path) -> int:
    """Open a file to be locked; ``StoreError`` if it cannot be written."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written ({error.strerror}): check its permissions or name"
            " another --home"
        ) from error
