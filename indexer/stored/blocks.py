"""Blocks of postings: which documents have a term, as arrays.

A block covers consecutive documents, numbered from 0 within it. Terms are numbers. A term's
documents are a list of 16-bit numbers or a bitmap, whichever is smaller, so that common terms
cost an eighth of a byte a document.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Terms = npt.NDArray[np.uint32]
Postings = npt.NDArray[np.uint64]
"""Pairs of a term (upper half) and a document (lower half), ascending, each once."""

_HEAD = struct.Struct("<III")
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Documents ``[first, first + size)``; ``read`` gives bytes ``[start, end)`` of the block.

    The documents of ``terms[i]`` are in bytes ``[ends[i - 1], ends[i])`` behind ``data``.
    """

    first: int
    size: int
    terms: Terms
    ends: npt.NDArray[np.uint32]
    data: int
    read: Callable[[int, int], bytes]

    @classmethod
    def opened(cls, read: Callable[[int, int], bytes]) -> Block:
        """Return the block that ``to_bytes`` made."""
        first, size, count = _HEAD.unpack(read(0, _HEAD.size))
        data = _HEAD.size + 8 * count
        arrays = np.frombuffer(read(_HEAD.size, data), np.uint32)
        return cls(first, size, arrays[:count], arrays[count:], data, read)

    def documents_with(self, terms: Terms) -> npt.NDArray[np.bool_]:
        """Return which documents of the block have all of ``terms``, which are not none."""
        places = np.searchsorted(self.terms, terms)
        if (places == len(self.terms)).any() or (self.terms[places] != terms).any():
            return np.zeros(self.size, np.bool_)
        starts = np.where(places, self.ends[places - 1], 0)
        ends = self.ends[places]
        found: npt.NDArray[np.bool_] | None = None
        for place in np.argsort(ends - starts).tolist():
            having = self._having(int(starts[place]), int(ends[place]))
            found = having if found is None else found & having
            if not found.any():
                break
        assert found is not None
        return found

    def postings(self, first_term: int, last_term: int) -> Postings:
        """Return the postings of the terms ``[first_term, last_term)``, by place in ``terms``."""
        starts = np.concatenate([[0], self.ends]).astype(np.int64)[first_term : last_term + 1]
        data = np.frombuffer(
            self.read(self.data + int(starts[0]), self.data + int(starts[-1])), np.uint8
        )
        sizes = np.diff(starts)
        listed = sizes < self._bitmap_size
        terms = self.terms[first_term:last_term].astype(np.uint64) << _HALF
        bitmaps = data[np.repeat(~listed, sizes)].reshape(-1, self._bitmap_size)
        rows, documents = np.nonzero(np.unpackbits(bitmaps, axis=1, count=self.size))
        lists = data[np.repeat(listed, sizes)].view(np.uint16)
        pairs = np.concatenate(
            [
                terms[~listed][rows] | documents.astype(np.uint64),
                np.repeat(terms[listed], sizes[listed] // 2) | lists,
            ]
        )
        pairs.sort()
        return pairs

    @property
    def _bitmap_size(self) -> int:
        return -(-self.size // 8)

    def _having(self, start: int, end: int) -> npt.NDArray[np.bool_]:
        data = np.frombuffer(self.read(self.data + start, self.data + end), np.uint8)
        if len(data) == self._bitmap_size:
            return np.unpackbits(data, count=self.size).view(np.bool_)
        found = np.zeros(self.size, np.bool_)
        found[data.view(np.uint16)] = True
        return found


def to_bytes(first: int, size: int, parts: Iterator[Postings]) -> bytes:
    """Return a block; ``parts`` are its postings, ascending through all of them.

    All postings of a term are in one part.
    """
    encoded = [_encoded(size, part) for part in parts if len(part)]
    terms = np.concatenate([np.empty(0, np.uint32), *(terms for terms, _, _ in encoded)])
    sizes = np.concatenate([np.empty(0, np.int64), *(sizes for _, sizes, _ in encoded)])
    ends = np.cumsum(sizes).astype(np.uint32)
    head = _HEAD.pack(first, size, len(terms))
    return b"".join([head, terms.tobytes(), ends.tobytes(), *(data for _, _, data in encoded)])


def _encoded(size: int, postings: Postings) -> tuple[Terms, npt.NDArray[np.int64], bytes]:
    """Return terms, the bytes that each needs, and these bytes."""
    halves = postings.view(np.uint32)  # without copies as large as the postings
    terms, documents = halves[1::2].copy(), halves[::2].astype(np.uint16)
    firsts = np.flatnonzero(np.concatenate([[True], terms[1:] != terms[:-1]]))
    counts = np.diff(np.concatenate([firsts, [len(terms)]]))
    bitmap_size = -(-size // 8)
    listed = 2 * counts < bitmap_size
    sizes = np.where(listed, 2 * counts, bitmap_size)
    data = np.empty(int(sizes.sum()), np.uint8)
    is_listed = np.repeat(listed, counts)
    in_list = np.repeat(listed, sizes)
    data[in_list] = documents[is_listed].view(np.uint8)
    bits = np.zeros((int((~listed).sum()), 8 * bitmap_size), np.bool_)
    numbers = np.repeat(np.arange(len(bits)), counts[~listed])
    bits[numbers, documents[~is_listed]] = True
    data[~in_list] = np.packbits(bits, axis=1).ravel()
    return terms[firsts], sizes, data.tobytes()
