"""Merging blocks of postings, without taking most of them apart.

A common term has a bitmap in each block, and they only need to be put one behind the other. Of
the rest there are few postings, which are sorted.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.columns import Selection
from indexer.stored.blocks import (
    DOCUMENT_BITS,
    Block,
    Figures,
    Part,
    Terms,
    are_listed,
    bitmap_size,
    laid_out,
    no_bits,
    to_bytes,
)

_PART_BYTES = 1 << 18  # merged at once; they hold up to 130 times as much in memory
_BEYOND = 1 << 32  # all terms


class _Opened(NamedTuple):
    """What a block has of some terms, which go by number.

    ``bitmaps`` are of the documents ``[first, first + size)`` and the terms ``mapped``, one a
    line; ``documents`` are all others, and ``owners`` the terms that each of them has.
    """

    first: int
    size: int
    mapped: Figures
    bitmaps: npt.NDArray[np.uint8]
    owners: Figures
    documents: Figures


def merged(blocks: Sequence[Block]) -> bytes:
    """Return the one block that says what ``blocks`` do, which follow each other."""
    first = blocks[0].first
    size = blocks[-1].first + blocks[-1].size - first
    bounds = bounds_of([(block.terms, block.ends) for block in blocks], _PART_BYTES)
    parts = (
        _united(size, [(block.first - first, block.size, block.part(*terms)) for block in blocks])
        for terms in pairwise(bounds)
    )
    return to_bytes(first, size, parts)


def bounds_of(blocks: Sequence[tuple[Terms, Terms]], part_bytes: int) -> list[int]:
    """Return terms between which lie no more than some bytes of postings.

    ``blocks`` are the terms of each, ascending, and where the postings of these end.
    """
    terms = np.concatenate([terms for terms, _ in blocks])
    sizes = np.concatenate([np.diff(ends, prepend=np.uint32(0)) for _, ends in blocks])
    order = np.argsort(terms)
    filled = np.cumsum(sizes[order], dtype=np.int64) // part_bytes
    changes = np.flatnonzero(np.diff(filled)) + 1
    return sorted({0, *terms[order][changes].tolist(), _BEYOND})


def _united(size: int, parts: Sequence[tuple[int, int, Part]]) -> Part:
    """Return what ``parts`` have together; before each stands which documents it is of."""
    terms = np.unique(np.concatenate([part.terms for _, _, part in parts]))
    opened = [_opened(terms, *part) for part in parts]
    counts = np.sum([_counts(each, len(terms)) for each in opened], axis=0)
    listed = are_listed(size, counts)
    bits = no_bits(int((~listed).sum()), size)
    pairs = np.concatenate([_filled(bits, listed, each) for each in opened])
    pairs.sort(kind="stable")  # which is fast where much is in order already
    return laid_out(terms, counts, pairs.astype(np.uint16), bits)


def _opened(terms: Terms, first: int, size: int, part: Part) -> _Opened:
    numbers = np.searchsorted(terms, part.terms)
    has_bitmap = part.sizes == bitmap_size(size)
    in_bitmap = np.repeat(has_bitmap, part.sizes)
    return _Opened(
        first,
        size,
        numbers[has_bitmap],
        part.data[in_bitmap].reshape(-1, bitmap_size(size)),
        np.repeat(numbers[~has_bitmap], part.sizes[~has_bitmap] // 2),
        first + part.data[~in_bitmap].view(np.uint16).astype(np.int64),
    )


def _counts(opened: _Opened, term_count: int) -> Figures:
    """Return how many documents have each term."""
    counts = np.bincount(opened.owners, minlength=term_count)
    counts[opened.mapped] += np.bitwise_count(opened.bitmaps).sum(axis=1, dtype=np.int64)
    return counts


def _filled(bits: npt.NDArray[np.bool_], listed: Selection, opened: _Opened) -> Figures:
    """Set the bits of terms that get a bitmap, and return the others' pairs of term and document.

    ``bits`` has a line for each term that is not ``listed``.
    """
    lines = np.cumsum(~listed) - 1
    stays = ~listed[opened.mapped]
    columns = slice(opened.first, opened.first + opened.size)
    bits[lines[opened.mapped[stays]], columns] = _bits(opened.bitmaps[stays], opened.size)
    rows, documents = np.nonzero(_bits(opened.bitmaps[~stays], opened.size))
    in_list = listed[opened.owners]
    bits[lines[opened.owners[~in_list]], opened.documents[~in_list]] = True
    owners = np.concatenate([opened.mapped[~stays][rows], opened.owners[in_list]])
    documents = np.concatenate([opened.first + documents, opened.documents[in_list]])
    return owners << DOCUMENT_BITS | documents


def _bits(bitmaps: npt.NDArray[np.uint8], size: int) -> npt.NDArray[np.bool_]:
    return np.unpackbits(bitmaps, axis=1, count=size).view(np.bool_)
