"""A lock that says that a worker lives; the system frees it when its process ends."""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path

from archive.keep.lock import open_lock, try_lock


class Presence:
    """A worker's name and the lock that it holds as long as it lives.

    Raises ``StoreError`` if the home cannot be written.
    """

    def __init__(self, home: Path) -> None:
        self.owner = f"{os.getpid()}.{secrets.token_hex(4)}"
        self._path = _path(home, self.owner)
        self._path.parent.mkdir(exist_ok=True)
        self._descriptor = open_lock(self._path)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def end(self) -> None:
        """Say that the worker is gone; again changes nothing."""
        if self._descriptor >= 0:
            self._path.unlink(missing_ok=True)
            os.close(self._descriptor)
            self._descriptor = -1


def is_present(home: Path, owner: str) -> bool:
    """Whether the worker of that name lives; clears up after one that was killed."""
    path = _path(home, owner)
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        if not try_lock(descriptor, lambda: owner.partition(".")[0]):
            return True
        path.unlink(missing_ok=True)
        return False
    finally:
        os.close(descriptor)


def _path(home: Path, owner: str) -> Path:
    return home / "workers" / owner
