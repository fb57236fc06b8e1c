"""Suffix arrays of folded texts: where any phrase stands, however long it is.

The places of all characters of a block's documents are sorted by the text from there on, so that
all places of a phrase are one range, which bisection finds (Manber and Myers, "Suffix arrays",
SIAM Journal on Computing 22, 1993). The folded text itself is what bisection compares with, so
the answer is exact. Texts are UTF-16 and compared byte by byte: any order will do, if the places
were sorted by the same.
"""

from __future__ import annotations

import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.columns import Selection
from indexer.stored.blockfile import BlockFile, Read
from indexer.stored.sorting import sorted_suffixes

Numbers = npt.NDArray[np.uint32]
Suffixes = npt.NDArray[np.uint32]
"""Places in the texts of a block put one behind the other, in UTF-16 code units."""

_MOST_DOCUMENTS = 1 << 12  # what sync commits at once is not sorted again; 6 KB of text each
_UNIT = 2  # bytes
_STEP = 16  # suffixes from one sample to the next: of so many bisection looks at the texts
_LEAP = 16  # samples from one to the next that is held in memory, 3 bytes for 100 characters
_SAMPLED = 8  # bytes of a suffix
_PAGE = 256  # units
_HEAD = struct.Struct("<III")

Samples = npt.NDArray[np.uint64]
"""Beginnings of suffixes, as numbers that compare as they do."""


