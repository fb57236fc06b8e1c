"""The file of folded texts, and looking for phrases in them.

Texts are read one by one and searched with ``bytes.find``, which stops at the first find, so
memory stays at one text however many there are. (Measured on 7,600 texts of 6 KB: 40 ms; as
many as fit into 256 KiB at a time 52 ms, comparing with numpy 87 ms, the file mapped into
memory 42 ms, which would count as memory of ours.) The edge behind title and text, which no
folded phrase contains, keeps a match from reaching over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.columns import Selection
from indexer.folded import FoldedDocument
from indexer.stored.appendfile import AppendFile

Figures = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Where texts lie in a file, by ordinal, in bytes: searchable ones and layouts behind."""

    file: AppendFile
    starts: Figures
    sizes: Figures
    layout_sizes: Figures

    def containing(self, phrase: str, within: Selection) -> Selection:
        """Return those of ``within`` that have a folded phrase."""
        needle = phrase.encode("utf-16-le")
        ordinals = np.flatnonzero(within)
        places = zip(self.starts[ordinals].tolist(), self.sizes[ordinals].tolist(), strict=True)
        found = np.zeros_like(within)
        found[ordinals] = [_has(self.file.read(place), needle) for place in places]
        return found

    def folded(self, within: Selection) -> Iterator[tuple[int, FoldedDocument]]:
        """Yield ordinals and folded documents."""
        ordinals = np.flatnonzero(within)
        sizes, layout_sizes = self.sizes[ordinals], self.layout_sizes[ordinals]
        places = zip(self.starts[ordinals].tolist(), (sizes + layout_sizes).tolist(), strict=True)
        for ordinal, size, place in zip(ordinals.tolist(), sizes.tolist(), places, strict=True):
            content = self.file.read(place)
            yield ordinal, FoldedDocument(content[:size], content[size:])


def _has(text: bytes, needle: bytes) -> bool:
    """Whether UTF-16 contains UTF-16: bytes in the middle of two units are no find."""
    place = text.find(needle)
    while place % 2 and place >= 0:
        place = text.find(needle, place + 1)
    return place >= 0
