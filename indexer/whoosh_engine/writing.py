"""Writing a commit: postings gathered in arrays, segments kept few, every file made durable."""

from __future__ import annotations

import contextlib
import math
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from indexer.durable import sync_folder
from indexer.errors import damage_noticed
from indexer.stored import WordCounts
from indexer.whoosh_engine.checking import sums_of
from indexer.whoosh_engine.codec import Numbers, ReportCodec, TermPostings, Weights
from indexer.whoosh_engine.schema import INDEX_NAME, ROW, WORDS

_MERGE_FACTOR = 8
_FULL_SEGMENT = 16_000  # two commits of sync's size: such segments are never rewritten


class DurableStorage(FileStorage):  # type: ignore[misc] # Whoosh is untyped
    """A folder whose files reach the disk before they count; Whoosh itself never syncs."""

    def __init__(self, folder: str) -> None:
        """Begin a commit."""
        super().__init__(folder)
        self._of_segments: list[str] = []

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **kwargs: Any) -> Any:
        """Open a new file that is synced when it is closed."""
        if name.startswith(f"{INDEX_NAME}_"):
            self._of_segments.append(name)
        return super().create_file(name, excl=excl, mode=mode, onclose=_sync, **kwargs)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Give the list of segments its final name, durably, and new ones their checksums."""
        for sums, content in sums_of(self._of_segments, Path(self.folder)).items():
            with contextlib.closing(super().create_file(sums, onclose=_sync)) as file:
                file.write(content)
        super().rename_file(oldname, newname, safe=safe)
        sync_folder(Path(self.folder))


class PostingsPool:
    """The postings of a commit in memory, in place of Whoosh's sorted runs on disk."""

    def __init__(self) -> None:
        """Start empty."""
        self._pieces: dict[bytes, list[tuple[Numbers, Weights]]] = defaultdict(list)

    def add_counts(self, first: int, counts: WordCounts) -> None:
        """Add all words of new documents, numbered from ``first`` on."""
        frequencies, places, weights = counts.by_word()
        documents = first + places.astype(np.int64)
        start = 0
        ends = np.cumsum(frequencies).tolist()
        for word, end in zip(counts.vocabulary, ends, strict=True):
            self.add(word.encode(), documents[start:end], weights[start:end])
            start = end

    def add(self, term: bytes, numbers: Numbers, weights: Weights) -> None:
        """Add documents that have a term and come after all documents so far."""
        self._pieces[term].append((numbers, weights))

    def iter_postings(self) -> Iterator[TermPostings]:
        """Yield everything in the order of terms; called by Whoosh's writer."""
        for term, pieces in sorted(self._pieces.items()):
            numbers, weights = map(np.concatenate, zip(*pieces, strict=True))
            if len(numbers):
                yield TermPostings(WORDS, term, numbers, weights)

    def cleanup(self) -> None:
        """Let go of the memory; called by Whoosh's writer."""
        self._pieces.clear()


class ReportWriter(SegmentWriter):  # type: ignore[misc]
    """Writes one commit. There is no lock: the archive's home has one."""

    def __init__(self, index: FileIndex) -> None:
        """Begin; nothing is visible before ``finish``."""
        _remove_leftovers(Path(index.storage.folder))
        super().__init__(index, codec=ReportCodec(), compound=False, _lk=False)
        self.pool = PostingsPool()

    def add_reports(self, first_row: int, counts: WordCounts) -> None:
        """Add reports that have the stored rows from ``first_row`` on."""
        self.pool.add_counts(self.docnum, counts)
        for row in range(first_row, first_row + len(counts.sizes)):
            self.add_document(**{ROW: row})

    def add_postings_to_pool(
        self, reader: SegmentReader, startdoc: int, docmap: Mapping[int, int] | None
    ) -> None:
        """Take over the postings of a segment that is merged; called by Whoosh's merging."""
        numbers_now = _numbers_now(reader.doc_count_all(), startdoc, docmap)
        terms = reader.codec().terms_reader(reader.storage(), reader.segment())
        with contextlib.closing(terms):
            for field, term in terms.terms():
                matcher = terms.matcher(field, term, self.schema[field].format)
                for numbers, weights in matcher.blocks():
                    now = numbers_now[numbers]
                    self.pool.add(term, now[now >= 0], weights[now >= 0])

    def finish(self) -> None:
        """Commit, merging small segments."""
        self.commit(mergetype=merge_small)

    def abandon(self) -> None:
        """Close what is open after a failure; what was written is deleted by the next commit."""
        for part in (self.pool.cleanup, self.perdocwriter.close, self.fieldwriter.close):
            with contextlib.suppress(OSError):
                part()
        self.is_closed = True


def merge_small(writer: ReportWriter, segments: list[Any]) -> list[Any]:
    """Return the segments to keep, after merging the smallest tier that has grown full.

    Tiers are powers of four, so a document is rewritten at most seven times before its segment
    is full, and beside full segments there are never more than about fifty.
    """
    kept = [segment for segment in segments if segment.doc_count()]
    tiers: dict[int, list[Any]] = defaultdict(list)
    for segment in kept:
        if segment.doc_count() < _FULL_SEGMENT:
            tiers[int(math.log(segment.doc_count(), 4))].append(segment)
    for _, tier in sorted(tiers.items()):
        if len(tier) >= _MERGE_FACTOR:
            _take_over(writer, tier)
            return [segment for segment in kept if segment not in tier]
    return kept


def _take_over(writer: ReportWriter, segments: list[Any]) -> None:
    for segment in segments:
        with (
            damage_noticed(Path(writer.storage.folder)),
            contextlib.closing(SegmentReader(writer.storage, writer.schema, segment)) as reader,
        ):
            writer.add_reader(reader)


def _numbers_now(count: int, startdoc: int, docmap: Mapping[int, int] | None) -> Numbers:
    """Return the new number of each document of a merged segment; -1 for deleted ones."""
    if docmap is None:
        return np.arange(startdoc, startdoc + count)
    numbers = np.full(count, -1)
    numbers[list(docmap.keys())] = list(docmap.values())
    return numbers


def _remove_leftovers(folder: Path) -> None:
    """Remove unfinished segment lists of killed commits; Whoosh removes their segments."""
    for path in folder.glob("_*.toc.*"):
        path.unlink()


def _sync(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())
