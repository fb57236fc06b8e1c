"""Files of blocks, each of which tells something of consecutive documents.

Append-only: a block stands in the place of all blocks before it whose documents it has. So
blocks that have become many are merged without anybody who reads them noticing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from indexer.stored.framefile import Frame, FrameFile

MOST_DOCUMENTS = 1 << 15

Read = Callable[[int, int], bytes]
"""Gives bytes ``[start, end)`` of a block."""

_MERGED_AT_ONCE = 8
_LEVELS = 5  # 8, 64, 512, 4096, 32768 documents


class AnyBlock(Protocol):
    """A block tells of the documents ``[first, first + size)``."""

    @property
    def first(self) -> int:
        """Number of its first document."""

    @property
    def size(self) -> int:
        """How many documents it has."""


B = TypeVar("B", bound=AnyBlock)


def documents_of(blocks: Sequence[AnyBlock]) -> int:
    """Return of how many documents blocks tell, with those between them."""
    return blocks[-1].first + blocks[-1].size - blocks[0].first if blocks else 0


class BlockFile(Generic[B]):
    """A file of blocks of one kind. Only one process at a time appends."""

    def __init__(
        self,
        path: Path,
        opened: Callable[[Read], B],
        merged: Callable[[Sequence[B]], bytes],
        most_documents: int = MOST_DOCUMENTS,
        load: Callable[[Sequence[B]], int] = documents_of,
    ) -> None:
        """Open the file, which is made if it is not there.

        ``opened`` reads a block, ``merged`` makes one block of several that follow each other
        and have no more than ``most_documents`` together; ``load`` says for how many they count.
        """
        self._file = FrameFile(path)
        self._opened = opened
        self._merged = merged
        self._most_documents = most_documents
        self._load = load
        self._end = 0
        self._frames: dict[int, Frame] = {}  # by the first document of the block in it
        self.blocks: tuple[B, ...] = ()
        self.refresh()

    def refresh(self) -> None:
        """Take notice of what was appended since."""
        for frame in self._file.frames(self._end):
            self._take(frame)

    def append(self, block: bytes) -> None:
        """Write a block durably. Raises ``OSError`` if it does not fit on the disk.

        Raises ``IndexUnusableError`` if blocks that are to be merged are not what was written:
        afterwards nobody could tell.
        """
        self.refresh()
        self._write(block)
        while tail := _crowded(self.blocks, self._most_documents, self._load):
            for old in tail:
                self._file.content(self._frames[old.first])
            self._write(self._merged(tail))

    def check(self) -> None:
        """Raise ``IndexUnusableError`` if anything is not what was written."""
        self._file.check()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _write(self, block: bytes) -> None:
        self._file.append(block, self._end)
        self.refresh()

    def _take(self, frame: Frame) -> None:
        block = self._opened(partial(_read, self._file, frame.start))
        kept = tuple(each for each in self.blocks if each.first < block.first)
        self.blocks = (*kept, block)
        self._frames = {each.first: self._frames[each.first] for each in kept}
        self._frames[block.first] = frame
        self._end = frame.end


def _read(file: FrameFile, base: int, start: int, end: int) -> bytes:
    return file.read(base + start, base + end)


def _crowded(
    blocks: Sequence[B], most_documents: int, load: Callable[[Sequence[B]], int]
) -> Sequence[B]:
    """Return the last blocks if there are so many small ones that they should be one."""
    for level in range(1, _LEVELS + 1):
        small = takewhile(lambda block: load([block]) < _MERGED_AT_ONCE**level, reversed(blocks))  # noqa: B023
        tail = tuple(small)[::-1]
        if len(tail) >= _MERGED_AT_ONCE and load(tail) <= most_documents:
            return tail
    return _full(blocks, most_documents, load)


def _full(
    blocks: Sequence[B], most_documents: int, load: Callable[[Sequence[B]], int]
) -> Sequence[B]:
    """Return the last blocks that fit into one if one more like the last would not."""
    tail: tuple[B, ...] = ()
    for block in reversed(blocks):
        if 2 * load([block]) > most_documents or load((block, *tail)) > most_documents:
            break
        tail = (block, *tail)
    is_full = len(tail) > 1 and load(tail) + load(tail[-1:]) > most_documents
    return tail if is_full else ()
