"""Writing a commit: postings gathered in arrays, segments kept few, every file made durable."""

from __future__ import annotations

import contextlib
import math
import os
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from indexer.durable import sync_folder
from indexer.whoosh_engine.codec import ReportCodec, TermPostings, bounded_weight
from indexer.whoosh_engine.schema import CHARACTERS, RECORD, WORDS, Record

_MERGE_FACTOR = 8
_FULL_SEGMENT = 2_000  # as many as sync commits at once: such segments are never rewritten


class DurableStorage(FileStorage):  # type: ignore[misc] # Whoosh is untyped
    """A folder whose files reach the disk before they count; Whoosh itself never syncs."""

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **kwargs: Any) -> Any:
        """Open a new file that is synced when it is closed."""
        return super().create_file(name, excl=excl, mode=mode, onclose=_sync, **kwargs)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Give the file its final name, durably."""
        super().rename_file(oldname, newname, safe=safe)
        sync_folder(Path(self.folder))


class PostingsPool:
    """The postings of a commit in memory, in place of Whoosh's sorted runs on disk."""

    def __init__(self) -> None:
        """Start empty."""
        self._fields: dict[str, dict[bytes, tuple[array[int], array[int]]]] = {
            field: defaultdict(lambda: (array("I"), array("B"))) for field in (CHARACTERS, WORDS)
        }

    def add(self, field: str, term: bytes, numbers: Iterable[int], weights: Iterable[int]) -> None:
        """Add postings of documents that come after all that the term has so far."""
        term_numbers, term_weights = self._fields[field][term]
        term_numbers.extend(numbers)
        term_weights.extend(weights)

    def add_document(self, field: str, number: int, terms: Mapping[str, int]) -> None:
        """Add all terms of a document with their occurrences."""
        postings = self._fields[field]
        for term, occurrences in terms.items():
            numbers, weights = postings[term.encode()]
            numbers.append(number)
            weights.append(bounded_weight(occurrences))

    def iter_postings(self) -> Iterator[TermPostings]:
        """Yield everything in the order of field and term; called by Whoosh's writer."""
        for field, postings in sorted(self._fields.items()):
            for term in sorted(postings):
                yield TermPostings(field, term, *postings[term])

    def cleanup(self) -> None:
        """Let go of the memory; called by Whoosh's writer."""
        self._fields.clear()


class ReportWriter(SegmentWriter):  # type: ignore[misc]
    """Writes one commit. There is no lock: the archive's home has one."""

    def __init__(self, index: FileIndex) -> None:
        """Begin; nothing is visible before ``commit``."""
        _remove_leftovers(Path(index.storage.folder))
        super().__init__(index, codec=ReportCodec(), compound=False, _lk=False)
        self.pool = PostingsPool()

    def add_report(
        self, record: Record, words: Mapping[str, int], characters: Iterable[str]
    ) -> None:
        """Add one report."""
        number = self.docnum
        self.add_document(**{RECORD: record.to_bytes()})
        self.pool.add_document(WORDS, number, words)
        self.pool.add_document(CHARACTERS, number, dict.fromkeys(characters, 1))

    def add_postings_to_pool(
        self, reader: SegmentReader, startdoc: int, docmap: Mapping[int, int] | None
    ) -> None:
        """Take over the postings of a segment that is merged; called by Whoosh's merging."""
        terms = reader.codec().terms_reader(reader.storage(), reader.segment())
        with contextlib.closing(terms):
            for field, term in terms.terms():
                matcher = terms.matcher(field, term, self.schema[field].format)
                for numbers, weights in matcher.blocks():
                    kept = _renumbered(zip(numbers, weights, strict=True), startdoc, docmap)
                    self.pool.add(field, term, *kept)

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

    Tiers are powers of four, so a document is rewritten at most five times before its segment
    is full, and beside full segments there are never more than about forty.
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
        with contextlib.closing(SegmentReader(writer.storage, writer.schema, segment)) as reader:
            writer.add_reader(reader)


def _renumbered(
    postings: Iterable[tuple[int, int]], startdoc: int, docmap: Mapping[int, int] | None
) -> tuple[list[int], list[int]]:
    if docmap is None:
        pairs = [(startdoc + number, weight) for number, weight in postings]
    else:
        pairs = [(docmap[number], weight) for number, weight in postings if number in docmap]
    return [number for number, _ in pairs], [weight for _, weight in pairs]


def _remove_leftovers(folder: Path) -> None:
    """Remove unfinished segment lists of killed commits; Whoosh removes their segments."""
    for path in folder.glob("_*.toc.*"):
        path.unlink()


def _sync(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())
