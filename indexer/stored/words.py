"""Which documents have which words, and how much these weigh there, for engines that ask for it.

A block of the file has its words in the order of their checksums, by which they are found, the
documents of each as 16 bits that tell them apart within the block, and their weights.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from indexer.ranking import Postings
from indexer.stored.blockfile import BlockFile, Read
from indexer.stored.counts import WordCounts

Numbers = npt.NDArray[np.uint32]

_HEAD = struct.Struct("<III")


@dataclass(frozen=True, slots=True, eq=False)
class WordBlock:
    """Documents ``[first, first + size)``; ``read`` gives bytes ``[start, end)`` of the block.

    Word ``i`` has the CRC-32 ``checksums[i]`` and ends at byte ``word_ends[i]`` behind ``words``;
    it has the postings ``[posting_ends[i - 1], posting_ends[i])``, documents behind
    ``documents``, weights behind these.
    """

    first: int
    size: int
    checksums: Numbers
    word_ends: Numbers
    posting_ends: Numbers
    words: int
    documents: int
    read: Read

    @classmethod
    def opened(cls, read: Read) -> WordBlock:
        """Return the block that ``to_bytes`` made."""
        first, size, count = _HEAD.unpack(read(0, _HEAD.size))
        words = _HEAD.size + 12 * count
        arrays = np.frombuffer(read(_HEAD.size, words), np.uint32).reshape(3, count)
        documents = words + (int(arrays[1, -1]) if count else 0)
        checksums, word_ends, posting_ends = arrays
        return cls(first, size, checksums, word_ends, posting_ends, words, documents, read)

    def frequency(self, word: bytes) -> int:
        """Return how many documents have a word."""
        start, end = self._range(word)
        return end - start

    def postings(self, word: bytes) -> Postings:
        """Return the documents that have a word, ascending, and its weights.

        Raises ``ValueError`` if they are no documents of the block.
        """
        start, end = self._range(word)
        weights = self.documents + 2 * self._count
        low = np.frombuffer(self._documents(start, end), np.uint16)
        places = low - np.uint16(self.first & 0xFFFF)
        if places.max(initial=0) >= self.size:
            raise ValueError("there is no such document")
        ordinals = self.first + places.astype(np.int64)
        return ordinals, np.frombuffer(self.read(weights + start, weights + end), np.uint8)

    def all_postings(self) -> Iterable[tuple[bytes, bytes, bytes]]:
        """Yield each word with its documents and weights as they are stored."""
        words = self.read(self.words, self.documents)
        documents = self._documents(0, self._count)
        weights = self.read(self.documents + 2 * self._count, self.documents + 3 * self._count)
        bounds = zip(
            pairwise([0, *self.word_ends.tolist()]),
            pairwise([0, *self.posting_ends.tolist()]),
            strict=True,
        )
        for (first, last), (start, end) in bounds:
            yield words[first:last], documents[2 * start : 2 * end], weights[start:end]

    @property
    def _count(self) -> int:
        return int(self.posting_ends[-1]) if len(self.posting_ends) else 0

    def _documents(self, start: int, end: int) -> bytes:
        return self.read(self.documents + 2 * start, self.documents + 2 * end)

    def _range(self, word: bytes) -> tuple[int, int]:
        """Return where the postings of a word begin and end; nothing if nobody has it."""
        checksum = np.uint32(crc32(word))
        place = int(np.searchsorted(self.checksums, checksum))
        while place < len(self.checksums) and self.checksums[place] == checksum:
            if self._word(place) == word:
                start = int(self.posting_ends[place - 1]) if place else 0
                return start, int(self.posting_ends[place])
            place += 1  # another word with the same checksum
        return 0, 0

    def _word(self, number: int) -> bytes:
        start = int(self.word_ends[number - 1]) if number else 0
        return self.read(self.words + start, self.words + int(self.word_ends[number]))


def to_block(first: int, counts: WordCounts) -> bytes:
    """Return the block of documents from number ``first`` on."""
    words = [word.encode() for word in counts.vocabulary]
    order = sorted(range(len(words)), key=lambda number: _place(words[number]))
    ranks = np.empty(len(words), np.int64)
    ranks[order] = np.arange(len(words))
    frequencies, documents, weights = counts.by_word(ranks)
    return to_bytes(
        first,
        len(counts.sizes),
        [words[number] for number in order],
        frequencies,
        (documents + np.uint16(first & 0xFFFF)).tobytes(),
        weights.tobytes(),
    )


def to_bytes(
    first: int,
    size: int,
    words: Sequence[bytes],
    frequencies: npt.NDArray[np.int64],
    documents: bytes,
    weights: bytes,
) -> bytes:
    """Return a block; ``frequencies`` are how many documents each of the words has.

    ``words`` are in the order of their checksums.
    """
    word_ends = np.cumsum([len(word) for word in words], dtype=np.uint32)
    posting_ends = np.cumsum(frequencies, dtype=np.uint32)
    head = _HEAD.pack(first, size, len(words))
    checksums = np.array([crc32(word) for word in words], np.uint32)
    arrays = np.concatenate([checksums, word_ends, posting_ends]).tobytes()
    return b"".join([head, arrays, *words, documents, weights])


def _place(word: bytes) -> tuple[int, bytes]:
    """Return what a block's words are sorted by."""
    return crc32(word), word


def open_file(path: Path) -> BlockFile[WordBlock]:
    """Open the file of all words, which is made if it is not there."""
    return BlockFile(path, WordBlock.opened, _merged)


def _merged(blocks: Sequence[WordBlock]) -> bytes:
    documents: dict[bytes, list[bytes]] = {}
    weights: dict[bytes, list[bytes]] = {}
    for block in blocks:
        for word, its_documents, its_weights in block.all_postings():
            documents.setdefault(word, []).append(its_documents)
            weights.setdefault(word, []).append(its_weights)
    words = sorted(documents, key=_place)
    frequencies = [sum(map(len, weights[word])) for word in words]
    first, last = blocks[0], blocks[-1]
    return to_bytes(
        first.first,
        last.first + last.size - first.first,
        words,
        np.array(frequencies, np.int64),
        b"".join(part for word in words for part in documents[word]),
        b"".join(part for word in words for part in weights[word]),
    )
