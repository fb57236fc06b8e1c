"""What engines over stored files have in common: commits, and how far they have come."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from indexer.document import Batch, IndexDocument
from indexer.durable import store_errors, write_atomically
from indexer.errors import damage_noticed
from indexer.stored.preparing import Prepared, committed


class StoredEngine(ABC):
    """An :class:`indexer.engine.Engine` in ``folder``, but for reading, checking and closing.

    Commits are written one after the other, each with its position last.
    """

    def __init__(self, folder: Path) -> None:
        """Open nothing yet."""
        self._folder = folder
        self._lock = threading.RLock()

    @property
    def position(self) -> int:
        """Number of the last change that is in this index; 0 for a new one.

        Raises ``IndexUnusableError`` if it cannot be read.
        """
        with damage_noticed(self._folder):
            return int((self._folder / "position").read_bytes())

    def commit(
        self, documents: Sequence[IndexDocument], removed: Sequence[str], position: int
    ) -> None:
        """Add or replace ``documents``, drop ``removed``, and remember ``position``.

        Raises ``StoreError`` if the disk is full or the folder cannot be written; then the
        index is as it was.
        """
        for _ in self.commits([Batch(documents, removed, position)]):
            pass

    def commits(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """Commit each of ``batches``, and yield it when that is done.

        Raises ``StoreError`` if the disk is full or the folder cannot be written; then the
        index is as the last commit left it.
        """
        return committed(batches, self._commit)

    def _commit(self, batch: Batch, prepared: Prepared) -> None:
        with self._lock, self._store_errors():
            self._write(batch.documents, prepared, batch.removed)
            write_atomically(self._folder / "position", str(batch.position).encode())
            self._refreshed()  # after two commits a file may look like the one before both

    def _store_errors(self) -> AbstractContextManager[None]:
        return store_errors(self._folder)

    @abstractmethod
    def _write(
        self, added: Sequence[IndexDocument], prepared: Prepared, removed: Sequence[str]
    ) -> None:
        """Write a commit durably, all of it or nothing."""

    @abstractmethod
    def _refreshed(self) -> object:
        """Take notice of what was committed."""
