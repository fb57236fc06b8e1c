"""How memory is allocated by those who take much of it again and again."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

# Of glibc's malloc.h; see mallopt(3).
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _MOST_MAPPED, _MOST_ARENAS = -1, -3, -4, -8
_MOST_MAPPED_USUALLY = 1 << 16
_ALL_BYTES = (1 << 31) - 1
_KEPT_BYTES = 64 << 20
_LARGEST_KEPT_BYTES = 32 << 20  # the most that glibc takes


def keep_freed_memory() -> None:
    """Have the allocator keep what is freed for the next question.

    A question takes dozens of arrays, of up to a megabyte in an archive of 100,000 reports. As it
    is, glibc gives each back to the system, which gives it out again cleared, page by page: up to
    a third of all the time. All threads share one arena, so that each does not keep as much.
    Other C libraries stay as they are.
    """
    if glibc := _glibc():
        glibc.mallopt(_MMAP_THRESHOLD, _LARGEST_KEPT_BYTES)
        glibc.mallopt(_TRIM_THRESHOLD, _KEPT_BYTES)
        glibc.mallopt(_MOST_ARENAS, 1)


@contextmanager
def keeping_all_memory() -> Iterator[None]:
    """Have the allocator keep all that is freed until the end of the ``with`` block.

    Building an index takes arrays of a hundred megabytes for each commit, and clearing their
    pages anew for each would be a tenth of what the writing process does. Threads that are older
    than the block may go on as before.
    """
    glibc = _glibc()
    if not glibc:
        yield
        return
    glibc.mallopt(_MOST_MAPPED, 0)
    glibc.mallopt(_TRIM_THRESHOLD, _ALL_BYTES)
    glibc.mallopt(_MOST_ARENAS, 1)
    try:
        yield
    finally:
        glibc.mallopt(_MOST_MAPPED, _MOST_MAPPED_USUALLY)
        glibc.mallopt(_TRIM_THRESHOLD, _KEPT_BYTES)
        glibc.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    """Return the C library; ``None`` if it is another one."""
    try:
        library = ctypes.CDLL(None)
        return library if library.mallopt and library.malloc_trim else None
    except (AttributeError, OSError, TypeError):  # or a system without such libraries
        return None
