"""An append-only file of records, found again by where they start and how long they are.

Behind each record stands its CRC-32, so that nobody reads one that is not what was written.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from itertools import accumulate, chain
from pathlib import Path
from zlib import crc32

from indexer.errors import damaged
from indexer.stored.pieces import piece

_SUM = struct.Struct("<I")


class AppendFile:
    """Records are never changed; a crash can only leave bytes behind that nothing points to."""

    def __init__(self, path: Path) -> None:
        """Open the file, which is made if it is not there."""
        self.path = path
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)

    def append(self, records: Sequence[bytes]) -> list[tuple[int, int]]:
        """Write ``records`` durably and return ``(start, size)`` of each, in bytes.

        Raises ``OSError`` if they do not fit on the disk.
        """
        sums = (_SUM.pack(crc32(record)) for record in records)
        with self.path.open("ab") as file:
            start = file.seek(0, os.SEEK_END)
            file.writelines(chain.from_iterable(zip(records, sums, strict=True)))
            file.flush()
            os.fsync(file.fileno())
        sizes = [len(record) for record in records]
        starts = accumulate((size + _SUM.size for size in sizes), initial=start)
        return list(zip(starts, sizes, strict=False))

    @property
    def end(self) -> int:
        """Where the last record ends; 0 if there is none."""
        return max(os.fstat(self._descriptor).st_size - _SUM.size, 0)

    def read(self, place: tuple[int, int]) -> bytes:
        """Return the record at ``(start, size)``.

        Raises ``IndexUnusableError`` if it is not there, or not what was written.
        """
        start, size = place
        content = self.piece(start, start + size + _SUM.size)
        if content[size:] != _SUM.pack(crc32(content[:size])):
            raise damaged(self.path)
        return content[:size]

    def piece(self, start: int, end: int) -> bytes:
        """Return bytes ``[start, end)``.

        Raises ``IndexUnusableError`` if they are not there.
        """
        return piece(self.path, self._descriptor, start, end)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)
