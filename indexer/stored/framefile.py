"""An append-only file of frames, each of which is whole or was never there.

A frame is the size of its content, the content's CRC-32, and the content. A crash can leave a
part of a frame at the end: readers take no notice of it, and the next writer cuts it off.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import damaged
from indexer.stored.pieces import piece

_HEAD = struct.Struct("<QI")


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame's content: bytes ``[start, end)`` of the file."""

    start: int
    end: int
    checksum: int


class FrameFile:
    """Frames in the order in which they were appended. Safe to read from several threads."""

    def __init__(self, path: Path) -> None:
        """Open the file, which is made if it is not there."""
        self._path = path
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)

    def frames(self, after: int = 0) -> Iterator[Frame]:
        """Yield the frames from byte ``after`` on, which is 0 or the end of a frame."""
        size = os.fstat(self._descriptor).st_size
        while (head := os.pread(self._descriptor, _HEAD.size, after)) and len(head) == _HEAD.size:
            content_size, checksum = _HEAD.unpack(head)
            frame = Frame(after + _HEAD.size, after + _HEAD.size + content_size, checksum)
            is_last = frame.end >= size
            if frame.end > size or (is_last and not self._is_sound(frame)):
                return
            yield frame
            after = frame.end

    def append(self, content: bytes, end: int) -> None:
        """Write a frame durably behind the frame that ends at byte ``end``.

        Raises ``OSError`` if it does not fit on the disk; then there is no new frame.
        """
        with self._path.open("r+b") as file:
            file.truncate(end)
            file.seek(end)
            file.write(_HEAD.pack(len(content), zlib.crc32(content)))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def read(self, start: int, end: int) -> bytes:
        """Return bytes ``[start, end)``.

        Raises ``IndexUnusableError`` if they are not there.
        """
        return piece(self._path, self._descriptor, start, end)

    def content(self, frame: Frame) -> bytes:
        """Return the content of a frame.

        Raises ``IndexUnusableError`` if it is not what was written.
        """
        content = self.read(frame.start, frame.end)
        if zlib.crc32(content) != frame.checksum:
            raise damaged(self._path)
        return content

    def check(self) -> None:
        """Raise ``IndexUnusableError`` if any frame is not what was written."""
        for frame in self.frames():
            self.content(frame)

    def _is_sound(self, frame: Frame) -> bool:
        return zlib.crc32(self.read(frame.start, frame.end)) == frame.checksum

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)
