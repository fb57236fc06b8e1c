"""A file as memory: looking into many places of it without copying them."""

from __future__ import annotations

import mmap
from typing import Protocol

import stringzilla

MOST_BYTES = 128 << 20
"""How much of a file may count as ours."""


class Find(Protocol):
    """Tells where bytes stand first in ``[start, end)`` of a file; -1: nowhere."""

    def __call__(self, needle: bytes, start: int, end: int, /) -> int:
        """Return the offset in the file."""


class Mapping:
    """The first ``size`` bytes of a file, which may grow but not shrink.

    What was looked at counts as memory of this process although it is the system's cache, so it
    is let go of before it is too much; looking there again takes up to twice as long. Safe to share
    between threads.
    """

    def __init__(self, descriptor: int, size: int) -> None:
        """Map an open file, which is not empty."""
        self.size = size
        self._memory = mmap.mmap(descriptor, size, prot=mmap.PROT_READ)
        self.find: Find = stringzilla.Str(memoryview(self._memory)).find
        self._looked_at = 0

    def expect(self, looked_at: int) -> None:
        """Make room for so many bytes that will be looked at next."""
        self._looked_at += looked_at
        if min(self._looked_at, self.size) > MOST_BYTES:
            self._memory.madvise(mmap.MADV_DONTNEED)
            self._looked_at = looked_at
