"""A loopback server that plays many sites, told apart by their host names."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as the server got it; ``path`` with its query, as it was on the wire.

    ``posted`` is the body of a POST, ``None`` for a GET.
    """

    host: str
    path: str
    headers: dict[str, str]
    posted: str | None = None


@dataclass(frozen=True)
class Answer:
    """What a site says; a ``stream`` is sent piece by piece until the client goes away."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    stream: Iterator[bytes] | None = None


Site = Callable[[Asked], Answer]


def page(source: str, charset: str = "utf-8") -> Answer:
    """Answer with a page."""
    return Answer(source.encode(charset))


def moved(target: str, *extra: tuple[str, str], status: int = 302) -> Answer:
    """Answer with a redirect."""
    return Answer(status=status, headers=(("Location", target), *extra))


NOT_FOUND = Answer(b"not here", 404)


def pages(answers: dict[str, Answer]) -> Site:
    """A site of fixed answers by path and query; 404 for all else."""
    return lambda asked: answers.get(asked.path, NOT_FOUND)


@dataclass
class Playhouse:
    """The running server; ``url("trs", "/x/")`` is an address on the site ``trs``."""

    sites: dict[str, Site]
    tls: ssl.SSLContext | None = None
    address: str = "127.0.0.1"
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Playhouse:
        self.stopped = threading.Event()
        house = self

        class Handler(_Handler):
            playhouse = house

        self._server = ThreadingHTTPServer((self.address, 0), Handler)
        self._server.daemon_threads = True
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, site: str, path: str) -> str:
        scheme = "https" if self.tls else "http"
        return f"{scheme}://{site}.localhost:{self.port}{path}"

    def paths_asked(self, site: str) -> list[str]:
        return [asked.path for asked in self.asked if asked.host == site]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    playhouse: Playhouse

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class' name
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self._answer(self.rfile.read(length).decode("utf-8"))

    def _answer(self, posted: str | None) -> None:
        host = (urlsplit(f"//{self.headers['Host']}").hostname or "").removesuffix(".localhost")
        asked = Asked(host, self.path, dict(self.headers.items()), posted)
        self.playhouse.asked.append(asked)
        answer = self.playhouse.sites[host](asked)
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.stream is None:
            self.send_header("Content-Length", str(len(answer.body)))
        else:
            self.send_header("Connection", "close")
        self.end_headers()
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        try:
            for piece in (answer.body,) if answer.stream is None else answer.stream:
                self.wfile.write(piece)
        except OSError:
            self.close_connection = True
