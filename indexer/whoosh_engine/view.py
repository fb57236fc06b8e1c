"""One state of the index, opened for reading: segments, and which rows are in them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import TermNotFound

from indexer.columns import Ordinals, Selection
from indexer.ranking import Postings
from indexer.whoosh_engine.codec import Weights
from indexer.whoosh_engine.schema import INDEX_NAME, ROW, WORDS, schema

_OPENING_TRIES = 20


class SegmentFiles(FileStorage):  # type: ignore[misc] # Whoosh is untyped
    """The index folder for reading; knows what it opened, so that all can be closed."""

    def __init__(self, folder: Path) -> None:
        """Open nothing yet."""
        super().__init__(str(folder), supports_mmap=False, readonly=True)
        self._opened: list[Any] = []

    def open_file(self, name: str, **kwargs: Any) -> Any:
        """Open a file. Raises ``FileNotFoundError`` if a later commit removed it."""
        file = super().open_file(name, **kwargs)
        self._opened.append(file)
        return file

    def close(self) -> None:
        """Close whatever is open."""
        for file in self._opened:
            if not file.is_closed:
                file.close()


class OpenSegment:
    """A segment's files. They never change; what is deleted of it is the view's to know.

    ``rows`` are the stored rows of its documents.
    """

    def __init__(self, folder: Path, segment: Any) -> None:
        """Open the files. Raises ``FileNotFoundError`` if a later commit removed them."""
        self.segment_id: str = segment.segment_id()
        self.views = 0
        self._files = SegmentFiles(folder)
        self._schema = schema()
        codec = segment.codec()
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(self._files.close)
            self._terms = codec.terms_reader(self._files, segment)
            documents = codec.per_document_reader(self._files, segment)
            column = documents.column_reader(ROW, self._schema[ROW].column_type)
            self.rows: Ordinals = np.array(column.load(), np.int64)
            if len(self.rows) != segment.doc_count_all() or (self.rows < 0).any():
                raise ValueError("rows of documents are missing")  # a file was cut off
            on_failure.pop_all()

    def frequency(self, word: bytes) -> int:
        """Return how many documents have a word, deleted ones included."""
        try:
            return int(self._terms.term_info(WORDS, word).doc_frequency())
        except TermNotFound:
            return 0

    def postings(self, word: bytes) -> Iterator[tuple[Ordinals, Weights]]:
        """Yield rows and weights of the documents that have a word, deleted ones included."""
        try:
            matcher = self._terms.matcher(WORDS, word, self._schema[WORDS].format)
        except TermNotFound:
            return
        for numbers, weights in matcher.blocks():
            yield self.rows[numbers], weights

    def close(self) -> None:
        """Let go of the files."""
        self._files.close()


class View:
    """The index after one commit.

    Whoever has one holds it, and lets go of it; then those segments are closed that no other
    held view has. ``rows`` are those that are in it, in no order.
    """

    def __init__(
        self, folder: Path, generation: int, segments: Iterable[tuple[OpenSegment, Any]]
    ) -> None:
        """Put the segments together with what is deleted of them; the caller holds it."""
        self.folder = folder
        self.generation = generation
        self._holders = 1
        self._segments: list[tuple[OpenSegment, Selection]] = []
        for opened, segment in segments:
            opened.views += 1
            is_live = np.ones(len(opened.rows), np.bool_)
            is_live[list(segment.deleted_docs())] = False
            self._segments.append((opened, is_live))
        rows = [opened.rows[is_live] for opened, is_live in self._segments]
        self.rows: Ordinals = np.concatenate([np.empty(0, np.int64), *rows])

    def hold(self) -> View:
        """Keep the segments open for one more holder."""
        self._holders += 1
        return self

    def let_go(self) -> None:
        """Be held by one less."""
        self._holders -= 1
        if not self._holders:
            for segment, _ in self._segments:
                segment.views -= 1
                if not segment.views:
                    segment.close()

    def live_documents(self) -> Iterator[tuple[int, int]]:
        """Yield row and Whoosh's number of every document."""
        base = 0
        for segment, is_live in self._segments:
            for number in np.flatnonzero(is_live).tolist():
                yield int(segment.rows[number]), base + number
            base += len(is_live)

    def frequency(self, word: bytes) -> int:
        """Return how many documents have a word, deleted ones included."""
        return sum(segment.frequency(word) for segment, _ in self._segments)

    def postings(self, word: bytes) -> Sequence[Postings]:
        """Return the rows that have a word, deleted ones included, part by part."""
        return [part for segment, _ in self._segments for part in segment.postings(word)]

    def segments(self) -> Mapping[str, OpenSegment]:
        """Return the open segments by id, for the next view to share."""
        return {segment.segment_id: segment for segment, _ in self._segments}


def latest_generation(folder: Path) -> int:
    """Return the number of the last commit in ``folder``; -1 if there is no index."""
    return int(TOC._latest_generation(FileStorage(str(folder)), INDEX_NAME))


def open_view(folder: Path, previous: View | None = None) -> View:
    """Open the last commit; segments that ``previous`` has open are shared.

    A commit may remove files between our reading their names and opening them: then the
    next look sees the next state. Raises ``OSError`` if that never succeeds.
    """
    for remaining in reversed(range(_OPENING_TRIES)):
        try:
            return _open_view(folder, previous)
        except FileNotFoundError:
            if not remaining:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def _open_view(folder: Path, previous: View | None) -> View:
    with contextlib.closing(SegmentFiles(folder)) as files:
        contents = TOC.read(files, INDEX_NAME, schema=schema())
    known = previous.segments() if previous else {}
    with contextlib.ExitStack() as on_failure:
        segments = []
        for segment in contents.segments:
            opened = known.get(segment.segment_id())
            if opened is None:
                opened = OpenSegment(folder, segment)
                on_failure.callback(opened.close)
            segments.append((opened, segment))
        view = View(folder, contents.generation, segments)
        on_failure.pop_all()
    return view
