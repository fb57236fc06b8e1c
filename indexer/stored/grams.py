"""Which characters, and which pairs of neighbours, a folded text has.

They say all there is to say of phrases of one or two characters, whose places would be too many
to look at. Characters are UTF-16 code units: a rare one is a pair by itself, and no phrase can
begin or end in the middle of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from indexer.columns import Selection
from indexer.folded import Units
from indexer.stored.blockfile import BlockFile
from indexer.stored.blocks import Block, Postings, Terms, encoded, to_bytes
from indexer.stored.merging import merged

MOST_UNITS = 2
"""Of how long a phrase they speak."""

_PART_POSTINGS = 1 << 20


def units_of(folded: str) -> Units:
    """Return the UTF-16 code units of a folded text."""
    return np.frombuffer(folded.encode("utf-16-le"), np.uint16)


def grams_of(units: Units) -> Terms:
    """Return all single units and all pairs of neighbours, each once."""
    pairs = _distinct(np.sort(_pairs(units)))
    begin_pairs = _distinct(pairs >> np.uint32(16))
    return np.concatenate([_distinct(np.sort(np.append(begin_pairs, units[-1:]))), pairs])


def _pairs(units: Units) -> Terms:
    wide = units.astype(np.uint32)
    return wide[:-1] << np.uint32(16) | wide[1:]


def _distinct(terms: Terms) -> Terms:
    """Return what is ascending, each once."""
    is_first = np.ones(len(terms), np.bool_)
    np.not_equal(terms[1:], terms[:-1], out=is_first[1:])
    return terms[is_first]


def having(blocks: Iterable[Block], phrase: Units, size: int) -> Selection:
    """Return which of ``size`` documents have a phrase of one or two units."""
    terms = phrase.astype(np.uint32) if len(phrase) == 1 else _pairs(phrase)
    found = np.zeros(size, np.bool_)
    for block in blocks:
        part = found[block.first : block.first + block.size]
        part[:] = block.documents_with(terms)[: len(part)]
    return found


def to_block(first: int, grams: Sequence[Terms]) -> bytes:
    """Return the block of documents from number ``first`` on, given the grams of each."""
    sizes = [len(each) for each in grams]
    postings = np.concatenate(grams).astype(np.uint64)
    postings <<= np.uint64(32)
    postings |= np.repeat(np.arange(len(grams), dtype=np.uint32), sizes)
    postings.sort()
    parts = (encoded(len(grams), part) for part in _apart(postings) if len(part))
    return to_bytes(first, len(grams), parts)


def _apart(postings: Postings) -> Iterator[Postings]:
    """Yield postings some terms at a time: encoding takes several times their memory."""
    terms = postings[::_PART_POSTINGS] >> np.uint64(32)
    starts = np.searchsorted(postings, np.unique(terms) << np.uint64(32))
    yield from np.split(postings, starts)


def open_file(path: Path) -> BlockFile[Block]:
    """Open the file of all grams, which is made if it is not there."""
    return BlockFile(path, Block.opened, merged)
