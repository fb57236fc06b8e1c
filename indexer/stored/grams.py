"""Which characters, and which pairs of neighbours, a folded text has.

They say all there is to say of phrases of one or two characters, whose places would be too many
to look at. Characters are UTF-16 code units: a rare one is a pair by itself, and no phrase can
begin or end in the middle of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.columns import Selection
from indexer.folded import Units
from indexer.stored.blockfile import BlockFile
from indexer.stored.blocks import Block, Postings, Terms, to_bytes

MOST_UNITS = 2
"""Of how long a phrase they speak."""

_PART_POSTINGS = 1 << 20
_PART_BYTES = 1 << 18  # merging holds up to 130 times as much in memory


def units_of(folded: str) -> Units:
    """Return the UTF-16 code units of a folded text."""
    return np.frombuffer(folded.encode("utf-16-le"), np.uint16)


def grams_of(units: Units) -> Terms:
    """Return all single units and all pairs of neighbours, each once."""
    return np.concatenate([_distinct(units.astype(np.uint32)), _distinct(_pairs(units))])


def _pairs(units: Units) -> Terms:
    wide = units.astype(np.uint32)
    return wide[:-1] << np.uint32(16) | wide[1:]


def _distinct(terms: Terms) -> Terms:
    terms = np.sort(terms)
    return terms[np.concatenate([[True], terms[1:] != terms[:-1]])] if len(terms) else terms


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
    return to_bytes(first, len(grams), _apart(postings))


def _apart(postings: Postings) -> Iterator[Postings]:
    """Yield postings some terms at a time: encoding takes several times their memory."""
    terms = postings[::_PART_POSTINGS] >> np.uint64(32)
    starts = np.searchsorted(postings, np.unique(terms) << np.uint64(32))
    yield from np.split(postings, starts)


def open_file(path: Path) -> BlockFile[Block]:
    """Open the file of all grams, which is made if it is not there."""
    return BlockFile(path, Block.opened, _merged)


def _merged(blocks: Sequence[Block]) -> bytes:
    first, last = blocks[0], blocks[-1]
    return to_bytes(first.first, last.first + last.size - first.first, _parts(blocks))


def _parts(blocks: Sequence[Block]) -> Iterator[Postings]:
    """Yield all postings of several blocks, some terms at a time."""
    bounds = _bounds(blocks)
    places = [np.searchsorted(block.terms, bounds).tolist() for block in blocks]
    for number in range(len(bounds) - 1):
        parts = [
            block.postings(*place[number : number + 2]) + np.uint64(block.first - blocks[0].first)
            for block, place in zip(blocks, places, strict=True)
        ]
        part = np.concatenate(parts)
        part.sort()
        yield part


def _bounds(blocks: Sequence[Block]) -> npt.NDArray[np.uint64]:
    """Return terms between which lie no more than some bytes of postings."""
    terms = np.concatenate([block.terms for block in blocks])
    sizes = np.concatenate([np.diff(block.ends, prepend=np.uint32(0)) for block in blocks])
    order = np.argsort(terms)
    filled = np.cumsum(sizes[order]) // _PART_BYTES
    changes = np.flatnonzero(np.diff(filled)) + 1
    beyond = np.uint64(1 << 32)
    return np.unique(np.concatenate([[0], terms[order][changes], [beyond]]).astype(np.uint64))
