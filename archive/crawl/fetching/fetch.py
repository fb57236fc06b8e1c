"""One request, and what went wrong with it as a value."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

import certifi
from aiohttp import (
    ClientConnectorError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver
from yarl import URL

from archive.address import posted_body
from archive.crawl.fetching.cookies import HostCookies
from archive.crawl.fetching.decompression import ACCEPTED, BodyReader, TooLargeError
from archive.crawl.fetching.guard import ForbiddenAddressError, Guard, HostResolver
from archive.crawl.fetching.reply import NoReply, Reply
from archive.crawl.settings import CrawlSettings
from archive.model import Outcome

_MAX_HEADER_BYTES = 16 * 1024  # a line of them
_MAX_HEADERS = 128
# Few pages are larger. So many larger bodies come at a time, so that floods on all hosts at
# once do not add up in memory.
_LARGE_BYTES, _LARGE_BODIES = 1024 * 1024, 4
_TOO_LONG = ("Got more than", "Too many headers")  # how the parser says so
_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    "Accept-Encoding": ACCEPTED,
}
_LEGACY_SERVER = 0x4  # ssl.OP_LEGACY_SERVER_CONNECT, which Python 3.11 does not name


class Fetcher:
    """Fetches single addresses within limits; never follows a redirect, uses no proxy.

    ``resolver`` asks the name servers in place of the system's. An asynchronous context
    manager: connections, cookies and the threads that wait for name servers go with it.
    """

    def __init__(self, settings: CrawlSettings, resolver: AbstractResolver | None = None) -> None:
        self._settings = settings
        self._resolver = resolver
        self._guard = Guard(allow_loopback=settings.allow_loopback)

    async def __aenter__(self) -> Self:
        settings = self._settings
        # A name server that does not answer holds a thread until the resolver gives up.
        self._threads = ThreadPoolExecutor(2 * settings.concurrent_hosts, "resolver")
        asyncio.get_running_loop().set_default_executor(self._threads)
        self._session = ClientSession(
            connector=TCPConnector(
                limit=0,
                resolver=HostResolver(self._resolver),
                socket_factory=self._guard.open_socket,
            ),
            headers={**_HEADERS, "User-Agent": settings.user_agent},
            cookie_jar=DummyCookieJar(),
            timeout=ClientTimeout(total=None),  # fetch() has one of its own, exact to the second
            auto_decompress=False,
            max_line_size=_MAX_HEADER_BYTES,
            max_field_size=_MAX_HEADER_BYTES,
            max_headers=_MAX_HEADERS,
        )
        self._cookies = HostCookies()
        self._large_bodies = asyncio.Semaphore(_LARGE_BODIES)
        self._verified = _tls(verified=True)
        self._unverified = _tls(verified=False)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def fetch(
        self, url: str, headers: Mapping[str, str] | None = None, *, tls_unverified: bool = False
    ) -> Reply | NoReply:
        """GET (or POST, if it says so) an address; return the response, or why there is none.

        ``tls_unverified``: take any certificate.
        """
        scheme = url.partition(":")[0].lower()
        if scheme not in ("http", "https"):
            return NoReply(Outcome.FORBIDDEN_ADDRESS, f"{scheme}: is not http or https")
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                return await self._request(url, headers, tls_unverified=tls_unverified)
        except TimeoutError:
            return NoReply(Outcome.TIMEOUT, f"no answer within {self._settings.timeout_s:g} s")
        except Exception as error:  # noqa: BLE001 - whatever a server provokes is its outcome
            return _no_reply(error)

    async def _request(
        self, url: str, headers: Mapping[str, str] | None, *, tls_unverified: bool
    ) -> Reply:
        address, form = URL(url.partition("#")[0], encoded=True), posted_body(url)
        request = self._session.request(
            "GET" if form is None else "POST",
            address,
            headers={**_own_headers(headers, form), **self._cookies.header(address)},
            data=None if form is None else form.encode(),
            ssl=self._unverified if tls_unverified else self._verified,
            allow_redirects=False,
        )
        async with request as response:
            self._cookies.keep(response.cookies, address)
            body = await self._body(response)
            is_unverified = tls_unverified and address.scheme == "https"
            return Reply(url, response.status, _headers(response), body, is_unverified)

    async def _body(self, response: ClientResponse) -> bytes:
        max_bytes = self._settings.max_body_bytes
        if (response.content_length or 0) > max_bytes:
            raise TooLargeError(f"{response.content_length} bytes")
        reader = BodyReader(response.headers.get("Content-Encoding", ""), max_bytes)
        async with AsyncExitStack() as place:
            has_place = False
            async for piece in response.content.iter_any():
                reader.feed(piece)
                if reader.size > _LARGE_BYTES and not has_place:
                    await place.enter_async_context(self._large_bodies)
                    has_place = True
            return reader.finish()


def _own_headers(headers: Mapping[str, str] | None, form: str | None) -> Mapping[str, str]:
    if form is None:
        return headers or {}
    # Without validators: a 304 is no answer to a POST (RFC 9110, 13.1).
    is_json = form.lstrip().startswith(("{", "["))
    kind = "application/json" if is_json else "application/x-www-form-urlencoded; charset=UTF-8"
    return {"Content-Type": kind}


def _headers(response: ClientResponse) -> tuple[tuple[str, str], ...]:
    # Latin-1 is what keeps every byte (RFC 9110, 5.5).
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in response.raw_headers
    )


def _no_reply(error: Exception) -> NoReply:
    said = f"{type(error).__name__}: {error}"[:500]
    if isinstance(error, TooLargeError) or any(sign in said for sign in _TOO_LONG):
        return NoReply(Outcome.TOO_LARGE, said)
    if isinstance(error, ClientConnectorError):
        refused = error.os_error
        if isinstance(refused, ForbiddenAddressError):
            said = f"{error.host} is {refused.address}"
            return NoReply(Outcome.FORBIDDEN_ADDRESS, said)
    if isinstance(error, InvalidURL):  # among them 127.1, which some resolvers understand
        return NoReply(Outcome.FORBIDDEN_ADDRESS, said)
    return NoReply(Outcome.UNREACHABLE, said)


def _tls(*, verified: bool) -> ssl.SSLContext:
    """Return how to do TLS: with the system's authorities and those that certifi brings."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.options |= _LEGACY_SERVER  # safe for a client, and old servers cannot do without
    if not verified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