@dataclass(frozen=True, slots=True, eq=False)
class SuffixBlock:
    """Documents ``[first, first + size)``.

    Text ``i`` ends behind unit ``ends[i]`` of the block's texts (``end_list`` has the same), and a
    unit of it at place ``p`` is byte ``2 * p + shifts[i]`` of the file of texts, of which
    ``read_text`` gives bytes.
    ``pages`` says in which document every 256th unit is. Behind byte ``samples`` there is one of
    every 16th suffix, of which ``leaps`` has every 16th; behind byte ``suffixes`` these are.
    """

    first: int
    ends: Numbers
    end_list: list[int]
    shifts: list[int]
    pages: Numbers
    leaps: Samples
    samples: int
    suffixes: int
    read: Read
    read_text: Read

    @property
    def size(self) -> int:
        """How many documents it has."""
        return len(self.ends)

    @classmethod
    def opened(cls, read_text: Read, read: Read) -> SuffixBlock:
        """Return the block that ``to_block`` made.

        Raises ``ValueError`` if it cannot be one.
        """
        first, size, count = _HEAD.unpack(read(0, _HEAD.size))
        figures, leaps = _HEAD.size, _HEAD.size + 2 * 8 * size
        samples = leaps + _SAMPLED * -(-count // _LEAP)
        ends, shifts = np.frombuffer(read(figures, leaps), np.int64).reshape(2, size)
        if -(-int(ends[-1]) // _STEP) != count:
            raise ValueError("the texts of a block have another size")
        pages = np.searchsorted(ends, np.arange(0, ends[-1], _PAGE), "right")
        return cls(
            first,
            ends.astype(np.uint32),
            ends.tolist(),
            shifts.tolist(),
            pages.astype(np.uint32),
            _samples(read(leaps, samples)),
            samples,
            samples + _SAMPLED * count,
            read,
            read_text,
        )

    def documents_with(self, phrase: bytes) -> Numbers:
        """Return the numbers in the block of the documents that have a phrase, some repeatedly.

        ``phrase`` is folded, in UTF-16-LE, and not empty.
        """
        places = self._places(phrase)
        if not len(places):
            return places
        numbers = self.pages[places // _PAGE]
        later = np.flatnonzero(self.ends[numbers] <= places)
        while len(later):
            numbers[later] += 1
            later = later[self.ends[numbers[later]] <= places[later]]
        return numbers

    def texts(self) -> Iterable[tuple[int, bytes]]:
        """Yield where the text of every document starts in the file of texts, and the text."""
        for first, last, shift in zip(
            [0, *self.end_list], self.end_list, self.shifts, strict=False
        ):
            start = _UNIT * first + shift
            yield start, self.read_text(start, _UNIT * last + shift)

    def _places(self, phrase: bytes) -> Suffixes:
        """Return all places of a phrase."""
        beginning = partial(self._beginning, len(phrase))
        window = self._window(phrase)
        start = bisect_left(window, phrase, key=beginning)
        if start == len(window) or beginning(window[start]) != phrase:
            return window[:0]
        return window[start : bisect_right(window, phrase, lo=start, key=beginning)]

    def _window(self, phrase: bytes) -> Suffixes:
        """Return the suffixes among which those of a phrase are, by the samples."""
        lowest, highest = (
            np.uint64(int.from_bytes(phrase[:_SAMPLED].ljust(_SAMPLED, filling)))
            for filling in (b"\0", b"\xff")
        )
        first, last = (_LEAP * place for place in _around(self.leaps, lowest, highest))
        samples = self._samples(first, last)
        first, last = (_STEP * (first + place) for place in _around(samples, lowest, highest))
        start, end = (self.suffixes + 4 * place for place in (first, min(last, self.end_list[-1])))
        return np.frombuffer(self.read(start, end), np.uint32)

    def _samples(self, first: int, last: int) -> Samples:
        start, end = (self.samples + _SAMPLED * place for place in (first, last))
        return _samples(self.read(start, min(end, self.suffixes)))

    def _beginning(self, size: int, place: np.uint32) -> bytes:
        """Return the first ``size`` bytes from a place on, up to the end of its document."""
        unit = int(place)
        number = bisect_right(self.end_list, unit)
        shift = self.shifts[number]
        start = _UNIT * unit + shift
        return self.read_text(start, min(start + size, _UNIT * self.end_list[number] + shift))


def _samples(stored: bytes) -> Samples:
    return np.frombuffer(stored, ">u8").astype(np.uint64)


def _around(samples: Samples, lowest: np.uint64, highest: np.uint64) -> tuple[int, int]:
    """Return between which samples there is all that is not beyond two numbers."""
    return (
        max(int(samples.searchsorted(lowest)) - 1, 0),
        int(samples.searchsorted(highest, "right")),
    )


def having(blocks: Iterable[SuffixBlock], phrase: bytes, size: int) -> Selection:
    """Return which of ``size`` documents have a folded phrase, in UTF-16-LE and not empty."""
    found = np.zeros(size, np.bool_)
    for block in blocks:
        found[block.first + block.documents_with(phrase)] = True
    return found


@dataclass(frozen=True, slots=True, eq=False)
class SortedTexts:
    """The places of searchable texts, sorted; ``sizes`` are those of the texts, in units."""

    sizes: Sequence[int]
    samples: npt.NDArray[np.uint8]
    suffixes: Suffixes

    @classmethod
    def of(cls, texts: Sequence[bytes]) -> SortedTexts:
        """Sort; does not hold the interpreter."""
        joined = np.frombuffer(bytearray().join([*texts, bytes(_SAMPLED)]), np.uint8)
        suffixes = sorted_suffixes(joined[:-_SAMPLED])
        samples = joined[_UNIT * suffixes[::_STEP, np.newaxis] + np.arange(_SAMPLED)]
        return cls([len(text) // _UNIT for text in texts], samples, suffixes)


def to_block(first: int, starts: Sequence[int], texts: SortedTexts) -> bytes:
    """Return the block of documents from number ``first`` on.

    ``starts`` are where their searchable texts start in the file of texts.
    """
    ends = np.cumsum(texts.sizes, dtype=np.int64)
    shifts = np.array(starts, np.int64) - _UNIT * np.concatenate([[0], ends[:-1]])
    head = _HEAD.pack(first, len(starts), len(texts.samples))
    leaps = texts.samples[::_LEAP]
    parts = (ends, shifts, leaps, texts.samples, texts.suffixes)
    return b"".join([head, *(part.tobytes() for part in parts)])


def open_file(path: Path, read_text: Read) -> BlockFile[SuffixBlock]:
    """Open the file of all suffixes, which is made if it is not there.

    ``read_text`` gives bytes ``[start, end)`` of the file of texts.
    """
    return BlockFile(path, partial(SuffixBlock.opened, read_text), _merged, _MOST_DOCUMENTS)


def _merged(blocks: Sequence[SuffixBlock]) -> bytes:
    first = blocks[0].first
    starts: list[int] = []
    texts: list[bytes] = []
    for block in blocks:
        # Between blocks lack documents of a commit that failed: empty ones keep their numbers.
        lacking = block.first - first - len(texts)
        block_starts, block_texts = zip(*block.texts(), strict=True)
        starts += (*[0] * lacking, *block_starts)
        texts += (*[b""] * lacking, *block_texts)
    return to_block(first, starts, SortedTexts.of(texts))
