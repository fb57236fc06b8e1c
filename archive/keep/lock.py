"""One crawl or nightly at a time in a home."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.errors import BusyError, StoreError
from archive.keep.homes import make_home


class HomeLock:
    """A lock on a home, held while the ``with`` block runs.

    The system frees it when the process ends, however it ends. Raises ``BusyError`` if
    another process has it, ``StoreError`` if the home cannot be written.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._descriptor = -1

    def __enter__(self) -> Self:
        make_home(self._home)
        try:
            descriptor = os.open(self._home / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(
                f"{self._home} cannot be written ({error.strerror}): check its permissions or"
                " name another --home"
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
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
