"""The files of tantivy's own index: whether they are still what was written."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from indexer.checksum import checksum
from indexer.errors import damage_noticed, damaged

_TAIL = struct.Struct("<II")  # how long the footer is, and a number that is always the same
_LONGEST_END = 4096


def check_files(folder: Path) -> None:
    """Raise ``IndexUnusableError`` if what was committed in ``folder`` is not what was written.

    Every file of tantivy's ends in a footer, JSON that has the CRC-32 of what is before it.
    """
    with damage_noticed(folder):
        for path in _committed(folder):
            with suppress(FileNotFoundError):  # a merge took its place; opening finds what lacks
                _check(path)


def _committed(folder: Path) -> Iterator[Path]:
    """Yield the files in use; what killed commits left behind may be half."""
    segments = json.loads((folder / "meta.json").read_bytes())["segments"]
    for segment in segments:
        name, deletes = segment["segment_id"].replace("-", ""), segment["deletes"]
        for path in folder.glob(f"{name}.*"):
            if path.suffix != ".del" or (deletes and path.stem == f"{name}.{deletes['opstamp']}"):
                yield path


def _check(path: Path) -> None:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - _LONGEST_END, 0))
        end = file.read()
    length, _ = _TAIL.unpack(end[-_TAIL.size :])
    footer = json.loads(end[-_TAIL.size - length : -_TAIL.size])
    if checksum(path, size - _TAIL.size - length) != footer["crc"]:
        raise damaged(path)
