"""How memory is allocated in a process that answers questions."""

from __future__ import annotations

import ctypes

# Of glibc's malloc.h; see mallopt(3).
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _MOST_ARENAS = -1, -3, -8
_KEPT_BYTES = 64 << 20
_LARGEST_KEPT_BYTES = 32 << 20  # the most that glibc takes


def keep_freed_memory() -> None:
    """Have the allocator keep what is freed for the next question.

    A question takes dozens of arrays, of up to a megabyte in an archive of 100,000 reports. As it
    is, glibc gives each back to the system, which gives it out again cleared, page by page: up to
    a third of all the time. All threads share one arena, so that each does not keep as much.
    Other C libraries stay as they are.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # no glibc, or a system without such libraries
        return
    mallopt(_MMAP_THRESHOLD, _LARGEST_KEPT_BYTES)
    mallopt(_TRIM_THRESHOLD, _KEPT_BYTES)
    mallopt(_MOST_ARENAS, 1)
