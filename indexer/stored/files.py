"""Everything an engine keeps beside its own index, and what that answers by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np

from indexer.columns import Columns, Ordinals, Selection
from indexer.document import IndexDocument
from indexer.errors import IndexUnusableError, damage_noticed, damaged
from indexer.folded import FoldedDocument
from indexer.ranking import Postings
from indexer.stored import documents as frames
from indexer.stored import grams, suffixes, words
from indexer.stored.appendfile import AppendFile
from indexer.stored.blockfile import MOST_DOCUMENTS, AnyBlock
from indexer.stored.blocks import Block
from indexer.stored.preparing import Prepared
from indexer.stored.records import Figures, Place, RecordFile, Records
from indexer.stored.sorted_texts import SortedTexts
from indexer.stored.suffixes import SuffixBlock
from indexer.stored.words import WordBlock


class StoredFiles:
    """The files of an index folder: appended to by commits, read through a :class:`Stock`.

    Safe to share between threads, except for ``append`` and ``stock``.
    """

    def __init__(self, folder: Path, *, with_words: bool = False) -> None:
        """Open the files, which are made if they are not there.

        ``with_words`` keeps which documents have which words, too.
        """
        self._texts = AppendFile(folder / "texts")
        self._documents = AppendFile(folder / "documents")
        self._records = RecordFile(folder / "records")
        self._grams = grams.open_file(folder / "grams")
        self._suffixes = suffixes.open_file(folder / "suffixes", self._texts)
        path = folder / "words"
        self._words = words.open_file(path) if with_words or path.exists() else None

    @property
    def next_row(self) -> int:
        """The ordinal that the next document to be appended gets."""
        self._records.refresh()
        return len(self._records.records.rows)

    def append(self, documents: Sequence[IndexDocument], prepared: Prepared) -> int:
        """Write documents durably and return the ordinal of the first; others follow it.

        Raises ``OSError`` if they do not fit on the disk.
        """
        if not documents:
            return self.next_row
        assert len(documents) <= MOST_DOCUMENTS  # sync brings fewer
        with ThreadPoolExecutor(1) as beside:
            # Takes as long as all the rest, and does not hold the interpreter.
            sorting = beside.submit(SortedTexts.of, [each.searchable for each in prepared.folded])
            places = self._append_contents(prepared)
            first = self._records.append(
                documents, places, prepared.words.totals, prepared.sketches
            )
            if self._words:
                self._words.append(words.to_block(first, prepared.words))
            texts = sorting.result()
            self._grams.append(grams.to_block(first, texts))
            starts = [place.text_start for place in places]
            self._suffixes.append(suffixes.to_block(first, starts, texts))
        return first

    def _append_contents(self, prepared: Prepared) -> list[Place]:
        """Write folded texts and documents, and return where they lie."""
        folded = prepared.folded
        texts = self._texts.append([each.searchable + each.layout for each in folded])
        documents = self._documents.append(prepared.frames)
        return [
            Place(start, len(each.searchable), len(each.layout), *document)
            for (start, _), each, document in zip(texts, folded, documents, strict=True)
        ]

    def check(self) -> None:
        """Raise ``IndexUnusableError`` if anything that finds documents is not what was written.

        Records are checked whenever they are read, documents by whoever knows them.
        """
        self._check_texts()
        self._grams.check()
        self._suffixes.check()
        if self._words:
            self._words.check()

    def _check_texts(self) -> None:
        """Bisection looks at those of deleted documents as well."""
        records = self._records.records
        rows = np.ones(len(records.rows), np.bool_)
        stock = Stock(self._texts, self._documents, records, (), (), None, rows)
        for ordinal, folded in stock.folded(rows):
            (document,) = stock.documents([ordinal])
            if folded != FoldedDocument.of(document):
                raise damaged(self._texts.path)

    def stock(self, rows: Ordinals) -> Stock:
        """Return what there is now; ``rows`` are those of the documents that are not deleted.

        Raises ``IndexUnusableError`` if it lacks something that these documents need.
        """
        self._grams.refresh()
        self._suffixes.refresh()
        if self._words:
            self._words.refresh()
        self._records.refresh()
        stock = Stock(
            self._texts,
            self._documents,
            self._records.records,
            self._grams.blocks,
            self._suffixes.blocks,
            self._words.blocks if self._words else None,
            self._selection(rows),
        )
        if not stock.is_whole:
            raise self._damaged()  # a file was cut off
        return stock

    def _selection(self, rows: Ordinals) -> Selection:
        """Return ``rows`` as a set, in which there is room for what is stored and nothing else."""
        selection = np.zeros(len(self._records.records.rows), np.bool_)
        if rows.min(initial=0) < 0 or rows.max(initial=-1) >= len(selection):
            raise self._damaged()
        selection[rows] = True
        if np.count_nonzero(selection) != len(rows):
            raise self._damaged()  # two documents have the same row
        return selection

    def _damaged(self) -> IndexUnusableError:
        return damaged(self._texts.path.parent)

    def close(self) -> None:
        """Let go of the files."""
        stored = self._texts, self._documents, self._records, self._grams, self._suffixes
        for file in stored:
            file.close()
        if self._words:
            self._words.close()


class Stock:
    """The documents of one state of an index, by ordinal; deleted ones are numbered as well."""

    def __init__(
        self,
        texts: AppendFile,
        documents: AppendFile,
        records: Records,
        blocks: Sequence[Block],
        suffix_blocks: Sequence[SuffixBlock],
        word_blocks: Sequence[WordBlock] | None,
        live: Selection,
    ) -> None:
        """Put together what was read."""
        self._texts = texts
        self._documents = documents
        self._records = records
        self._blocks = blocks
        self._suffix_blocks = suffix_blocks
        self._word_blocks = word_blocks
        self._live = live

    @cached_property
    def columns(self) -> Columns:
        """Ids and facts of all documents."""
        return self._records.columns(self._live)

    @property
    def words_counts(self) -> Figures:
        """How many words each document has."""
        return self._records.words_counts

    def containing(self, phrase: str) -> Selection:
        """Return the documents whose folded title or text contains a folded phrase.

        Deleted ones are included.
        """
        units, size = grams.units_of(phrase), len(self._live)
        with damage_noticed(self.folder):
            if len(units) <= grams.MOST_UNITS:
                return grams.having(self._blocks, units, size)
            return suffixes.having(self._suffix_blocks, units.tobytes(), size)

    def frequency(self, word: str) -> int:
        """Return how many documents have a word, deleted ones included; words are kept."""
        assert self._word_blocks is not None
        with damage_noticed(self.folder):
            return sum(block.frequency(word.encode()) for block in self._word_blocks)

    def postings(self, word: str) -> Sequence[Postings]:
        """Return the documents that have a word, deleted ones included; words are kept."""
        assert self._word_blocks is not None
        with damage_noticed(self.folder):
            return [block.postings(word.encode()) for block in self._word_blocks]

    def folded(self, within: Selection) -> Iterator[tuple[int, FoldedDocument]]:
        """Yield ordinals and folded documents, in no order."""
        ordinals = np.flatnonzero(within)
        places = self._records.places[ordinals, :3].tolist()
        for ordinal, (start, size, layout_size) in zip(ordinals.tolist(), places, strict=True):
            content = self._texts.read((start, size + layout_size))
            yield ordinal, FoldedDocument(content[:size], content[size:])

    def documents(self, ordinals: Iterable[int]) -> Iterator[IndexDocument]:
        """Yield documents in the order of ``ordinals``."""
        for ordinal in ordinals:
            *_, start, size = self._records.places[ordinal].tolist()
            try:
                yield frames.from_bytes(self._documents.read((start, size)))
            except ValueError as error:
                raise damaged(self._documents.path) from error

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._texts.path.parent

    @property
    def is_whole(self) -> bool:
        """Whether everything is there that live documents need."""
        text_ends, document_ends = self._records.ends(self._live)
        return (
            _are_whole(self._blocks, self._live)
            and _are_whole(self._suffix_blocks, self._live)
            and (self._word_blocks is None or _are_whole(self._word_blocks, self._live))
            and text_ends <= self._texts.end
            and document_ends <= self._documents.end
        )


def _are_whole(blocks: Iterable[AnyBlock], live: Selection) -> bool:
    """Whether blocks tell something of all live documents."""
    lacking = live.copy()
    for block in blocks:
        lacking[block.first : block.first + block.size] = False
    return not lacking.any()
