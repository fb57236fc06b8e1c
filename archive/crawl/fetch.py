"""One request through Scrapy's downloader, its exceptions turned into values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response

from archive.address import posted_body
from archive.crawl.guard import GuardedResolver
from archive.crawl.reply import NoReply, Reply
from archive.model import Outcome

_OUTCOMES: tuple[tuple[type[Exception], Outcome], ...] = (
    (DownloadTimeoutError, Outcome.TIMEOUT),
    (DownloadCancelledError, Outcome.TOO_LARGE),  # only a body over the limit is cancelled
    (IgnoreRequest, Outcome.TOO_LARGE),  # so says the middleware that unpacks bodies
    (UnsupportedURLSchemeError, Outcome.FORBIDDEN_ADDRESS),
)


class Engine(Protocol):
    """The part of Scrapy's engine that fetches."""

    async def download_async(self, request: Request) -> Response:
        """Send a request through the downloader middlewares."""


class Fetcher:
    """Fetches single addresses; never follows a redirect."""

    def __init__(self, engine: Engine, guard: GuardedResolver) -> None:
        self._engine = engine
        self._guard = guard

    async def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Reply | NoReply:
        """GET (or POST, if it says so) an address; return the response, or why there is none."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            return NoReply(Outcome.FORBIDDEN_ADDRESS, f"{parts.scheme}: is not http or https")
        try:
            response = await self._engine.download_async(_request(url, headers or {}))
        except Exception as error:  # noqa: BLE001 - whatever a server provokes is its outcome
            return self._no_reply(parts.hostname or "", error)
        return _reply(url, response)

    def _no_reply(self, host: str, error: Exception) -> NoReply:
        if refused := self._guard.refusal(host):
            return NoReply(Outcome.FORBIDDEN_ADDRESS, f"{host} is {refused}")
        outcome = next((o for kind, o in _OUTCOMES if isinstance(error, kind)), Outcome.UNREACHABLE)
        return NoReply(outcome, f"{type(error).__name__}: {error}"[:500])


def _request(url: str, headers: Mapping[str, str]) -> Request:
    address, body = url.partition("#")[0], posted_body(url)
    if body is None:
        return Request(address, headers=headers)
    is_json = body.lstrip().startswith(("{", "["))
    kind = "application/json" if is_json else "application/x-www-form-urlencoded; charset=UTF-8"
    # No validators: a 304 is no answer to a POST (RFC 9110, 13.1).
    return Request(address, method="POST", body=body, headers={"Content-Type": kind})


def _reply(url: str, response: Response) -> Reply:
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return Reply(url, response.status, headers, response.body)
