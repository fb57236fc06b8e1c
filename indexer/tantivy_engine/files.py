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


class MappedFiles:
    """Files that tantivy has mapped: to look behind the end of one ends the process."""

    def __init__(self, folder: Path) -> None:
        """Take down how long those in ``folder`` are now."""
        self.folder = folder
        sizes = ((path, _size(path)) for path in folder.glob("[0-9a-f]*.*"))
        self._sizes = {path: size for path, size in sizes if size is not None}

    def check(self) -> None:
        """Raise ``IndexUnusableError`` if one was cut off."""
        for path in self._sizes:
            self._check(path)

    def _check(self, path: Path) -> None:
        now = _size(path)
        if now is not None and now < self._sizes[path]:  # what was removed is still there for us
            raise damaged(path)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def check_files(folder: Path) -> None:
    """Raise ``IndexUnusableError`` if what was committed in ``folder`` is not what was written.

    Every file of tantivy's ends in a footer, JSON that has the CRC-32 of what is before it.
    """
    with damage_noticed(folder):
        for path in _committed(folder):
            with suppress(FileNotFoundError):  # a merge took its place; opening finds what lacks
                _check(path)


def _committed(folder: Path) -> Iterator[Path]:
    """Yield the files of the segments in use; what killed commits left behind may be half."""
    segments = json.loads((folder / "meta.json").read_bytes())["segments"]
    names = {segment["segment_id"].replace("-", "") for segment in segments}
    return (path for path in folder.iterdir() if path.name.partition(".")[0] in names)


def _check(path: Path) -> None:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - _LONGEST_END, 0))
        end = file.read()
    length, _ = _TAIL.unpack(end[-_TAIL.size :])
    footer = json.loads(end[-_TAIL.size - length : -_TAIL.size])
    if checksum(path, size - _TAIL.size - length) != footer["crc"]:
        raise damaged(path)
