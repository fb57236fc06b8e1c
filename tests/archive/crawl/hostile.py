"""Servers that mean harm, or are merely broken: raw bytes on a loopback socket."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from archive.model import Outcome

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
PAGE = b"<html><body><p>x</p></body></html>"
_MEBIBYTE = bytes(1024 * 1024)


@dataclass(frozen=True)
class Hostile:
    """What a server sends, piece by piece for ever if need be, and what is to come of it."""

    outcome: Outcome
    pieces: Callable[[], Iterator[bytes]]
    every_s: float = 0.0


def _sent(*pieces: bytes) -> Callable[[], Iterator[bytes]]:
    return lambda: iter(pieces)


def _then_for_ever(head: bytes, piece: bytes) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        yield head
        while True:
            yield piece

    return pieces


def _whole(body: bytes, *headers: bytes) -> Callable[[], Iterator[bytes]]:
    lines = b"".join(header + b"\r\n" for header in headers)
    return _sent(OK + lines + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def _bomb(pack: Callable[[bytes], bytes], name: bytes) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        yield from _whole(pack(64 * _MEBIBYTE), b"Content-Encoding: " + name)()

    return pieces


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


def _chunk(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


_CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
_GZIP = b"Content-Encoding: gzip"
_PACKED = gzip.compress(PAGE)

HOSTILE: dict[str, Hostile] = {
    "gzip-bomb": Hostile(Outcome.TOO_LARGE, _bomb(gzip.compress, b"gzip")),
    "deflate-bomb": Hostile(Outcome.TOO_LARGE, _bomb(zlib.compress, b"deflate")),
    "raw-deflate-bomb": Hostile(Outcome.TOO_LARGE, _bomb(_raw_deflate, b"deflate")),
    "bomb-in-a-bomb": Hostile(
        Outcome.UNREACHABLE, _bomb(lambda body: gzip.compress(gzip.compress(body)), b"gzip, gzip")
    ),
    "brotli": Hostile(Outcome.UNREACHABLE, _whole(b"\x1b\xff\xff", b"Content-Encoding: br")),
    "zstd": Hostile(Outcome.UNREACHABLE, _whole(b"\x28\xb5\x2f\xfd", b"Content-Encoding: zstd")),
    "endless-members": Hostile(
        Outcome.TOO_LARGE, _then_for_ever(OK + _GZIP + b"\r\n\r\n", gzip.compress(b"") * 10_000)
    ),
    "damaged-gzip": Hostile(Outcome.UNREACHABLE, _whole(_PACKED[:12] + b"\xff" * 40, _GZIP)),
    "gzip-cut-off": Hostile(Outcome.UNREACHABLE, _whole(_PACKED[:-6], _GZIP)),
    "endless-body": Hostile(Outcome.TOO_LARGE, _then_for_ever(OK + b"\r\n", _MEBIBYTE)),
    "endless-chunks": Hostile(Outcome.TOO_LARGE, _then_for_ever(_CHUNKED, _chunk(_MEBIBYTE))),
    "huge-length": Hostile(
        Outcome.TOO_LARGE, _sent(OK + b"Content-Length: 99999999999999\r\n\r\n", b"x")
    ),
    "endless-header": Hostile(Outcome.TOO_LARGE, _then_for_ever(OK + b"X: ", b"a" * 65536)),
    "endless-headers": Hostile(Outcome.TOO_LARGE, _then_for_ever(OK, b"X: a\r\n" * 1000)),
    "endless-trailers": Hostile(
        Outcome.TOO_LARGE, _then_for_ever(_CHUNKED + _chunk(b"x") + b"0\r\n", b"X: a\r\n" * 1000)
    ),
    "giant-header": Hostile(
        Outcome.TOO_LARGE, _sent(OK + b"X: " + b"a" * 20_000_000 + b"\r\n\r\n", PAGE)
    ),
    "endless-status": Hostile(Outcome.TOO_LARGE, _then_for_ever(b"HTTP/1.1 200 ", b"O" * 65536)),
    "endless-hints": Hostile(
        Outcome.TIMEOUT, _then_for_ever(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)
    ),
    "drip-of-body": Hostile(Outcome.TIMEOUT, _then_for_ever(OK + b"\r\n", b"."), every_s=0.02),
    "drip-of-chunks": Hostile(Outcome.TIMEOUT, _then_for_ever(_CHUNKED, _chunk(b".")), 0.02),
    "drip-of-headers": Hostile(Outcome.TIMEOUT, _then_for_ever(OK + b"X: ", b"a"), every_s=0.02),
    "silence": Hostile(Outcome.TIMEOUT, _then_for_ever(b"", b""), every_s=0.02),
    "hangs-up": Hostile(Outcome.UNREACHABLE, _sent(b"")),
    "hangs-up-halfway": Hostile(Outcome.UNREACHABLE, _sent(OK + b"Content-Length: 99\r\n\r\nx")),
    "too-short-a-length": Hostile(
        Outcome.UNREACHABLE, _sent(OK + b"Content-Length: 3\r\n\r\n" + PAGE)
    ),
    "two-lengths": Hostile(
        Outcome.UNREACHABLE, _whole(PAGE, b"Content-Length: 3")
    ),
    "negative-length": Hostile(
        Outcome.UNREACHABLE, _sent(OK + b"Content-Length: -1\r\n\r\n" + PAGE)
    ),
    "no-http": Hostile(Outcome.UNREACHABLE, _sent(PAGE)),
    "bad-chunks": Hostile(Outcome.UNREACHABLE, _sent(_CHUNKED + b"zz\r\n" + PAGE)),
    "lied-about-gzip": Hostile(Outcome.FETCHED, _whole(PAGE, _GZIP)),
    "charset-as-encoding": Hostile(Outcome.FETCHED, _whole(PAGE, b"Content-Encoding: UTF-8")),
    "two-members": Hostile(
        Outcome.FETCHED, _whole(gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]), _GZIP)
    ),
    "junk-behind-gzip": Hostile(Outcome.FETCHED, _whole(_PACKED + b"junk", _GZIP)),
    "without-length": Hostile(Outcome.FETCHED, _sent(OK + b"\r\n" + PAGE)),
}  # fmt: skip


@asynccontextmanager
async def hostile_server() -> AsyncIterator[int]:
    """Play every host of ``HOSTILE``, as ``http://NAME.localhost:PORT/``; yields the port.

    No host has a robots.txt; those of any other name answer with a page.
    """
    visitors: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visitor = asyncio.ensure_future(_serve(reader, writer))
        visitors.add(visitor)
        visitor.add_done_callback(visitors.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for visitor in visitors:
            visitor.cancel()
        await asyncio.gather(*visitors, return_exceptions=True)


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        request = await reader.readuntil(b"\r\n\r\n")
        for piece in _answer(request).pieces():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(_answer(request).every_s)
        writer.close()
    except (OSError, asyncio.IncompleteReadError):
        writer.transport.abort()  # the client has gone
    except asyncio.CancelledError:
        writer.transport.abort()
        raise


def _answer(request: bytes) -> Hostile:
    path, host = (request.split()[number].decode() for number in (1, 4))
    if path == "/robots.txt":
        nothing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        return Hostile(Outcome.GONE, _sent(nothing))
    fine = Hostile(Outcome.FETCHED, _whole(PAGE, b"Connection: close"))
    return HOSTILE.get(host.partition(".")[0], fine)
