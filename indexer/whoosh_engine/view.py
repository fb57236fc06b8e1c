"""One state of the index, opened for reading: segments, and where every report's text lies."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import TermNotFound

from indexer.columns import Columns, Selection
from indexer.engine import Scores
from indexer.stored import Record, Records
from indexer.whoosh_engine.codec import Numbers, Weights
from indexer.whoosh_engine.schema import RECORD, schema

INDEX_NAME = "MAIN"
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
    """A segment's files. They never change; what is deleted of it is the view's to know."""

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
            self.records = self._read_records(codec, segment)
            on_failure.pop_all()

    def _read_records(self, codec: Any, segment: Any) -> Records:
        documents = codec.per_document_reader(self._files, segment)
        column = documents.column_reader(RECORD, self._schema[RECORD].column_type)
        numbers = range(segment.doc_count_all())
        return Records.of([Record.from_bytes(column[number]) for number in numbers])

    def frequency(self, field: str, term: bytes) -> int:
        """Return how many documents have the term, deleted ones included."""
        try:
            return int(self._terms.term_info(field, term).doc_frequency())
        except TermNotFound:
            return 0

    def blocks(self, field: str, term: bytes) -> Iterator[tuple[Numbers, Weights]]:
        """Yield numbers and weights of the term's documents, deleted ones included."""
        try:
            matcher = self._terms.matcher(field, term, self._schema[field].format)
        except TermNotFound:
            return
        yield from matcher.blocks()

    def close(self) -> None:
        """Let go of the files."""
        self._files.close()


class View:
    """The index after one commit. Documents are numbered through all segments.

    Whoever has one holds it, and lets go of it; then those segments are closed that no other
    held view has.
    """

    def __init__(self, generation: int, segments: Iterable[tuple[OpenSegment, Any]]) -> None:
        """Put the segments together with what is deleted of them; the caller holds it."""
        self.generation = generation
        self._holders = 1
        self._segments: list[tuple[int, OpenSegment]] = []
        deleted: list[int] = []
        for opened, segment in segments:
            base = sum(len(other.records.ids) for _, other in self._segments)
            self._segments.append((base, opened))
            opened.views += 1
            deleted += [base + number for number in segment.deleted_docs()]
        self.records = Records.joined([opened.records for _, opened in self._segments])
        self.live: Selection = np.ones(self.size, np.bool_)
        self.live[deleted] = False

    def hold(self) -> View:
        """Keep the segments open for one more holder."""
        self._holders += 1
        return self

    def let_go(self) -> None:
        """Be held by one less."""
        self._holders -= 1
        if not self._holders:
            for _, segment in self._segments:
                segment.views -= 1
                if not segment.views:
                    segment.close()

    @property
    def size(self) -> int:
        """How many documents are numbered, deleted ones included."""
        return len(self.records.ids)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of every document by report id."""
        ids = self.records.ids
        return {ids[number]: number for number in np.flatnonzero(self.live).tolist()}

    @cached_property
    def columns(self) -> Columns:
        """Ids and facts of all documents."""
        return self.records.columns(self.live)

    @cached_property
    def relative_lengths(self) -> Scores:
        """Words in each document by the mean, for BM25; deleted ones included, as in idf."""
        counts = self.records.words_counts
        return counts / (counts.mean() or 1.0) if len(counts) else np.zeros(0)

    def frequency(self, field: str, term: bytes) -> int:
        """Return how many documents have the term, deleted ones included."""
        return sum(segment.frequency(field, term) for _, segment in self._segments)

    def documents_with(self, field: str, term: bytes) -> Selection:
        """Return the documents that have the term, deleted ones included."""
        found = np.zeros(self.size, np.bool_)
        for numbers, _ in self.blocks(field, term):
            found[numbers] = True
        return found

    def blocks(self, field: str, term: bytes) -> Iterator[tuple[Numbers, Weights]]:
        """Yield the numbers and weights of the documents that have the term."""
        for base, segment in self._segments:
            for numbers, weights in segment.blocks(field, term):
                yield base + numbers, weights

    def segments(self) -> Mapping[str, OpenSegment]:
        """Return the open segments by id, for the next view to share."""
        return {segment.segment_id: segment for _, segment in self._segments}


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
        view = View(contents.generation, segments)
        on_failure.pop_all()
    return view
