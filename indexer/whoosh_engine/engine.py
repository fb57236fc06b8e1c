"""The engine: commits, and answers, over one index folder.

In the folder: the files of ``indexer.stored``; Whoosh's segments and lists of segments, which
say what words the stored rows have and which rows are live; ``position``. A commit appends to
the stored files, then Whoosh's new list of segments makes it visible, then the position is
written. A kill between any two of these leaves rows that nothing points to, or a position that
is too low, so that the same changes are committed once more: no harm either way.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from whoosh.index import FileIndex

from indexer.document import IndexDocument
from indexer.durable import store_errors, write_atomically
from indexer.errors import damage_noticed
from indexer.stored import Prepared, StoredEngine, StoredFiles
from indexer.whoosh_engine.checking import check_segments
from indexer.whoosh_engine.reading import WhooshReading
from indexer.whoosh_engine.schema import INDEX_NAME, schema
from indexer.whoosh_engine.view import View, latest_generation, open_view
from indexer.whoosh_engine.writing import DurableStorage, ReportWriter

ENGINE_VERSION = "whoosh-11"
"""Changes when a folder written by an older engine can no longer be read."""

_FOLDER_GONE = -1  # a rebuild took our place: what we have open still answers


class WhooshEngine(StoredEngine):
    """The :class:`indexer.engine.Engine` in ``folder``. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Open the index in ``folder``; see ``create`` for a new one.

        Raises ``OSError`` or ``ValueError`` if it cannot be read.
        """
        super().__init__(folder)
        self._holders = 1  # this engine itself, and its open readings
        with contextlib.ExitStack() as on_failure:
            self._stored = StoredFiles(folder)
            on_failure.callback(self._stored.close)
            assert self.position >= 0  # it can be read
            self._reading = self._read(open_view(folder))
            on_failure.pop_all()

    @classmethod
    def create(cls, folder: Path) -> WhooshEngine:
        """Make an empty index in ``folder``, which does not exist yet, and open it.

        Raises ``StoreError`` if it cannot be written.
        """
        with store_errors(folder):
            folder.mkdir(parents=True)
            FileIndex.create(DurableStorage(str(folder)), schema(), INDEX_NAME)
            write_atomically(folder / "position", b"0")
            return cls(folder)

    @contextlib.contextmanager
    def reading(self) -> Iterator[WhooshReading]:
        """Give the newest state; its files are let go of at the end of the ``with`` block."""
        with self._lock:
            view = self._refreshed().hold()
            reading = self._reading
            self._holders += 1
        try:
            yield reading
        finally:
            with self._lock:
                view.let_go()
                self._let_go()

    def check(self) -> None:
        """Raise ``IndexUnusableError`` if anything that finds documents is not what was written."""
        self._stored.check()
        with self.reading() as reading:
            check_segments(self._folder, reading.view.segments())

    def close(self) -> None:
        """Let go of files, or have the last reading do it; the engine is not used afterwards."""
        with self._lock:
            self._reading.view.let_go()
            self._let_go()

    def _let_go(self) -> None:
        self._holders -= 1
        if not self._holders:
            self._stored.close()

    def _refreshed(self) -> View:
        latest = latest_generation(self._folder)
        view = self._reading.view
        if latest not in (_FOLDER_GONE, view.generation):
            with damage_noticed(self._folder):
                self._reading = self._read(open_view(self._folder, view))
            view.let_go()
        return self._reading.view

    def _read(self, view: View) -> WhooshReading:
        # The stored files are looked at last: they may have more than the view, never less.
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(view.let_go)
            reading = WhooshReading(view, self._stored.stock(view.rows), self._lock)
            on_failure.pop_all()
        return reading

    def _write(
        self, added: Sequence[IndexDocument], prepared: Prepared, removed: Sequence[str]
    ) -> None:
        view = self._refreshed()
        gone = {*removed, *(document.report_id for document in added)}
        ids = self._reading.columns.ids
        deleted = [number for row, number in view.live_documents() if ids[row] in gone]
        first_row = self._stored.append(added, prepared)
        writer = ReportWriter(FileIndex(DurableStorage(str(self._folder)), indexname=INDEX_NAME))
        try:
            for number in deleted:
                writer.delete_document(number)
            writer.add_reports(first_row, prepared.words)
            writer.finish()
        except BaseException:
            writer.abandon()
            raise
