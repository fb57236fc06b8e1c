"""A small HTTP client that finds ``*.localhost`` on loopback."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode("utf-8")


def fetch(url: str, *, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
    """Ask for an address; ``If_None_Match="x"`` becomes the header If-None-Match."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    try:
        connection.request(method, target, body, {"Host": parts.netloc, **named})
        reply = connection.getresponse()
        found = {name.lower(): value for name, value in reply.getheaders()}
        return Answer(reply.status, found, reply.read())
    finally:
        connection.close()
