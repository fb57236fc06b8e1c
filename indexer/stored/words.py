"""Which documents have which words, and how much these weigh there, for engines that ask for it.

A block of the file has its words in the order of their checksums, by which they are found.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from indexer.ranking import Postings, Weights
from indexer.stored.blockfile import BlockFile, Read, documents_of
from indexer.stored.counts import WordCounts
from indexer.stored.word_postings import (
    POSTING,
    WordPostings,
    halves,
    laid_out,
    low_half,
    taken_apart,
)

Numbers = npt.NDArray[np.uint32]

_HEAD = struct.Struct("<III")


@dataclass(frozen=True, slots=True, eq=False)
class WordBlock:
    """Documents ``[first, first + size)``; ``read`` gives bytes ``[start, end)`` of the block.

    Word ``i`` has the CRC-32 ``checksums[i]`` and ends at byte ``word_ends[i]`` behind ``words``;
    its postings end at byte ``posting_ends[i]`` behind ``postings_start``.
    """

    first: int
    size: int
    checksums: Numbers
    word_ends: Numbers
    posting_ends: Numbers
    words: int
    postings_start: int
    read: Read

    @classmethod
    def opened(cls, read: Read) -> WordBlock:
        """Return the block that ``to_bytes`` made."""
        first, size, count = _HEAD.unpack(read(0, _HEAD.size))
        words = _HEAD.size + 12 * count
        arrays = np.frombuffer(read(_HEAD.size, words), np.uint32).reshape(3, count)
        postings = words + (int(arrays[1, -1]) if count else 0)
        checksums, word_ends, posting_ends = arrays
        return cls(first, size, checksums, word_ends, posting_ends, words, postings, read)

    def frequency(self, word: bytes) -> int:
        """Return how many documents have a word."""
        data = self._data(word)
        return int(np.count_nonzero(data)) if self._is_whole(data) else len(data) // POSTING

    def postings(self, word: bytes) -> Postings:
        """Return documents, among them all that have a word, ascending, and its weights.

        Raises ``ValueError`` if they are no documents of the block.
        """
        data = self._data(word)
        if self._is_whole(data):
            return slice(self.first, self.first + self.size), data
        low, weights = halves(data)
        places = low - low_half(self.first)
        if places.max(initial=0) >= self.size:
            raise ValueError("there is no such document")
        return self.first + places.astype(np.int64), weights

    def all_words(self) -> Sequence[bytes]:
        """Return the words in the order of their numbers."""
        words = self.read(self.words, self.postings_start)
        return [words[start:end] for start, end in pairwise([0, *self.word_ends.tolist()])]

    def all_postings(self) -> WordPostings:
        """Return which of the words each document has, and what they weigh there."""
        sizes = np.diff(self.posting_ends, prepend=np.uint32(0)).astype(np.int64)
        return taken_apart(self.first, self.size, sizes, self._postings(0, int(sizes.sum())))

    def _is_whole(self, data: Weights) -> bool:
        return len(data) == self.size

    def _data(self, word: bytes) -> Weights:
        """Return what is stored of a word; nothing if nobody has it."""
        checksum = np.uint32(crc32(word))
        place = int(np.searchsorted(self.checksums, checksum))
        while place < len(self.checksums) and self.checksums[place] == checksum:
            if self._word(place) == word:
                return self._postings(*_bounds(self.posting_ends, place))
            place += 1  # another word with the same checksum
        return np.empty(0, np.uint8)

    def _word(self, number: int) -> bytes:
        start, end = _bounds(self.word_ends, number)
        return self.read(self.words + start, self.words + end)

    def _postings(self, start: int, end: int) -> Weights:
        data = self.read(self.postings_start + start, self.postings_start + end)
        return np.frombuffer(data, np.uint8)


def _bounds(ends: Numbers, number: int) -> tuple[int, int]:
    return int(ends[number - 1]) if number else 0, int(ends[number])


def to_block(first: int, counts: WordCounts) -> bytes:
    """Return the block of documents from number ``first`` on."""
    documents = np.repeat(np.arange(len(counts.sizes), dtype=np.uint16), counts.sizes)
    words = [word.encode() for word in counts.vocabulary]
    postings = WordPostings(counts.words, documents, counts.weights)
    return _to_bytes(first, len(counts.sizes), words, postings)


def _to_bytes(first: int, size: int, words: Sequence[bytes], postings: WordPostings) -> bytes:
    """Return a block; ``postings`` number the words, which are in any order."""
    checksums = np.fromiter(map(crc32, words), np.uint32, len(words))
    order = np.argsort(checksums, kind="stable")
    ranks = np.empty(len(words), np.int32)
    ranks[order] = np.arange(len(words), dtype=np.int32)
    ranked = postings._replace(words=ranks[postings.words])
    sizes, data = laid_out(first, size, len(words), ranked)
    ordered = [words[number] for number in order.tolist()]
    word_ends = np.cumsum([len(word) for word in ordered], dtype=np.uint32)
    arrays = np.concatenate([checksums[order], word_ends, np.cumsum(sizes).astype(np.uint32)])
    head = _HEAD.pack(first, size, len(words))
    return b"".join([head, arrays.tobytes(), *ordered, data.data])


def open_file(path: Path) -> BlockFile[WordBlock]:
    """Open the file of all words, which is made if it is not there."""
    return BlockFile(path, WordBlock.opened, _merged)


def _merged(blocks: Sequence[WordBlock]) -> bytes:
    first = blocks[0].first
    numbers: defaultdict[bytes, int] = defaultdict(count().__next__)
    parts = [_renumbered(block, numbers, first) for block in blocks]
    together = WordPostings(*map(np.concatenate, zip(*parts, strict=True)))
    return _to_bytes(first, documents_of(blocks), list(numbers), together)


def _renumbered(block: WordBlock, numbers: Mapping[bytes, int], first: int) -> WordPostings:
    """Return postings with other numbers for words, and for documents those behind ``first``."""
    words = np.array([numbers[word] for word in block.all_words()], np.int32)
    old, documents, weights = block.all_postings()
    return WordPostings(words[old], documents + np.uint16(block.first - first), weights)
