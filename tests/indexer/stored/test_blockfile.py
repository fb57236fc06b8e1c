"""How many blocks become of commits of all sizes."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.stored.blockfile import BlockFile, Read

DOCUMENTS = 1_000
MOST = 128


@dataclass(frozen=True, slots=True)
class _Block:
    first: int
    size: int

    @classmethod
    def opened(cls, read: Read) -> _Block:
        return cls(*struct.unpack("<II", read(0, 8)))

    def to_bytes(self) -> bytes:
        return struct.pack("<II", self.first, self.size)


def _merged(blocks: Sequence[_Block]) -> bytes:
    first, last = blocks[0], blocks[-1]
    return _Block(first.first, last.first + last.size - first.first).to_bytes()


@pytest.mark.parametrize("size", [3, 10, 17, 33, 43, 64, 65, 128])
@pytest.mark.parametrize("skipped", [0, 5])
def test_commits_of_any_size_become_few_blocks(tmp_path: Path, size: int, skipped: int) -> None:
    with closing(BlockFile(tmp_path / "blocks", _Block.opened, _merged, MOST)) as file:
        for number, first in enumerate(range(0, DOCUMENTS, size)):
            if number != skipped:  # a commit that failed
                file.append(_Block(first, size).to_bytes())
        assert max(block.size for block in file.blocks) <= MOST
        full = DOCUMENTS // MOST
        assert len(file.blocks) <= 2 * full + 16
