"""The places of all characters of some texts, sorted by the text from there on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from indexer.stored.blocks import Documents, Figures
from indexer.stored.sorting import Bytes, Places, sorted_suffixes

Addresses = npt.NDArray[np.uint32]
"""Places in the texts of a block: which piece (upper half), and the UTF-16 code unit in it.

A piece has up to 65,536 units; nearly every text is one piece.
"""

Numbers = npt.NDArray[np.intp]

PIECE_BITS = 16
"""Bits of an address that say where in a piece."""

_UNIT = 2  # bytes
_AT_ONCE = 1 << 20  # places that are looked up: numpy makes 64-bit numbers of them
_LONGEST = 16  # bytes from a place on that can be asked for


class Beginnings(NamedTuple):
    """The unit at each of some places (upper half) with the next one, and their documents.

    Units are numbers that compare as their bytes do, so that pairs ascend as places do.
    """

    pairs: npt.NDArray[np.uint32]
    documents: Documents


@dataclass(frozen=True, eq=False)
class SortedTexts:
    """Searchable texts one behind the other, with zeros behind the last, and their places.

    ``places`` are numbers of units in ``joined``, sorted by the bytes from there on; ``sizes``
    are those of the texts, in units.
    """

    sizes: Figures
    joined: Bytes
    places: Places

    @classmethod
    def of(cls, texts: Sequence[bytes]) -> SortedTexts:
        """Sort; does not hold the interpreter."""
        joined = np.frombuffer(bytearray().join([*texts, bytes(_LONGEST)]), np.uint8)
        sizes = np.array([len(text) // _UNIT for text in texts], np.int64)
        return cls(sizes, joined, sorted_suffixes(joined[:-_LONGEST]))

    def beginnings(self, places: Places | np.uint32, size: int) -> Bytes:
        """Return the first ``size`` bytes from places on, at most 16, one line each."""
        return sliding_window_view(self.joined, size)[_UNIT * places]

    @cached_property
    def addresses(self) -> Addresses:
        """The addresses of ``places``."""
        addresses = np.empty(len(self.places), np.uint32)
        table = _addresses(self.sizes)
        for part in _slices(len(addresses)):
            addresses[part] = _at(table, self.places[part])
        return addresses

    def apart(self, at_once: int) -> Iterator[Beginnings]:
        """Yield what stands at all places, in their order: some ``at_once``, or a few more.

        Those that begin with the same unit are not parted.
        """
        pairs = pairs_of(self.joined.view(">u2"))
        documents = pieces(self.sizes)[0].astype(np.uint16)
        for start, end in pairwise(self._cuts(at_once)):
            owners = self.addresses[start:end] >> np.uint32(PIECE_BITS)
            yield Beginnings(_at(pairs, self.places[start:end]), documents.take(owners))

    def _cuts(self, at_once: int) -> list[int]:
        """Return 0, numbers of places that begin with another unit than the one before, the end."""
        size = len(self.places)

        def unit(number: int) -> bytes:
            return bytes(self.beginnings(self.places[number], _UNIT))

        cuts = {bisect_left(range(size), unit(end), key=unit) for end in range(0, size, at_once)}
        return sorted({*cuts, size})


def pairs_of(units: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint32]:
    """Return each unit but the last (upper half) with the next one."""
    wide = units.astype(np.uint32)
    return wide[:-1] << np.uint32(16) | wide[1:]


def pieces(sizes: Figures) -> tuple[Numbers, Figures]:
    """Return of which document each piece is, and at which of its units it begins."""
    counts = -(-sizes >> PIECE_BITS)
    documents = np.repeat(np.arange(len(sizes)), counts)
    before = np.repeat(np.cumsum(counts) - counts, counts)
    return documents, (np.arange(len(documents)) - before) << PIECE_BITS


def _addresses(sizes: Figures) -> Addresses:
    """Return the address of every unit."""
    counts = -(-sizes >> PIECE_BITS)
    assert counts.sum() <= 1 << PIECE_BITS
    assert sizes.sum() <= 1 << 31  # 4 GB: while they are sorted, places are numbers of bytes
    first_pieces, first_units = np.cumsum(counts) - counts, np.cumsum(sizes) - sizes
    shifts = (first_pieces << PIECE_BITS) - first_units  # of which 32 bits are enough to add
    addresses = np.arange(sizes.sum(), dtype=np.uint32)
    addresses += np.repeat(shifts.astype(np.uint32), sizes)
    return addresses


def _slices(size: int) -> Iterator[slice]:
    return (slice(start, start + _AT_ONCE) for start in range(0, size, _AT_ONCE))


def _at(values: npt.NDArray[np.uint32], places: Places) -> npt.NDArray[np.uint32]:
    """Return what stands at places, all of which there are."""
    return values.take(places, mode="clip")  # half as slow as to look whether there are
