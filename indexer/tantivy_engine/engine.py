"""The engine: commits, and answers, over one index folder.

In the folder: the files of ``indexer.stored``, words included, which answer; tantivy's index in
``tantivy``, which says which of their rows are live; ``position``. A commit appends to the
stored files, then tantivy's commit makes it visible, then the position is written. A kill
between any two of these leaves rows that nothing points to, or a position that is too low, so
that the same changes are committed once more: no harm either way.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import tantivy

from indexer.document import IndexDocument
from indexer.durable import store_errors, write_atomically
from indexer.errors import damage_noticed
from indexer.stored import Prepared, StoredEngine, StoredFiles
from indexer.tantivy_engine.files import check_files
from indexer.tantivy_engine.reading import TantivyReading, live_rows
from indexer.tantivy_engine.schema import ID, ROW, schema

ENGINE_VERSION = "tantivy-10"
"""Changes when a folder written by an older engine can no longer be read."""

_HEAP_BYTES = 16 << 20  # the least that tantivy takes is 15 MB; ids are few


class TantivyEngine(StoredEngine):
    """The :class:`indexer.engine.Engine` in ``folder``. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Open the index in ``folder``; see ``create`` for a new one.

        Raises ``OSError`` or ``ValueError`` if it cannot be read.
        """
        super().__init__(folder)
        self._holders = 1  # this engine itself, and its open readings
        # Looked at first: what is committed meanwhile is then noticed by the next reading.
        self._state = self._current_state()
        check_files(folder / "tantivy")
        # Not by ``tantivy.Index()``, which makes an empty index where there is none.
        self._index = tantivy.Index.open(str(folder / "tantivy"))
        assert self._index.schema == schema()
        self._index.config_reader("manual")  # else a thread looks at the files by itself
        with contextlib.ExitStack() as on_failure:
            self._stored = StoredFiles(folder, with_words=True)
            on_failure.callback(self._stored.close)
            assert self.position >= 0  # it can be read
            self._reading = self._read()
            on_failure.pop_all()

    @classmethod
    def create(cls, folder: Path) -> TantivyEngine:
        """Make an empty index in ``folder``, which does not exist yet, and open it.

        Raises ``StoreError`` if it cannot be written.
        """
        with _store_errors(folder):
            (folder / "tantivy").mkdir(parents=True)
            tantivy.Index(schema(), str(folder / "tantivy"))
            write_atomically(folder / "position", b"0")
        return cls(folder)

    @contextlib.contextmanager
    def reading(self) -> Iterator[TantivyReading]:
        """Give the newest state; its files are let go of at the end of the ``with`` block."""
        with self._lock:
            reading = self._refreshed()
            self._holders += 1
        try:
            yield reading
        finally:
            self._let_go()

    def check(self) -> None:
        """Raise ``IndexUnusableError`` if anything that finds documents is not what was written."""
        self._stored.check()
        check_files(self._folder / "tantivy")

    def close(self) -> None:
        """Let go of files, or have the last reading do it; the engine is not used afterwards."""
        self._let_go()

    def _let_go(self) -> None:
        with self._lock:
            self._holders -= 1
            if not self._holders:
                self._stored.close()

    def _refreshed(self) -> TantivyReading:
        state = self._current_state()
        if state not in (None, self._state):
            check_files(self._folder / "tantivy")
            with damage_noticed(self._folder):
                self._index.reload()
                self._reading = self._read()
            self._state = state
        return self._reading

    def _read(self) -> TantivyReading:
        # The stored files are looked at last: they may have more than the searcher, never less.
        rows = live_rows(self._index.searcher())
        return TantivyReading(self._stored.stock(rows))

    def _current_state(self) -> tuple[int, int] | None:
        """What tells one list of segments from the next; ``None``: a rebuild took our place."""
        try:
            status = (self._folder / "tantivy" / "meta.json").stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns

    def _store_errors(self) -> contextlib.AbstractContextManager[None]:
        return _store_errors(self._folder)

    def _write(
        self, added: Sequence[IndexDocument], prepared: Prepared, removed: Sequence[str]
    ) -> None:
        first_row = self._stored.append(added, prepared)
        writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        try:
            writer.garbage_collect_files()  # else the same .del as a killed commit's cannot be made
            for report_id in {*removed, *(document.report_id for document in added)}:
                writer.delete_documents_by_term(ID, report_id)
            for row, document in enumerate(added, first_row):
                writer.add_document(tantivy.Document(**{ID: document.report_id, ROW: row}))
            writer.commit()
            writer.wait_merging_threads()
        finally:
            del writer  # lets go of tantivy's lock, even if a traceback keeps this frame


@contextlib.contextmanager
def _store_errors(folder: Path) -> Iterator[None]:
    """As ``store_errors``; tantivy tells of a full disk by ``ValueError``."""
    with store_errors(folder):
        try:
            yield
        except ValueError as error:
            raise OSError(str(error)) from error
