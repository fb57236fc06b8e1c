"""Which documents have which words, and how much these weigh there, for engines that ask for it.

A block of the file has its words in the order of their checksums, by which they are found.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from indexer.ranking import Postings, Weights
from indexer.stored.blockfile import BlockFile, Read, documents_of
from indexer.stored.counts import WordCounts
from indexer.stored.merging import bounds_of
from indexer.stored.word_postings import (
    POSTING,
    Sizes,
    WordPostings,
    halves,
    laid_out,
    low_half,
    taken_apart,
)

Numbers = npt.NDArray[np.uint32]

_HEAD = struct.Struct("<III")
_PART_BYTES = 1 << 23  # merged at once; they hold some ten times as much in memory


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
        """Return the block that ``to_block`` made."""
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

    def part(self, lowest: int, beyond: int) -> tuple[Sequence[bytes], WordPostings]:
        """Return the words with checksums ``[lowest, beyond)``, and who has them."""
        first, last = np.searchsorted(self.checksums, [lowest, beyond]).tolist()
        bounds = _bounds(self.posting_ends, first, last)
        sizes = np.array([end - start for start, end in pairwise(bounds)], np.int64)
        data = self._postings(bounds[0], bounds[-1])
        return self._words(first, last), taken_apart(self.first, self.size, sizes, data)

    def _is_whole(self, data: Weights) -> bool:
        return len(data) == self.size

    def _data(self, word: bytes) -> Weights:
        """Return what is stored of a word; nothing if nobody has it."""
        checksum = np.uint32(crc32(word))
        place = int(np.searchsorted(self.checksums, checksum))
        while place < len(self.checksums) and self.checksums[place] == checksum:
            if self._words(place, place + 1) == [word]:
                return self._postings(*_bounds(self.posting_ends, place, place + 1))
            place += 1  # another word with the same checksum
        return np.empty(0, np.uint8)

    def _words(self, first: int, last: int) -> list[bytes]:
        """Return the words with the numbers ``[first, last)``."""
        bounds = _bounds(self.word_ends, first, last)
        words = self.read(self.words + bounds[0], self.words + bounds[-1])
        places = pairwise(each - bounds[0] for each in bounds)
        return [words[start:end] for start, end in places]

    def _postings(self, start: int, end: int) -> Weights:
        data = self.read(self.postings_start + start, self.postings_start + end)
        return np.frombuffer(data, np.uint8)


def _bounds(ends: Numbers, start: int, end: int) -> list[int]:
    """Return where things ``[start, end)`` begin, and where the last of them ends."""
    bounds: list[int] = ends[max(start - 1, 0) : end].tolist()
    return bounds if start else [0, *bounds]


class _Part(NamedTuple):
    """Some words of a block by ascending checksum, and the bytes of what is stored of each."""

    checksums: Numbers
    words: Sequence[bytes]
    sizes: Sizes
    data: Weights

    @classmethod
    def of(cls, first: int, size: int, words: Sequence[bytes], postings: WordPostings) -> _Part:
        """Put words in order, whose numbers ``postings`` have."""
        checksums = np.fromiter(map(crc32, words), np.uint32, len(words))
        order = np.argsort(checksums, kind="stable")
        ranks = np.empty(len(words), np.int32)
        ranks[order] = np.arange(len(words), dtype=np.int32)
        ranked = postings._replace(words=ranks[postings.words])
        ordered = [words[number] for number in order.tolist()]
        return cls(checksums[order], ordered, *laid_out(first, size, len(words), ranked))


def to_block(first: int, counts: WordCounts) -> bytes:
    """Return the block of documents from number ``first`` on."""
    size = len(counts.sizes)
    documents = np.repeat(np.arange(size, dtype=np.uint16), counts.sizes)
    words = [word.encode() for word in counts.vocabulary]
    postings = WordPostings(counts.words, documents, counts.weights)
    return _to_bytes(first, size, [_Part.of(first, size, words, postings)])


def _to_bytes(first: int, size: int, parts: Sequence[_Part]) -> bytes:
    """Return a block; ``parts`` are what it has, ascending through all of them."""
    words = [word for part in parts for word in part.words]
    word_ends = np.cumsum([len(word) for word in words], dtype=np.uint32)
    posting_ends = np.cumsum(np.concatenate([part.sizes for part in parts])).astype(np.uint32)
    arrays = [*(part.checksums for part in parts), word_ends, posting_ends]
    head = _HEAD.pack(first, size, len(words))
    data = (part.data.data for part in parts)
    return b"".join([head, *(array.data for array in arrays), *words, *data])


def open_file(path: Path) -> BlockFile[WordBlock]:
    """Open the file of all words, which is made if it is not there."""
    return BlockFile(path, WordBlock.opened, _merged)


def _merged(blocks: Sequence[WordBlock]) -> bytes:
    first, size = blocks[0].first, documents_of(blocks)
    bounds = bounds_of([(block.checksums, block.posting_ends) for block in blocks], _PART_BYTES)
    return _to_bytes(
        first, size, [_united(blocks, *part, first, size) for part in pairwise(bounds)]
    )


def _united(blocks: Sequence[WordBlock], lowest: int, beyond: int, first: int, size: int) -> _Part:
    """Return what ``blocks`` have together of words with checksums ``[lowest, beyond)``."""
    numbers: defaultdict[bytes, int] = defaultdict(count().__next__)
    parts = []
    for block in blocks:
        words, (old, documents, weights) = block.part(lowest, beyond)
        renumbered = np.array([numbers[word] for word in words], np.int32)[old]
        moved = documents + np.uint16(block.first - first)
        parts.append(WordPostings(renumbered, moved, weights))
    together = WordPostings(*map(np.concatenate, zip(*parts, strict=True)))
    return _Part.of(first, size, list(numbers), together)
