"""One small HTTP server on loopback that plays all sites, told apart by the Host header."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from archive.errors import UsageError
from archive.model import Seed
from archive.samples.sites.content import EDITIONS, OtherPage, PublishedReport, Site, sites
from archive.samples.sites.extra import extra_sites
from archive.samples.sites.pages import Page, Pages

_NOT_FOUND = "<html><head><title>404</title></head><body><h1>404 Not Found</h1></body></html>"


class PortBusyError(UsageError):
    """The port for the sample sites is taken."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request that was answered; ``target`` is path and query."""

    host: str
    target: str
    status: int


class SampleSites:
    """The running sites. Safe to use from other threads."""

    def __init__(self, port: int, edition: int, extra: tuple[Site, ...]) -> None:
        self.port = port
        self._lock = threading.RLock()
        self._requests: list[Request] = []
        self._extra = extra
        self._pages: dict[int, dict[str, Pages]] = {}
        self.edition = edition

    @property
    def edition(self) -> int:
        """Which edition is served; setting it takes effect with the next request."""
        return self._edition

    @edition.setter
    def edition(self, edition: int) -> None:
        if edition not in EDITIONS:
            raise ValueError(f"there are editions {EDITIONS}, not {edition}")
        self._edition = edition

    @property
    def sites(self) -> tuple[Site, ...]:
        """The sites in the current edition, the plain extra ones last."""
        return tuple(pages.site for pages in self._all_pages(self._edition).values())

    @property
    def seeds(self) -> tuple[Seed, ...]:
        """One seed a site."""
        return tuple(site.seed for site in self.sites)

    @property
    def reports(self) -> tuple[PublishedReport, ...]:
        """The answer key of the current edition."""
        return tuple(published for site in self.sites for published in site.published)

    @property
    def others(self) -> tuple[OtherPage, ...]:
        """Pages of other columns, which no list of reports has but side boxes link to."""
        return tuple(other for site in self.sites for other in site.others)

    @property
    def requests(self) -> tuple[Request, ...]:
        """What was asked so far."""
        with self._lock:
            return tuple(self._requests)

    def counts(self) -> Counter[tuple[str, str]]:
        """Return how often each host and target was asked for."""
        return Counter((request.host, request.target) for request in self.requests)

    def forget_requests(self) -> None:
        """Empty the log."""
        with self._lock:
            self._requests.clear()

    def record(self, request: Request) -> None:
        """Add to the log."""
        with self._lock:
            self._requests.append(request)

    def page(self, host: str, target: str) -> Page | None:
        """Return what a host (without port) answers, ``None`` for 404."""
        with self._lock:
            pages = self._all_pages(self._edition).get(host)
            return pages.get(target) if pages else None

    def _all_pages(self, edition: int) -> dict[str, Pages]:
        with self._lock:
            if edition not in self._pages:
                before = self._all_pages(edition - 1) if edition > EDITIONS[0] else {}
                here = (*sites(self.port, edition), *self._extra)
                self._pages[edition] = {
                    site.host: Pages(site, edition, before.get(site.host)) for site in here
                }
            return self._pages[edition]


@contextmanager
def serve_sites(
    *, port: int = 0, edition: int = 1, extra_hosts: int = 0, pages_per_host: int = 0
) -> Iterator[SampleSites]:
    """Serve the sample sites on 127.0.0.1 until the context ends; port 0 takes a free one.

    ``extra_hosts`` plain sites of ``pages_per_host`` short reports each, the same in every
    edition, come on top for benchmarks.

    Raises :class:`PortBusyError` if the port is taken.
    """
    server = _listen(port)
    taken = server.server_port
    server.sample_sites = SampleSites(
        taken, edition, extra_sites(taken, extra_hosts, pages_per_host)
    )
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    try:
        yield server.sample_sites
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128
    sample_sites: SampleSites

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that went away: a crawl may be killed at any moment."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _listen(port: int) -> _Server:
    try:
        return _Server(("127.0.0.1", port), _Handler)
    except OSError as error:
        message = (
            f"port {port} is taken ({error.strerror}); choose another one for the sample sites"
        )
        raise PortBusyError(message) from error


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "SampleSites"
    sys_version = ""
    wbufsize = -1  # headers and body leave together,
    disable_nagle_algorithm = True  # and at once: 40 ms a request otherwise

    def do_GET(self) -> None:
        self._answer(self.path)

    def do_HEAD(self) -> None:
        self._answer(self.path)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        sent = self.rfile.read(length).decode("ascii", "replace")
        separator = "&" if "?" in self.path else "?"
        self._answer(f"{self.path}{separator}{sent}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        """Stay quiet; :attr:`SampleSites.requests` is the log."""

    def _answer(self, target: str) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0].lower()
        page = self.server.sample_sites.page(host, target)
        status = self._status(page)
        self.server.sample_sites.record(Request(host, target, status))
        self.send_response(status)
        if page:
            self.send_header("ETag", page.etag)
            self.send_header("Last-Modified", format_datetime(page.modified_at, usegmt=True))
        body = page.body if page else _NOT_FOUND.encode()
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", page.content_type if page else "text/html")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != HTTPStatus.NOT_MODIFIED and self.command != "HEAD":
            self.wfile.write(body)

    def _status(self, page: Page | None) -> HTTPStatus:
        if page is None:
            return HTTPStatus.NOT_FOUND
        return HTTPStatus.NOT_MODIFIED if self._is_current(page) else HTTPStatus.OK

    def _is_current(self, page: Page) -> bool:
        """Evaluate the preconditions. Source: RFC 9110, 13.2.2."""
        if self.command == "POST":
            return False
        if tags := self.headers.get("If-None-Match"):
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return "*" in known or page.etag in known
        since = _http_date(self.headers.get("If-Modified-Since"))
        return since is not None and page.modified_at <= since


def _http_date(value: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(value) if value else None
    except ValueError:
        return None
