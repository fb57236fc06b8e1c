"""Opening archive and index when they are first needed, and anew when they are replaced.

Nothing is opened before the first request, so gunicorn's master forks its workers without an
open database: a SQLite connection must not cross a fork.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from flask import current_app

from web.ports import ReportArchive, ReportSearch

_EXTENSION = "baogao"


class _Closable(Protocol):
    def close(self) -> None: ...


T = TypeVar("T", bound=_Closable)


class Kept(Generic[T]):
    """Something opened at its first use, and again when its ``edition`` changes."""

    def __init__(self, opener: Callable[[], T], edition: Callable[[], Hashable]) -> None:
        self._opener = opener
        self._edition = edition
        self._lock = threading.Lock()
        self._opened: T | None = None
        self._opened_edition: Hashable = None

    def get(self) -> T:
        """Return it opened; raises what the opener raises."""
        with self._lock:
            edition = self._edition()
            if self._opened is None or edition != self._opened_edition:
                self._close()
                self._opened, self._opened_edition = self._opener(), edition
            return self._opened

    def close(self) -> None:
        """Close it if it is open."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()


class Rooms:
    """The archive and the index behind one app."""

    def __init__(
        self,
        home: Path,
        open_archive: Callable[[Path], ReportArchive],
        open_searcher: Callable[[Path], ReportSearch],
    ) -> None:
        self._archive = Kept(lambda: open_archive(home), lambda: _archive_edition(home))
        # The searcher follows commits and rebuilds by itself, under readers in other threads.
        self._searcher = Kept(lambda: open_searcher(home), lambda: None)

    @property
    def archive(self) -> ReportArchive:
        """The archive; raises ``StoreError`` if it cannot be opened."""
        return self._archive.get()

    @property
    def searcher(self) -> ReportSearch:
        """The index; raises ``IndexUnusableError`` if there is none."""
        return self._searcher.get()

    def close(self) -> None:
        """Close what is open."""
        self._searcher.close()
        self._archive.close()


def install(rooms: Rooms) -> None:
    """Make ``rooms`` those of the current app."""
    current_app.extensions[_EXTENSION] = rooms


def rooms() -> Rooms:
    """Return the rooms of the current app."""
    found = current_app.extensions[_EXTENSION]
    assert isinstance(found, Rooms)
    return found


def _archive_edition(home: Path) -> Hashable:
    # While it is open its inode is not used again, so this tells another file.
    status = _status(home / "archive.db")
    return status and (status.st_dev, status.st_ino)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
