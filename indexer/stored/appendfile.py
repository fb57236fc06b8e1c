"""An append-only file of records, found again by where they start and how long they are."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from indexer.errors import damaged
from indexer.stored.lookup import Mapping


class AppendFile:
    """Records are never changed; a crash can only leave bytes behind that nothing points to."""

    def __init__(self, path: Path) -> None:
        """Open the file, which is made if it is not there."""
        self.path = path
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        self._mapping: Mapping | None = None

    def append(self, records: Sequence[bytes]) -> list[tuple[int, int]]:
        """Write ``records`` durably and return ``(start, size)`` of each, in bytes.

        Raises ``OSError`` if they do not fit on the disk.
        """
        with self.path.open("ab") as file:
            start = file.seek(0, os.SEEK_END)
            # Written at once, it lies in the system's cache in large pieces, not page by page:
            # looking for something in the mapped file then takes half the time.
            file.write(b"".join(records))
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

        Raises ``IndexUnusableError`` if it is not there any more.
        """
        start, size = place
        record = os.pread(self._descriptor, size, start)
        if len(record) != size:
            raise damaged(self.path)
        return record

    def mapped(self, end: int) -> Mapping:
        """Return the file as memory, ``end`` bytes or more of it.

        Raises ``IndexUnusableError`` if they are not there any more.
        """
        size = self.size
        if size < end:  # to look there would end the process
            raise damaged(self.path)
        mapping = self._mapping
        if mapping is None or mapping.size < end:
            mapping = self._mapping = Mapping(self._descriptor, size)
        return mapping

    def close(self) -> None:
        """Let go of the file."""
        self._mapping = None
        os.close(self._descriptor)
