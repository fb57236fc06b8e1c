"""Looking for bytes in many places of a file, without an object for each of them."""

from __future__ import annotations

import mmap
import os
from typing import Protocol

import stringzilla


class Find(Protocol):
    """Tells where bytes stand first in ``[start, end)`` of a file; -1: nowhere."""

    def __call__(self, needle: bytes, start: int, end: int, /) -> int:
        """Return the offset in the file."""


class Mapping:
    """The first ``size`` bytes of a file, which may grow but not shrink.

    What was looked at counts as memory of this process, although it is the system's cache.
    Safe to share between threads.
    """

    def __init__(self, descriptor: int, size: int) -> None:
        """Map an open file, which is not empty."""
        self.size = size
        memory = mmap.mmap(descriptor, size, prot=mmap.PROT_READ)
        self.find: Find = stringzilla.Str(memoryview(memory)).find


def reading_find(descriptor: int, longest: int) -> Find:
    """Return what reads up to ``longest`` bytes at a time, all into the same memory.

    For one thread. It raises ``OSError`` where the file ends too early.
    """
    room = memoryview(bytearray(longest))
    find_in_room = stringzilla.Str(room).find

    def find(needle: bytes, start: int, end: int) -> int:
        size = end - start
        if os.preadv(descriptor, (room[:size],), start) != size:
            raise OSError("the file was cut off")
        place = int(find_in_room(needle, 0, size))
        return start + place if place >= 0 else place

    return find
