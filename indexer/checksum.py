"""Whether a file is what was written: CRC-32, read piece by piece."""

from __future__ import annotations

import zlib
from pathlib import Path

_PIECE_BYTES = 1 << 20


def checksum(path: Path, size: int | None = None) -> int:
    """Return the CRC-32 of a file, or of its first ``size`` bytes. Raises ``OSError``."""
    remaining = path.stat().st_size if size is None else size
    found = 0
    with path.open("rb") as file:
        while piece := file.read(min(remaining, _PIECE_BYTES)):
            found = zlib.crc32(piece, found)
            remaining -= len(piece)
    return found
