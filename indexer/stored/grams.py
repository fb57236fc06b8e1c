"""Which characters, and which pairs of neighbours, a folded text has.

They say all there is to say of phrases of one or two characters, whose places would be too many
to look at. Characters are UTF-16 code units: a rare one is a pair by itself, and no phrase can
begin or end in the middle of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.columns import Selection
from indexer.stored.blockfile import BlockFile
from indexer.stored.blocks import Block, Part, encoded, to_bytes
from indexer.stored.merging import merged
from indexer.stored.sorted_texts import SortedTexts, pairs_of

Units = npt.NDArray[np.uint16]
"""UTF-16-LE code units of a folded text, as numbers that compare as their bytes do."""

MOST_UNITS = 2
"""Of how long a phrase they speak."""

_PART_PLACES = 1 << 20  # encoded at once: that takes several times their memory


def units_of(folded: str) -> Units:
    """Return the UTF-16 code units of a folded text."""
    return np.frombuffer(folded.encode("utf-16-le"), ">u2")


def having(blocks: Iterable[Block], phrase: Units, size: int) -> Selection:
    """Return which of ``size`` documents have a phrase of one or two units."""
    terms = phrase.astype(np.uint32) if len(phrase) == 1 else pairs_of(phrase)
    found = np.zeros(size, np.bool_)
    for block in blocks:
        part = found[block.first : block.first + block.size]
        part[:] = block.documents_with(terms)[: len(part)]
    return found


def to_block(first: int, texts: SortedTexts) -> bytes:
    """Return the block of documents from number ``first`` on.

    Where places are sorted, those that begin with the same units stand together already.
    """
    size, units, pairs = len(texts.sizes), list[Part](), list[Part]()
    for part in texts.apart(_PART_PLACES):
        units.append(encoded(size, part.pairs >> np.uint32(16), part.documents))
        pairs.append(encoded(size, part.pairs, part.documents))
    return to_bytes(first, size, [*units, *pairs])


def open_file(path: Path) -> BlockFile[Block]:
    """Open the file of all grams, which is made if it is not there."""
    return BlockFile(path, Block.opened, merged)
