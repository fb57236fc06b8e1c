"""Reading pieces of files whose places may be damaged themselves."""

from __future__ import annotations

import os
from pathlib import Path

from indexer.errors import damaged

_LARGE = 1 << 20  # bytes: for less it does not pay to ask how long the file is


def piece(path: Path, descriptor: int, start: int, end: int) -> bytes:
    """Return bytes ``[start, end)`` of the file at ``path`` that is open as ``descriptor``.

    Raises ``IndexUnusableError`` if they are not there.
    """
    size = end - start
    if start < 0 or size < 0 or (size > _LARGE and end > os.fstat(descriptor).st_size):
        raise damaged(path)
    content = os.pread(descriptor, size, start)
    if len(content) != size:
        raise damaged(path)
    return content
