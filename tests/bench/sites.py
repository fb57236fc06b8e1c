"""Plain sites of made-up pages, served from memory by a process of their own.

The pages are made before anybody asks, so that what is measured is the crawler. They come
with an ``ETag``; every byte on the wire is counted.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from archive.model import Scope, Seed

_PER_LIST = 20
_LINES = 40  # of some 100 bytes; with its chrome a page has 12 KB, the median of real ones
_CHROME = "".join(f"<li><a href='/lm{n}/'>栏目{n}</a></li>" for n in range(120))


@dataclass(frozen=True, slots=True)
class Traffic:
    """What came and went since the server began."""

    requests: int = 0
    bytes_on_the_wire: int = 0

    def since(self, before: Traffic) -> Traffic:
        """Return the difference."""
        return Traffic(
            self.requests - before.requests, self.bytes_on_the_wire - before.bytes_on_the_wire
        )


class Sites:
    """The running sites, seen from the other process."""

    def __init__(self, pipe: Connection, port: int, hosts: int) -> None:
        self._pipe = pipe
        self.port = port
        self.seeds = tuple(
            Seed(f"http://h{host}.localhost:{port}/bg/", scope=Scope.PATH) for host in range(hosts)
        )

    def traffic(self) -> Traffic:
        """Return what came and went so far."""
        self._pipe.send("traffic")
        traffic: Traffic = self._pipe.recv()
        return traffic

    def requested(self) -> list[str]:
        """Return the addresses asked for since this was last called."""
        self._pipe.send("requested")
        requested: list[str] = self._pipe.recv()
        return requested


@contextmanager
def plain_sites(hosts: int, pages_per_host: int) -> Iterator[Sites]:
    """Serve ``hosts`` sites of ``pages_per_host`` pages each, those of lists included."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_run, args=(there, hosts, pages_per_host))
    process.start()
    try:
        yield Sites(here, here.recv(), hosts)
    finally:
        here.send("end")
        process.join()


def _run(pipe: Connection, hosts: int, pages_per_host: int) -> None:
    asyncio.run(_Server(pipe, _pages(hosts, pages_per_host)).run())


def _pages(hosts: int, pages_per_host: int) -> dict[str, bytes]:
    lists = -(-pages_per_host // (_PER_LIST + 1))
    documents = range(pages_per_host - lists)
    pages: dict[str, bytes] = {}
    for host in range(hosts):
        for index in range(lists):
            numbers = documents[index * _PER_LIST : (index + 1) * _PER_LIST]
            name = f"h{host}.localhost/bg/" + (f"index_{index}.html" if index else "")
            pages[name] = _list(numbers, lists, index)
        for number in documents:
            pages[f"h{host}.localhost/bg/{_document_path(number)}"] = _document(host, number)
    return pages


def _document_path(number: int) -> str:
    return f"202401/t20240101_{number}.html"


def _list(numbers: range, lists: int, index: int) -> bytes:
    items = "".join(
        f"<li><a href='{_document_path(n)}'>第{n}号年度报告</a><b>2024-01-01</b></li>"
        for n in numbers
    )
    call = f"<script>createPageHTML({lists}, {index}, 'index', 'html')</script>"
    return f"<html><ul>{_CHROME}</ul><ul>{items}</ul>{call}</html>".encode()


def _document(host: int, number: int) -> bytes:
    lines = "".join(
        f"<p>{number}.{line}，第{host}号县依照职责办事，开了{line}次会，群众满意。</p>\n"
        for line in range(_LINES)
    )
    title = f"第{host}号县第{number}号年度报告"
    return (
        f"<html><title>{title}</title><ul>{_CHROME}</ul><h1>{title}</h1>"
        f"<div class='TRS_Editor'>{lines}</div></html>"
    ).encode()


class _Server:
    def __init__(self, pipe: Connection, pages: dict[str, bytes]) -> None:
        self._pipe = pipe
        self._answers = {name: _answer(body) for name, body in pages.items()}
        self._requested: list[str] = []
        self._requests = self._bytes = 0

    async def run(self) -> None:
        server = await asyncio.get_running_loop().create_server(
            lambda: _Connection(self), "127.0.0.1", 0, backlog=512
        )
        self._pipe.send(server.sockets[0].getsockname()[1])
        while (wanted := await asyncio.to_thread(self._pipe.recv)) != "end":
            if wanted == "traffic":
                self._pipe.send(Traffic(self._requests, self._bytes))
            else:
                self._pipe.send(self._requested)
                self._requested = []
        server.close()

    def answer(self, request: bytes) -> bytes:
        first, *lines = request.decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
        name = headers["host"].partition(":")[0] + first.split(" ")[1]
        etag, whole = self._answers.get(name, ("", _NOT_FOUND))
        is_known = bool(etag) and headers.get("if-none-match") == etag
        answer = _NOT_MODIFIED % etag.encode() if is_known else whole
        self._requests += 1
        self._requested.append(name)
        self._bytes += len(request) + len(answer)
        return answer


_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
_NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n"


def _answer(body: bytes) -> tuple[str, bytes]:
    etag = f'"{hash(body):x}"'
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: {etag}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return etag, head.encode() + body


class _Connection(asyncio.Protocol):
    def __init__(self, server: _Server) -> None:
        self._server = server
        self._came = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        while b"\r\n\r\n" in self._came:
            request, self._came = self._came.split(b"\r\n\r\n", 1)
            self._transport.write(self._server.answer(request))
