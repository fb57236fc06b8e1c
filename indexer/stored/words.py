"""Which documents have which words, and how much these weigh there, for engines that ask for it.

A block of the file has its words in the order of their checksums, by which they are found. What
it has of a word is the documents, as 16 bits that tell them apart within the block, and their
weights; or, where that is no longer, the weights of all documents of the block.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from indexer.ranking import Postings, Weights
from indexer.stored.blockfile import BlockFile, Read
from indexer.stored.counts import WordCounts

Numbers = npt.NDArray[np.uint32]

Low = npt.NDArray[np.uint16]
"""The lower halves of ordinals."""

_HEAD = struct.Struct("<III")
_POSTING = 3  # bytes of a document and its weight


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
        return int(np.count_nonzero(data)) if self._is_whole(data) else len(data) // _POSTING

    def postings(self, word: bytes) -> Postings:
        """Return documents, among them all that have a word, ascending, and its weights.

        Raises ``ValueError`` if they are no documents of the block.
        """
        data = self._data(word)
        if self._is_whole(data):
            return slice(self.first, self.first + self.size), data
        low, weights = _split(data)
        places = low - _low(self.first)
        if places.max(initial=0) >= self.size:
            raise ValueError("there is no such document")
        return self.first + places.astype(np.int64), weights

    def all_postings(self) -> Iterator[tuple[bytes, Low, Weights]]:
        """Yield each word with the documents that have it and its weights there."""
        words = self.read(self.words, self.postings_start)
        bounds = zip(
            pairwise([0, *self.word_ends.tolist()]),
            pairwise([0, *self.posting_ends.tolist()]),
            strict=True,
        )
        for (first, last), (start, end) in bounds:
            yield words[first:last], *self._having(self._postings(start, end))

    def _having(self, data: Weights) -> tuple[Low, Weights]:
        if not self._is_whole(data):
            return _split(data)
        places = np.flatnonzero(data)
        return places.astype(np.uint16) + _low(self.first), data[places]

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


def _low(ordinal: int) -> np.uint16:
    return np.uint16(ordinal & 0xFFFF)


def _split(data: Weights) -> tuple[Low, Weights]:
    """Return the documents and the weights of postings."""
    count = len(data) // _POSTING
    return data[: 2 * count].view(np.uint16), data[2 * count :]


def to_block(first: int, counts: WordCounts) -> bytes:
    """Return the block of documents from number ``first`` on."""
    words = [word.encode() for word in counts.vocabulary]
    order = sorted(range(len(words)), key=lambda number: _place(words[number]))
    ranks = np.empty(len(words), np.int64)
    ranks[order] = np.arange(len(words))
    frequencies, documents, weights = counts.by_word(ranks)
    documents += _low(first)
    bounds = pairwise([0, *np.cumsum(frequencies).tolist()])
    postings = ((documents[start:end], weights[start:end]) for start, end in bounds)
    return to_bytes(first, len(counts.sizes), [words[number] for number in order], postings)


def to_bytes(
    first: int, size: int, words: Sequence[bytes], postings: Iterable[tuple[Low, Weights]]
) -> bytes:
    """Return a block; ``postings`` are the documents and weights of each of the words.

    ``words`` are in the order of their checksums.
    """
    data = [_encoded(first, size, *each) for each in postings]
    word_ends = np.cumsum([len(word) for word in words], dtype=np.uint32)
    posting_ends = np.cumsum([len(each) for each in data], dtype=np.uint32)
    head = _HEAD.pack(first, size, len(words))
    checksums = np.array([crc32(word) for word in words], np.uint32)
    arrays = np.concatenate([checksums, word_ends, posting_ends]).tobytes()
    return b"".join([head, arrays, *words, *data])


def _encoded(first: int, size: int, documents: Low, weights: Weights) -> bytes:
    if _POSTING * len(documents) < size:
        return documents.tobytes() + weights.tobytes()
    whole = np.zeros(size, np.uint8)
    whole[documents - _low(first)] = weights
    return whole.tobytes()


def _place(word: bytes) -> tuple[int, bytes]:
    """Return what a block's words are sorted by."""
    return crc32(word), word


def open_file(path: Path) -> BlockFile[WordBlock]:
    """Open the file of all words, which is made if it is not there."""
    return BlockFile(path, WordBlock.opened, _merged)


def _merged(blocks: Sequence[WordBlock]) -> bytes:
    documents: dict[bytes, list[Low]] = {}
    weights: dict[bytes, list[Weights]] = {}
    for block in blocks:
        for word, its_documents, its_weights in block.all_postings():
            documents.setdefault(word, []).append(its_documents)
            weights.setdefault(word, []).append(its_weights)
    words = sorted(documents, key=_place)
    postings = ((np.concatenate(documents[word]), np.concatenate(weights[word])) for word in words)
    first, last = blocks[0], blocks[-1]
    return to_bytes(first.first, last.first + last.size - first.first, words, postings)
