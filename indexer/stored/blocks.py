"""Blocks of postings: which documents have a term, as arrays.

A block covers consecutive documents, numbered from 0 within it. Terms are numbers. A term's
documents are a list of 16-bit numbers or a bitmap, whichever is smaller, so that common terms
cost an eighth of a byte a document.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.columns import Selection

Terms = npt.NDArray[np.uint32]

Documents = npt.NDArray[np.uint16]
"""Numbers of documents in a block."""

Figures = npt.NDArray[np.int64]

DOCUMENT_BITS = 16
"""Bits of a document's number, behind which a term stands where both are one number."""

_HEAD = struct.Struct("<III")


class Part(NamedTuple):
    """Some terms of a block, the bytes that the documents of each need, and these bytes."""

    terms: Terms
    sizes: Figures
    data: npt.NDArray[np.uint8]


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

    def part(self, first_term: int, beyond: int) -> Part:
        """Return what the block has of the terms ``[first_term, beyond)``."""
        start, end = np.searchsorted(self.terms, [first_term, beyond]).tolist()
        bounds = np.concatenate([[0], self.ends]).astype(np.int64)[start : end + 1]
        data = self.read(self.data + int(bounds[0]), self.data + int(bounds[-1]))
        return Part(self.terms[start:end], np.diff(bounds), np.frombuffer(data, np.uint8))

    def _having(self, start: int, end: int) -> npt.NDArray[np.bool_]:
        data = np.frombuffer(self.read(self.data + start, self.data + end), np.uint8)
        if len(data) == bitmap_size(self.size):
            return np.unpackbits(data, count=self.size).view(np.bool_)
        found = np.zeros(self.size, np.bool_)
        found[data.view(np.uint16)] = True
        return found


def bitmap_size(size: int) -> int:
    """Return how many bytes a bitmap of so many documents has."""
    return -(-size // 8)


def to_bytes(first: int, size: int, parts: Iterable[Part]) -> bytes:
    """Return a block; ``parts`` are what it has, ascending through all of them."""
    held = list(parts)
    terms = np.concatenate([np.empty(0, np.uint32), *(part.terms for part in held)])
    sizes = np.concatenate([np.empty(0, np.int64), *(part.sizes for part in held)])
    ends = np.cumsum(sizes).astype(np.uint32)
    head = _HEAD.pack(first, size, len(terms))
    return b"".join([head, terms.tobytes(), ends.tobytes(), *(part.data.data for part in held)])


def encoded(size: int, terms: Terms, documents: Documents) -> Part:
    """Return postings, which are not none, as a block of ``size`` documents has them.

    ``documents[i]`` has ``terms[i]``. The same terms stand together, in whatever order, and may
    have a document repeatedly.
    """
    firsts = np.flatnonzero(np.concatenate([[True], terms[1:] != terms[:-1]]))
    counts = np.diff(np.concatenate([firsts, [len(terms)]]))
    listed = are_listed(size, counts)
    is_listed = np.repeat(listed, counts)
    bits = no_bits(int((~listed).sum()), size)
    bits[np.repeat(np.arange(len(bits)), counts[~listed]), documents[~is_listed]] = True
    pairs = np.repeat(np.flatnonzero(listed), counts[listed]) << DOCUMENT_BITS
    pairs |= documents[is_listed]
    pairs.sort(kind="stable")  # which is fast where much is in order already
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # faster than np.unique
    counts[listed] = np.bincount(pairs >> DOCUMENT_BITS, minlength=len(counts))[listed]
    return laid_out(terms[firsts], counts, pairs.astype(np.uint16), bits)


def are_listed(size: int, counts: Figures) -> Selection:
    """Return which terms have a list: those that have ``counts`` of ``size`` documents."""
    return 2 * counts < bitmap_size(size)


def no_bits(count: int, size: int) -> npt.NDArray[np.bool_]:
    """Return ``count`` lines of bits, one for each of ``size`` documents, none of them set."""
    return np.zeros((count, 8 * bitmap_size(size)), np.bool_)


def laid_out(terms: Terms, counts: Figures, lists: Documents, bits: npt.NDArray[np.bool_]) -> Part:
    """Return terms with their documents.

    Each has ``counts`` of them. ``lists`` are those of all terms that have a list, ``bits`` a
    line for each term that has none.
    """
    size = bits.shape[1]
    listed = are_listed(size, counts)
    sizes = np.where(listed, 2 * counts, bitmap_size(size))
    data = np.empty(int(sizes.sum()), np.uint8)
    in_list = np.repeat(listed, sizes)
    data[in_list] = lists.view(np.uint8)
    data[~in_list] = np.packbits(bits, axis=1).ravel()
    return Part(terms, sizes, data)
