"""An append-only file of records, found again by where they start and how long they are."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from indexer.errors import damaged
from indexer.stored.pieces import piece


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
        with self.path.open("ab") as file:
            start = file.seek(0, os.SEEK_END)
            file.writelines(records)
            file.flush()
            os.fsync(file.fileno())
        sizes = [len(record) for record in records]
        return list(zip(accumulate(sizes, initial=start), sizes, strict=False))

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return os.fstat(self._descriptor).st_size

    def read(self, place: tuple[int, int]) -> bytes:
        """Return the record at ``(start, size)``.

        Raises ``IndexUnusableError`` if it is not there.
        """
        start, size = place
        return self.piece(start, start + size)

    def piece(self, start: int, end: int) -> bytes:
        """Return bytes ``[start, end)``.

        Raises ``IndexUnusableError`` if they are not there.
        """
        return piece(self.path, self._descriptor, start, end)

    def up_to(self, start: int, end: int) -> bytes:
        """Return bytes ``[start, end)``, or as many of them as there are.

        Raises ``IndexUnusableError`` if there are none.
        """
        content = os.pread(self._descriptor, end - start, start) if start >= 0 else b""
        if not content:
            raise damaged(self.path)
        return content

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)
