"""The engine: commits, and answers, over one index folder.

In the folder: Whoosh's segments and lists of segments; ``texts``, the folded titles and texts
one behind the other; ``documents``, the originals, compressed; ``position``. A commit appends
to the two files and syncs them, then Whoosh's new list of segments makes it visible, then the
position is written. A kill between any two of these leaves bytes that nothing points to, or a
position that is too low, so that the same changes are committed once more: no harm either way.
"""

from __future__ import annotations

import contextlib
import heapq
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from whoosh.index import FileIndex

from archive.errors import StoreError
from indexer.durable import write_atomically
from indexer.engine import IndexDocument, Match, Matches
from indexer.fold import fold
from indexer.query import Query
from indexer.whoosh_engine import documents
from indexer.whoosh_engine.appendfile import AppendFile
from indexer.whoosh_engine.evaluate import Found, evaluate
from indexer.whoosh_engine.ranking import scores
from indexer.whoosh_engine.scan import EDGE
from indexer.whoosh_engine.schema import TITLE_WEIGHT, Record, schema
from indexer.whoosh_engine.view import INDEX_NAME, latest_generation, open_view
from indexer.whoosh_engine.writing import DurableStorage, ReportWriter
from indexer.words import words

ENGINE_VERSION = "whoosh-2"
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
        self._view = open_view(folder)
        self._texts = AppendFile(folder / "texts")
        self._documents = AppendFile(folder / "documents")

    @classmethod
    def create(cls, folder: Path) -> WhooshEngine:
        """Make an empty index in ``folder``, which does not exist yet, and open it.

        Raises ``StoreError`` if it cannot be written.
        """
        with _written_or_store_error(folder):
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
        with self._lock:
            self._refresh()
            return self._view.document_count

    def report_ids(self) -> frozenset[str]:
        """Return the ids of all documents; called by verification."""
        with self._lock:
            self._refresh()
            return frozenset(self._view.numbers)

    def close(self) -> None:
        """Let go of files; the engine is not used afterwards."""
        with self._lock:
            self._view.close()
            self._texts.close()
            self._documents.close()

    def commit(
        self, documents: Sequence[IndexDocument], removed: Sequence[str], position: int
    ) -> None:
        """Add or replace ``documents``, drop ``removed``, and remember ``position``.

        Raises ``StoreError`` if the disk is full or the folder cannot be written; then the
        index is as it was.
        """
        with self._lock, _written_or_store_error(self._folder):
            self._refresh()
            self._write(documents, removed)
            write_atomically(self._folder / "position", str(position).encode())
            self._refresh()

    def search(self, query: Query, *, limit: int | None, offset: int = 0) -> Matches:
        """Return the page of matches from ``offset`` on; ``limit`` ``None`` means all."""
        with self._lock:
            self._refresh()
            found = evaluate(self._view, self._texts, query)
            page = self._page(found, limit, offset)
        return Matches(len(found.matching), len(found.literal), page)

    def _refresh(self) -> None:
        latest = latest_generation(self._folder)
        if latest not in (_FOLDER_GONE, self._view.generation):
            self._view = open_view(self._folder, self._view)

    def _write(self, added: Sequence[IndexDocument], removed: Sequence[str]) -> None:
        folded = [f"{fold(each.title)}{EDGE}{fold(each.text)}{EDGE}" for each in added]
        text_places = self._texts.append([text.encode() for text in folded])
        places = self._documents.append([documents.to_bytes(each) for each in added])
        gone = {*removed, *(document.report_id for document in added)}
        writer = ReportWriter(FileIndex(DurableStorage(str(self._folder)), indexname=INDEX_NAME))
        try:
            for report_id in gone & self._view.numbers.keys():
                writer.delete_document(self._view.numbers[report_id])
            for each, text, at, place in zip(added, folded, text_places, places, strict=True):
                counts = _words_of(each)
                record = Record(each.report_id, at, place, counts.total())
                writer.add_report(record, counts, text)
            writer.finish()
        except BaseException:
            writer.abandon()
            raise

    def _page(self, found: Found, limit: int | None, offset: int) -> tuple[Match, ...]:
        by_number = scores(self._view, found.terms, found.matching)
        ids = self._view.records.ids

        def rank(number: int) -> tuple[bool, float, str]:
            return number not in found.literal, -by_number.get(number, 0.0), ids[number]

        if limit is None:
            ranked = sorted(found.matching, key=rank)
        else:
            ranked = heapq.nsmallest(offset + limit, found.matching, key=rank)
        return tuple(
            Match(self._document(number), by_number.get(number, 0.0), number in found.literal)
            for number in ranked[offset:]
        )

    def _document(self, number: int) -> IndexDocument:
        records = self._view.records
        place = records.document_starts[number], records.document_sizes[number]
        return documents.from_bytes(self._documents.read(place))


def _words_of(document: IndexDocument) -> Counter[str]:
    counts = Counter(words(document.text))
    for word, occurrences in Counter(words(document.title)).items():
        counts[word] += TITLE_WEIGHT * occurrences
    return counts


@contextlib.contextmanager
def _written_or_store_error(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"cannot write the index in {folder}: {error.strerror}; "
            "make room or permission there and index again"
        ) from error
