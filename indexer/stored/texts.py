"""Looking for phrases in the folded texts, which lie one behind the other in a mapped file.

Texts are UTF-16, whose units are all alike: numpy compares a phrase's two rarest units with
many texts at once, and the others where these two stand. The edge behind title and text, which
no folded phrase contains, keeps a match from reaching over.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from indexer.columns import Selection
from indexer.folded import FoldedDocument, Units

Figures = npt.NDArray[np.int64]

_BLOCK_UNITS = 1 << 17  # 256 KiB, which fit into a processor's cache; 1 MiB takes twice as long
_GAP_UNITS = 1 << 12  # comparing a smaller gap costs less than copying the texts together
_SAMPLE_UNITS = 1 << 15


@dataclass(frozen=True, slots=True, eq=False)
class TextPlaces:
    """Where texts begin in the file, how long they are, and the layouts behind; in units."""

    starts: Figures
    sizes: Figures
    layout_sizes: Figures


class Texts:
    """The folded texts of all documents. Safe to share between threads."""

    def __init__(self, mapped: mmap.mmap | None, places: TextPlaces) -> None:
        """Take a mapped file, ``None`` for an empty one, and where in it the texts lie."""
        self._mapped = mapped
        self._units = np.frombuffer(mapped or b"", np.uint16)
        self._places = places

    def containing(self, phrase: Units, within: Selection) -> Selection:
        """Return those of ``within`` that have ``phrase``, which has more than one unit."""
        found = np.zeros_like(within)
        order: Sequence[int] = ()
        for block in self._blocks(within, self._places.sizes):
            order = order or _rarest_first(phrase, block.units[:_SAMPLE_UNITS])
            starts = _find(phrase, block.units, order)
            texts = np.searchsorted(block.starts, starts, "right") - 1
            inside = starts + len(phrase) <= block.ends[texts]
            found[block.ordinals[texts[inside]]] = True
        self._let_go()
        return found

    def folded(self, within: Selection) -> Iterator[tuple[int, FoldedDocument]]:
        """Yield ordinals and folded documents, in no order."""
        sizes = self._places.sizes + self._places.layout_sizes
        for block in self._blocks(within, sizes):
            middles = block.starts + self._places.sizes[block.ordinals]
            bounds = np.stack([block.ordinals, block.starts, middles, block.ends], axis=1)
            for ordinal, start, middle, end in bounds.tolist():
                searchable, layout = block.units[start:middle], block.units[middle:end]
                yield ordinal, FoldedDocument(searchable.tobytes(), layout.tobytes())
        self._let_go()

    def _blocks(self, within: Selection, sizes: Figures) -> Iterator[_Block]:
        """Yield all texts of ``within``, some at a time, in the order of the file."""
        ordinals = np.flatnonzero(within)
        order = np.argsort(self._places.starts[ordinals], kind="stable")
        ordinals = ordinals[order]
        starts, sizes = self._places.starts[ordinals], sizes[ordinals]
        packing = _Packing.of(starts, sizes)
        for stretches, texts in packing.blocks():
            units = [self._units[start:end] for start, end in stretches]
            yield _Block(
                units[0] if len(units) == 1 else np.concatenate(units),
                ordinals[texts],
                packing.starts[texts],
                packing.starts[texts] + sizes[texts],
            )

    def _let_go(self) -> None:
        """Tell the kernel that the texts are not ours to hold; its cache still has them."""
        if self._mapped is not None:
            self._mapped.madvise(mmap.MADV_DONTNEED)


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Units of several texts: that of ``ordinals[i]`` has ``[starts[i], ends[i])``."""

    units: Units
    ordinals: Figures
    starts: Figures
    ends: Figures


@dataclass(frozen=True, slots=True, eq=False)
class _Packing:
    """How texts are put into blocks: one behind the other, over small gaps, without large ones.

    A text begins at ``starts`` of its block. ``stretches`` are what is copied together, from
    and to; ``firsts`` are the first text, and ``first_stretches`` the first stretch, of each
    block, with the number of all behind them.
    """

    starts: Figures
    stretches: Sequence[tuple[int, int]]
    firsts: Sequence[int]
    first_stretches: Sequence[int]

    @classmethod
    def of(cls, starts: Figures, sizes: Figures) -> _Packing:
        ends = starts + sizes
        gaps = starts - np.concatenate([[0], ends[:-1]])
        is_far = gaps > _GAP_UNITS
        packed = np.cumsum(sizes + np.where(is_far, 0, gaps)) - sizes
        is_first = np.diff(packed // _BLOCK_UNITS, prepend=-1) > 0
        firsts = np.flatnonzero(is_first)
        bases = np.repeat(packed[firsts], np.diff(firsts, append=len(starts)))
        begins = np.flatnonzero(is_first | is_far)
        stops = np.append(begins[1:], len(starts)) - 1 if len(begins) else begins
        return cls(
            packed - bases,
            list(zip(starts[begins].tolist(), ends[stops].tolist(), strict=True)),
            [*firsts.tolist(), len(starts)],
            [*np.searchsorted(begins, firsts).tolist(), len(begins)],
        )

    def blocks(self) -> Iterator[tuple[Sequence[tuple[int, int]], slice]]:
        """Yield the stretches of each block, and which texts are in it."""
        bounds = zip(pairwise(self.first_stretches), pairwise(self.firsts), strict=True)
        for (first_stretch, last_stretch), (first, last) in bounds:
            yield self.stretches[first_stretch:last_stretch], slice(first, last)


def _rarest_first(phrase: Units, sample: Units) -> Sequence[int]:
    """Return the places of a phrase's units, the rarest of a sample first."""
    counts = [int(np.count_nonzero(sample == unit)) for unit in phrase]
    return sorted(range(len(phrase)), key=counts.__getitem__)


def _find(phrase: Units, units: Units, order: Sequence[int]) -> Figures:
    """Return where ``phrase`` begins in ``units``, comparing its units in an order."""
    size = max(len(units) - len(phrase) + 1, 0)
    first, second, *others = order
    matches = units[first : first + size] == phrase[first]
    matches &= units[second : second + size] == phrase[second]
    found = np.flatnonzero(matches)
    for place in others:
        found = found[units[found + place] == phrase[place]]
    return found
