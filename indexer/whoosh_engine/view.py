"""One state of the index, opened for reading: segments, and where every report's text lies."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import TermNotFound

from indexer.whoosh_engine.schema import RECORD, Record, schema

INDEX_NAME = "MAIN"
_OPENING_TRIES = 20


class Records:
    """The record column of many documents, as one array a figure to stay small."""

    def __init__(self) -> None:
        """Start empty."""
        self.ids: list[str] = []
        self.text_starts = array("Q")
        self.text_sizes = array("I")
        self.document_starts = array("Q")
        self.document_sizes = array("I")
        self.words_counts = array("I")

    def append(self, record: Record) -> None:
        """Add one document."""
        self.ids.append(record.report_id)
        self.text_starts.append(record.text[0])
        self.text_sizes.append(record.text[1])
        self.document_starts.append(record.document[0])
        self.document_sizes.append(record.document[1])
        self.words_counts.append(record.words_count)

    def extend(self, other: Records) -> None:
        """Add all documents of ``other``."""
        self.ids += other.ids
        self.text_starts += other.text_starts
        self.text_sizes += other.text_sizes
        self.document_starts += other.document_starts
        self.document_sizes += other.document_sizes
        self.words_counts += other.words_counts


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
        self._files = SegmentFiles(folder)
        self._schema = schema()
        codec = segment.codec()
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(self._files.close)
            self._terms = codec.terms_reader(self._files, segment)
            self.records = self._read_records(codec, segment)
            on_failure.pop_all()

    def _read_records(self, codec: Any, segment: Any) -> Records:
        records = Records()
        documents = codec.per_document_reader(self._files, segment)
        column = documents.column_reader(RECORD, self._schema[RECORD].column_type)
        for number in range(segment.doc_count_all()):
            records.append(Record.from_bytes(column[number]))
        return records

    def frequency(self, field: str, term: bytes) -> int:
        """Return how many documents have the term, deleted ones included."""
        try:
            return int(self._terms.term_info(field, term).doc_frequency())
        except TermNotFound:
            return 0

    def blocks(self, field: str, term: bytes) -> Iterator[tuple[list[int], array[int]]]:
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
    """The index after one commit. Documents are numbered through all segments."""

    def __init__(self, generation: int, segments: Iterable[tuple[OpenSegment, Any]]) -> None:
        """Put the segments together with what is deleted of them."""
        self.generation = generation
        self.records = Records()
        self.deleted: set[int] = set()
        self._segments: list[tuple[int, OpenSegment]] = []
        for opened, segment in segments:
            base = len(self.records.ids)
            self._segments.append((base, opened))
            self.records.extend(opened.records)
            self.deleted.update(base + number for number in segment.deleted_docs())

    @property
    def document_count(self) -> int:
        """How many documents there are."""
        return len(self.records.ids) - len(self.deleted)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of every document by report id."""
        ids = self.records.ids
        return {ids[number]: number for number in range(len(ids)) if number not in self.deleted}

    @cached_property
    def live(self) -> set[int]:
        """The numbers of all documents that are not deleted; not to be changed."""
        return set(self.numbers.values())

    @cached_property
    def mean_words_count(self) -> float:
        """Words in a document on average, for BM25; deleted ones included, as in frequencies."""
        counts = self.records.words_counts
        return sum(counts) / len(counts) if counts else 0.0

    def frequency(self, field: str, term: bytes) -> int:
        """Return how many documents have the term, deleted ones included."""
        return sum(segment.frequency(field, term) for _, segment in self._segments)

    def documents_with(self, field: str, term: bytes) -> set[int]:
        """Return the numbers of the documents that have the term, deleted ones included."""
        found: set[int] = set()
        for base, numbers, _ in self.blocks(field, term):
            found.update(map(base.__add__, numbers) if base else numbers)
        return found

    def blocks(self, field: str, term: bytes) -> Iterator[tuple[int, list[int], array[int]]]:
        """Yield ``(base, numbers, weights)``: a document's number is ``base`` plus its own."""
        for base, segment in self._segments:
            for numbers, weights in segment.blocks(field, term):
                yield base, numbers, weights

    def segments(self) -> Mapping[str, OpenSegment]:
        """Return the open segments by id, for the next view to take over."""
        return {segment.segment_id: segment for _, segment in self._segments}

    def close(self) -> None:
        """Let go of all files."""
        for _, segment in self._segments:
            segment.close()


def latest_generation(folder: Path) -> int:
    """Return the number of the last commit in ``folder``; -1 if there is no index."""
    return int(TOC._latest_generation(FileStorage(str(folder)), INDEX_NAME))


def open_view(folder: Path, previous: View | None = None) -> View:
    """Open the last commit; segments that ``previous`` has open are taken over, not opened.

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
    current = view.segments()
    for segment_id, segment in known.items():
        if segment_id not in current:
            segment.close()
    return view
