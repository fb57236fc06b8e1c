"""Writing a commit: postings gathered in arrays, segments kept few, every file made durable."""

from __future__ import annotations

import contextlib
import math
import os
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from indexer.durable import sync_folder
from indexer.stored import Record
from indexer.whoosh_engine.codec import MOST_WEIGHT, ReportCodec, TermPostings
from indexer.whoosh_engine.pairs import pair_terms
from indexer.whoosh_engine.schema import CHARACTERS, PAIRS, RECORD, WORDS

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
        self._numbers: dict[str, dict[bytes, array[int]]] = defaultdict(
            lambda: defaultdict(lambda: array("I"))
        )
        self._weights: dict[bytes, array[int]] = defaultdict(lambda: array("B"))

    def add_words(self, number: int, occurrences: Mapping[str, int]) -> None:
        """Add all words of a document that comes after all documents so far."""
        numbers, weights = self._numbers[WORDS], self._weights
        for word, count in occurrences.items():
            term = word.encode()
            numbers[term].append(number)
            weights[term].append(min(count, MOST_WEIGHT))

    def add_terms(self, field: str, number: int, terms: Iterable[bytes]) -> None:
        """Add all terms of a document in a field without weights."""
        numbers = self._numbers[field]
        for term in terms:
            numbers[term].append(number)

    def add(self, field: str, term: bytes, postings: Iterable[tuple[int, int]]) -> None:
        """Add numbers and weights of documents that come after all documents so far."""
        pairs = list(postings)
        self._numbers[field][term].extend(number for number, _ in pairs)
        if field == WORDS:
            self._weights[term].extend(weight for _, weight in pairs)

    def iter_postings(self) -> Iterator[TermPostings]:
        """Yield everything in the order of field and term; called by Whoosh's writer."""
        for field, terms in sorted(self._numbers.items()):
            for term, numbers in sorted(terms.items()):
                weights = self._weights[term] if field == WORDS else None
                yield TermPostings(field, term, numbers, weights)

    def cleanup(self) -> None:
        """Let go of the memory; called by Whoosh's writer."""
        self._numbers.clear()
        self._weights.clear()


@dataclass(frozen=True, slots=True)
class NewReport:
    """What is written of a report; ``folded`` is its folded title and text."""

    record: Record
    words: Mapping[str, int]
    folded: str


class ReportWriter(SegmentWriter):  # type: ignore[misc]
    """Writes one commit. There is no lock: the archive's home has one."""

    def __init__(self, index: FileIndex) -> None:
        """Begin; nothing is visible before ``commit``."""
        _remove_leftovers(Path(index.storage.folder))
        super().__init__(index, codec=ReportCodec(), compound=False, _lk=False)
        self.pool = PostingsPool()

    def add_report(self, report: NewReport) -> None:
        """Add one report."""
        number = self.docnum
        self.add_document(**{RECORD: report.record.to_bytes()})
        self.pool.add_words(number, report.words)
        self.pool.add_terms(CHARACTERS, number, map(str.encode, set(report.folded)))
        self.pool.add_terms(PAIRS, number, pair_terms(report.folded))

    def add_postings_to_pool(
        self, reader: SegmentReader, startdoc: int, docmap: Mapping[int, int] | None
    ) -> None:
        """Take over the postings of a segment that is merged; called by Whoosh's merging."""
        terms = reader.codec().terms_reader(reader.storage(), reader.segment())
        with contextlib.closing(terms):
            for field, term in terms.terms():
                matcher = terms.matcher(field, term, self.schema[field].format)
                for numbers, weights in matcher.blocks():
                    postings = zip(numbers.tolist(), weights.tolist(), strict=True)
                    self.pool.add(field, term, _renumbered(postings, startdoc, docmap))

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
) -> Iterator[tuple[int, int]]:
    if docmap is None:
        return ((startdoc + number, weight) for number, weight in postings)
    return ((docmap[number], weight) for number, weight in postings if number in docmap)


def _remove_leftovers(folder: Path) -> None:
    """Remove unfinished segment lists of killed commits; Whoosh removes their segments."""
    for path in folder.glob("_*.toc.*"):
        path.unlink()


def _sync(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())
