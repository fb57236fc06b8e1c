"""Content-Encoding undone piece by piece, so that a bomb is noticed before it goes off."""

from __future__ import annotations

import zlib

ACCEPTED = "gzip, deflate"
_GZIP = frozenset({"gzip", "x-gzip"})
_KNOWN = _GZIP | {"deflate"}
_UNASKED = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
_GZIP_MAGIC = b"\x1f\x8b"
_STEP_BYTES = 64 * 1024
_AUTOMATIC = zlib.MAX_WBITS | 32  # gzip or zlib, as the header says
_RAW = -zlib.MAX_WBITS  # what some servers call deflate (RFC 9110, 8.4.1.2, note)


class TooLargeError(Exception):
    """A body is longer than it may be."""


class BrokenBodyError(Exception):
    """A body is not what its headers say."""


class BodyReader:
    """Collects a body as it comes and undoes one gzip or deflate.

    ``max_bytes`` holds on the wire and unpacked. Names that are no encoding (servers put a
    charset there) mean none, and so does gzip in front of bytes that are not gzip's.
    """

    def __init__(self, content_encoding: str, max_bytes: int) -> None:
        names = [name.strip().lower() for name in content_encoding.split(",")]
        packed = [name for name in names if name in _KNOWN]
        if len(packed) > 1 or _UNASKED.intersection(names):
            raise BrokenBodyError(f"Content-Encoding {content_encoding!r} was not asked for")
        self._packed_by = packed[0] if packed else None
        self._max_bytes = max_bytes
        self._came = 0
        self._body = bytearray()
        self._inflater: zlib._Decompress | None = None

    @property
    def size(self) -> int:
        """How many bytes of the body there are by now."""
        return len(self._body)

    def feed(self, piece: bytes) -> None:
        """Take a piece from the wire.

        Raises :class:`TooLargeError` or :class:`BrokenBodyError`.
        """
        self._came += len(piece)
        if self._packed_by and not self._inflater and piece:
            self._begin(piece)
        if self._inflater:
            self._inflate(self._inflater, piece)
        else:
            self._body += piece
        if max(self._came, len(self._body)) > self._max_bytes:
            raise TooLargeError(f"more than {self._max_bytes} bytes")

    def finish(self) -> bytes:
        """Return the body. Raises :class:`BrokenBodyError` if its end is missing."""
        if self._inflater and not self._inflater.eof:
            raise BrokenBodyError("the compressed body ends early")
        return bytes(self._body)

    def _begin(self, piece: bytes) -> None:
        is_zlib = piece[0] & 0x0F == 8  # RFC 1950, 2.2: the method is deflate
        if self._packed_by in _GZIP and not _GZIP_MAGIC.startswith(piece[:2]):
            self._packed_by = None
        else:
            raw = self._packed_by == "deflate" and not is_zlib and piece[:1] != b"\x1f"
            self._inflater = zlib.decompressobj(_RAW if raw else _AUTOMATIC)

    def _inflate(self, inflater: zlib._Decompress, piece: bytes) -> None:
        try:
            while len(self._body) <= self._max_bytes:
                if inflater.eof and not piece.startswith(_GZIP_MAGIC):
                    return  # what stands behind the end is nothing
                if inflater.eof:  # several members in a row (RFC 1952, 2.2)
                    self._inflater = inflater = zlib.decompressobj(_AUTOMATIC)
                unpacked = inflater.decompress(piece, _STEP_BYTES)
                self._body += unpacked
                piece = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
                if not piece and len(unpacked) < _STEP_BYTES:
                    return
        except zlib.error as error:
            raise BrokenBodyError(f"the compressed body is damaged ({error})") from error
