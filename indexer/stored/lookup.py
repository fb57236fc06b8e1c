"""Looking for bytes in many places of a file where they are, without copying them."""

from __future__ import annotations

import mmap
from contextlib import suppress
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import stringzilla

Places = npt.NDArray[np.int64]

MOST_BYTES = 64 << 20
"""How much of a file is looked at before it is let go of."""


class Mapping:
    """The first ``size`` bytes of a file, which may grow but not shrink.

    What was looked at counts as memory of this process, although it is the system's cache: so
    it is let go of again and again. Safe to share between threads.
    """

    def __init__(self, descriptor: int, size: int) -> None:
        """Map an open file, which is not empty."""
        self.size = size
        self._memory = mmap.mmap(descriptor, size, prot=mmap.PROT_READ)
        with suppress(AttributeError, OSError):  # Linux has it, if it was built with it
            # What the system reads for us it reads in pieces of two megabytes, each of which
            # then takes one page fault and not thirty.
            self._memory.madvise(mmap.MADV_HUGEPAGE)
        self._text = stringzilla.Str(memoryview(self._memory))

    def find(self, needle: bytes, start: int, end: int) -> int:
        """Return where ``needle`` stands first in ``[start, end)``; -1: nowhere."""
        return int(self._text.find(needle, start, end))

    def find_in_all(self, needle: bytes, starts: Places, ends: Places) -> Places:
        """Return where ``needle`` stands first in each of many spans, which ascend."""
        find = self._text.find
        found: list[int] = []
        bounds = np.searchsorted(ends, np.arange(0, self.size, MOST_BYTES)).tolist()
        for first, last in pairwise([*bounds, len(ends)]):
            spans = zip(starts[first:last].tolist(), ends[first:last].tolist(), strict=True)
            found += [find(needle, start, end) for start, end in spans]
            self._memory.madvise(mmap.MADV_DONTNEED)
        return np.array(found, np.int64)
