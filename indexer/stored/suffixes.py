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
from indexer.stored.appendfile import AppendFile
from indexer.stored.blockfile import BlockFile, Read, documents_of
from indexer.stored.blocks import Figures
from indexer.stored.sorted_texts import PIECE_BITS, Numbers, SortedTexts, pieces

Leaps = npt.NDArray[np.uint64]
"""Beginnings of samples, as numbers that compare as they do."""

_MOST_DOCUMENTS = 1 << 12  # what sync commits at once is not sorted again; 6 KB of text each
_DOCUMENT_UNITS = 6_000  # a longer text counts for several, so that a block has as much as a commit
_UNIT = 2  # bytes
_PIECE_UNITS = (1 << PIECE_BITS) - 1
_STEP = 16  # suffixes from one sample to the next: of so many bisection looks at the texts
_LEAP = 16  # samples from one to the next that is held in memory, 3 bytes for 100 characters
_SAMPLED = 16  # bytes of a suffix
_HELD = 8  # bytes of a sample
_HEAD = struct.Struct("<III")


@dataclass(frozen=True, slots=True)
class Sought:
    """A phrase, what samples have of it, and the least and greatest leap that begins with it."""

    phrase: bytes
    sampled: bytes
    lowest: np.uint64
    highest: np.uint64

    @classmethod
    def of(cls, phrase: bytes) -> Sought:
        """Take a folded phrase in UTF-16-LE that is not empty."""
        beginning = phrase[:_HELD]
        lowest, highest = (
            np.uint64(int.from_bytes(beginning.ljust(_HELD, filling)))
            for filling in (b"\0", b"\xff")
        )
        return cls(phrase, phrase[:_SAMPLED], lowest, highest)

    @property
    def is_sampled(self) -> bool:
        """Whether samples have all of it."""
        return len(self.phrase) <= _SAMPLED


