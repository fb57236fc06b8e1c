"""The engine: commits, and answers, over one index folder.

In the folder: Whoosh's segments and lists of segments; ``texts``, the folded titles and texts
one behind the other; ``documents``, the originals, compressed; ``position``. A commit appends
to the two files and syncs them, then Whoosh's new list of segments makes it visible, then the
position is written. A kill between any two of these leaves bytes that nothing points to, or a
position that is too low, so that the same changes are committed once more: no harm either way.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from whoosh.index import FileIndex

from indexer.document import IndexDocument
from indexer.durable import store_errors, write_atomically
from indexer.folded import FoldedDocument
from indexer.ranking import weighted_words
from indexer.stored import Place, Record, StoredFiles
from indexer.whoosh_engine.reading import WhooshReading
from indexer.whoosh_engine.schema import schema
from indexer.whoosh_engine.view import INDEX_NAME, View, latest_generation, open_view
from indexer.whoosh_engine.writing import DurableStorage, NewReport, ReportWriter

ENGINE_VERSION = "whoosh-4"
"""Changes when a folder written by an older engine can no longer be read."""

_FOLDER_GONE = -1  # a rebuild took our place: what we have open still answers


class WhooshEngine:
    """The :class:`indexer.engine.Engine` in ``folder``. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Open the index in ``folder``; see ``create`` for a new one.

        Raises ``OSError`` if it cannot be read.
        """
        self._folder = folder
        self._lock = threading.RLock()
        self._holders = 1  # this engine itself, and its open readings
        self._stored = StoredFiles(folder)
        self._reading = self._read(open_view(folder))

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

    @property
    def position(self) -> int:
        """Number of the last change that is in this index; 0 for a new one."""
        return int((self._folder / "position").read_bytes())

    @property
    def document_count(self) -> int:
        """How many documents there are."""
        return len(self.report_ids())

    def report_ids(self) -> frozenset[str]:
        """Return the ids of all documents; called by verification."""
        with self._lock:
            return frozenset(self._refreshed().numbers)

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

    def close(self) -> None:
        """Let go of files, or have the last reading do it; the engine is not used afterwards."""
        with self._lock:
            self._reading.view.let_go()
            self._let_go()

    def _let_go(self) -> None:
        self._holders -= 1
        if not self._holders:
            self._stored.close()

    def commit(
        self, documents: Sequence[IndexDocument], removed: Sequence[str], position: int
    ) -> None:
        """Add or replace ``documents``, drop ``removed``, and remember ``position``.

        Raises ``StoreError`` if the disk is full or the folder cannot be written; then the
        index is as it was.
        """
        with self._lock, store_errors(self._folder):
            self._write(documents, removed)
            write_atomically(self._folder / "position", str(position).encode())
            self._refreshed()

    def _refreshed(self) -> View:
        latest = latest_generation(self._folder)
        view = self._reading.view
        if latest not in (_FOLDER_GONE, view.generation):
            self._reading = self._read(open_view(self._folder, view))
            view.let_go()
        return self._reading.view

    def _read(self, view: View) -> WhooshReading:
        return WhooshReading(view, self._stored, self._lock)

    def _write(self, added: Sequence[IndexDocument], removed: Sequence[str]) -> None:
        numbers = self._refreshed().numbers
        folded = [FoldedDocument.of(each) for each in added]
        places = self._stored.append(added, folded)
        gone = {*removed, *(document.report_id for document in added)}
        writer = ReportWriter(FileIndex(DurableStorage(str(self._folder)), indexname=INDEX_NAME))
        try:
            for report_id in gone & numbers.keys():
                writer.delete_document(numbers[report_id])
            for parts in zip(added, folded, places, strict=True):
                writer.add_report(_new_report(*parts))
            writer.finish()
        except BaseException:
            writer.abandon()
            raise


def _new_report(document: IndexDocument, folded: FoldedDocument, place: Place) -> NewReport:
    counts = weighted_words(document)
    record = Record.of(document, folded, place, counts.total())
    return NewReport(record, counts, folded.searchable.decode())
