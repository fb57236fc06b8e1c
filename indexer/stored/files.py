"""The two files: appended to by commits, read by readings.

Blocks of the folded texts are read into one buffer and searched with ``bytes.find``, so memory
stays at one block however many texts there are. UTF-8 never matches in the middle of a
character, and the edge behind the title, which no folded phrase contains, keeps a match from
reaching over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from indexer.columns import Selection
from indexer.document import IndexDocument
from indexer.folded import FoldedDocument
from indexer.stored import documents as frames
from indexer.stored.appendfile import AppendFile
from indexer.stored.places import Place, Places

_BLOCK_BYTES = 1 << 20  # 1 MiB: faster than 256 KiB and than memory-mapping, as fast as 4 MiB
_GAP_BYTES = 1 << 14  # reading over a smaller gap costs less than another call


class StoredFiles:
    """``texts`` and ``documents`` of an index folder. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Open the files, which are made if they are not there."""
        self._texts = AppendFile(folder / "texts")
        self._documents = AppendFile(folder / "documents")

    def append(
        self, documents: Sequence[IndexDocument], folded: Sequence[FoldedDocument]
    ) -> list[Place]:
        """Write durably and return where everything lies.

        Raises ``OSError`` if it does not fit on the disk.
        """
        texts = self._texts.append([each.searchable + each.layout for each in folded])
        places = self._documents.append([frames.to_bytes(each) for each in documents])
        return [
            Place(start, len(each.searchable), len(each.layout), *place)
            for each, (start, _), place in zip(folded, texts, places, strict=True)
        ]

    def documents(self, places: Places, ordinals: Iterable[int]) -> Iterator[IndexDocument]:
        """Yield documents in the order of ``ordinals``."""
        for ordinal in ordinals:
            start, size = places.document_starts[ordinal], places.document_sizes[ordinal]
            yield frames.from_bytes(self._documents.read((int(start), int(size))))

    def folded(self, places: Places, within: Selection) -> Iterator[tuple[int, FoldedDocument]]:
        """Yield ordinals and folded documents, in no order."""
        for buffer, run in self._read(places, within):
            for number, *bounds in run.texts:
                start, middle, end = (bound - run.start for bound in bounds)
                searchable, layout = bytes(buffer[start:middle]), bytes(buffer[middle:end])
                yield number, FoldedDocument(searchable, layout)

    def containing(self, places: Places, needle: bytes, within: Selection) -> Selection:
        """Return those of ``within`` that have ``needle`` in their searchable bytes."""
        found = [
            text.number
            for buffer, run in self._read(places, within)
            for text in run.texts
            if buffer.find(needle, text.start - run.start, text.middle - run.start) >= 0
        ]
        selection = np.zeros_like(within)
        selection[found] = True
        return selection

    def close(self) -> None:
        """Let go of the files."""
        self._texts.close()
        self._documents.close()

    def _read(self, places: Places, within: Selection) -> Iterator[tuple[bytearray, _Run]]:
        """Yield all runs, each with a buffer that holds it until the next one."""
        buffer = bytearray(_BLOCK_BYTES)
        for run in _runs(places, within):
            size = run.end - run.start
            if size > len(buffer):
                buffer = bytearray(size)
            self._texts.read_into(memoryview(buffer)[:size], run.start)
            yield buffer, run


class _Text(NamedTuple):
    """Document ``number`` has its searchable bytes at ``[start, middle)``, then its layout."""

    number: int
    start: int
    middle: int
    end: int


class _Run(NamedTuple):
    """Texts that lie close together, in bytes ``[start, end)`` of the file."""

    start: int
    end: int
    texts: list[_Text]


def _runs(places: Places, within: Selection) -> Iterator[_Run]:
    """Gather texts that are to be read at once."""
    run: list[_Text] = []
    for text in _texts(places, within):
        if run and (
            text.start - run[-1].end > _GAP_BYTES or text.end - run[0].start > _BLOCK_BYTES
        ):
            yield _Run(run[0].start, run[-1].end, run)
            run = []
        run.append(text)
    if run:
        yield _Run(run[0].start, run[-1].end, run)


def _texts(places: Places, within: Selection) -> Iterator[_Text]:
    """Where the texts lie, in the order of the file."""
    numbers = np.flatnonzero(within)
    numbers = numbers[np.argsort(places.text_starts[numbers], kind="stable")]
    starts = places.text_starts[numbers]
    middles = starts + places.text_sizes[numbers]
    ends = middles + places.layout_sizes[numbers]
    return map(_Text, numbers.tolist(), starts.tolist(), middles.tolist(), ends.tolist())