@dataclass(frozen=True, slots=True, eq=False)
class SuffixBlock:
    """Documents ``[first, first + size)``.

    Text ``i`` has ``sizes[i]`` units, from byte ``starts[i]`` of the file of ``folded`` texts on.
    Piece ``i`` starts at byte ``piece_starts[i]`` there and is of document ``piece_documents[i]``.
    The last of the texts ends at byte ``texts_end``.
    Behind byte ``samples`` there are the first bytes of every 16th suffix, and ``leaps`` has those
    of every 16th sample; behind byte ``suffixes`` there are the addresses of all ``unit_count``.
    """

    first: int
    starts: Figures
    sizes: Figures
    piece_starts: list[int]
    piece_documents: Numbers
    texts_end: int
    leaps: Leaps
    samples: int
    suffixes: int
    unit_count: int
    read: Read
    folded: AppendFile

    @property
    def size(self) -> int:
        """How many documents it has."""
        return len(self.sizes)

    @classmethod
    def opened(cls, folded: AppendFile, read: Read) -> SuffixBlock:
        """Return the block that ``to_block`` made.

        Raises ``ValueError`` if it cannot be one.
        """
        first, size, unit_count = _HEAD.unpack(read(0, _HEAD.size))
        sample_count = -(-unit_count // _STEP)
        figures, leaps = _HEAD.size, _HEAD.size + 2 * 8 * size
        samples = leaps + _HELD * -(-sample_count // _LEAP)
        starts, sizes = np.frombuffer(read(figures, leaps), np.int64).reshape(2, size)
        if sizes.min() < 0 or sizes.sum() != unit_count:
            raise ValueError("the texts of a block have another size")
        documents, units = pieces(sizes)
        return cls(
            first,
            starts,
            sizes,
            (starts[documents] + _UNIT * units).tolist(),
            documents,
            int((starts + _UNIT * sizes).max()),
            np.frombuffer(read(leaps, samples), ">u8").astype(np.uint64),
            samples,
            samples + _SAMPLED * sample_count,
            unit_count,
            read,
            folded,
        )

    def documents_with(self, sought: Sought) -> Numbers:
        """Return the documents that have a phrase, some repeatedly."""
        addresses = np.frombuffer(self._addresses(sought), np.uint32)
        documents: Numbers = self.piece_documents.take(addresses >> PIECE_BITS)
        return documents

    def texts(self) -> Iterable[bytes]:
        """Yield the texts of all documents."""
        for start, size in zip(self.starts.tolist(), self.sizes.tolist(), strict=True):
            yield self.folded.piece(start, start + _UNIT * size)

    def _addresses(self, sought: Sought) -> memoryview:
        """Return the addresses of all places of a phrase."""
        phrase = sought.phrase
        beginning = partial(self._beginning, len(phrase))
        window = self._window(sought)
        size = len(window)
        # Where samples have all of the phrase, its places begin and end close to the window's.
        reach = min(_STEP, size) if sought.is_sampled else size
        start = bisect_left(window, phrase, hi=reach, key=beginning)
        if start == size or beginning(window[start]) != phrase:
            return window[:0]
        end = bisect_right(window, phrase, lo=max(start, size - reach), key=beginning)
        return window[start:end]

    def _window(self, sought: Sought) -> memoryview:
        """Return the suffixes among which those of a phrase are, by the samples."""
        first, last = self._sample_range(sought)
        start, end = (
            self.suffixes + 4 * min(_STEP * place, self.unit_count) for place in (first, last)
        )
        return memoryview(self.read(start, end)).cast("I")  # whose numbers cost less than numpy's

    def _sample_range(self, sought: Sought) -> tuple[int, int]:
        """Return between which samples there are all suffixes that begin with a phrase."""
        first = max(_LEAP * (int(self.leaps.searchsorted(sought.lowest)) - 1), 0)
        last = _LEAP * int(self.leaps.searchsorted(sought.highest, "right"))
        start, end = (self.samples + _SAMPLED * place for place in (first, last))
        samples = self.read(start, min(end, self.suffixes))
        sampled, size = sought.sampled, len(sought.sampled)
        places = range(0, len(samples), _SAMPLED)
        lower = upper = bisect_left(places, sampled, key=lambda at: samples[at : at + size])
        if samples.startswith(sampled, _SAMPLED * lower):
            upper = bisect_right(places, sampled, lo=lower, key=lambda at: samples[at : at + size])
        return first + max(lower - 1, 0), first + upper

    def _beginning(self, size: int, address: int) -> bytes:
        """Return ``size`` bytes from an address on.

        No phrase contains what a text ends with, so it does not matter what comes behind. Only
        behind the last text there may be nothing: anywhere else it is a file that was cut off.
        """
        start = self.piece_starts[address >> PIECE_BITS] + _UNIT * (address & _PIECE_UNITS)
        return self.folded.piece(start, min(start + size, self.texts_end))


def having(blocks: Iterable[SuffixBlock], phrase: bytes, size: int) -> Selection:
    """Return which of ``size`` documents have a folded phrase, in UTF-16-LE and not empty."""
    found = np.zeros(size, np.bool_)
    sought = Sought.of(phrase)
    for block in blocks:
        found[block.first : block.first + block.size][block.documents_with(sought)] = True
    return found


def to_block(first: int, starts: Sequence[int], texts: SortedTexts) -> bytes:
    """Return the block of documents from number ``first`` on.

    ``starts`` are where their searchable texts start in the file of texts.
    """
    addresses, samples = texts.addresses, texts.beginnings(texts.places[::_STEP], _SAMPLED)
    head = _HEAD.pack(first, len(starts), len(addresses))
    leaps = samples[::_LEAP, :_HELD]
    parts = (np.array(starts, np.int64), texts.sizes, leaps, samples, addresses)
    return b"".join([head, *(part.tobytes() for part in parts)])


def open_file(path: Path, folded: AppendFile) -> BlockFile[SuffixBlock]:
    """Open the file of all suffixes of ``folded`` texts, which is made if it is not there."""
    return BlockFile(path, partial(SuffixBlock.opened, folded), _merged, _MOST_DOCUMENTS, _load)


def _load(blocks: Sequence[SuffixBlock]) -> int:
    """Return for how many documents blocks count: sorting takes memory by what is sorted."""
    return max(documents_of(blocks), sum(block.unit_count for block in blocks) // _DOCUMENT_UNITS)


def _merged(blocks: Sequence[SuffixBlock]) -> bytes:
    first = blocks[0].first
    starts: list[int] = []
    texts: list[bytes] = []
    for block in blocks:
        # Between blocks lack documents of a commit that failed: empty ones keep their numbers.
        lacking = block.first - first - len(texts)
        starts += (*[0] * lacking, *block.starts.tolist())
        texts += (*[b""] * lacking, *block.texts())
    return to_block(first, starts, SortedTexts.of(texts))
