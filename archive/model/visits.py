"""Addresses to visit, and how visits end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archive.model.seeds import Seed


class PageKind(StrEnum):
    """What an address is believed to be (in a link) or shown to be (in a visit)."""

    LIST = "list"
    DOCUMENT = "document"
    PART = "part"  # the second page, or a later one, of a document
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a page leads to; ``depth`` counts from the seed.

    ``met_as`` is the address that stood on the page, where the rules of dialects made another
    one of it (a copy for phones, a gate, a shared link); otherwise it is empty.
    """

    url: str
    kind: PageKind
    depth: int
    text: str = ""
    met_as: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One address leased to a crawler, with what is known about it.

    ``attempt`` is 1 for the first try in a run. ``etag`` and ``last_modified`` are the
    validators of the last body that was kept (RFC 9110, 8.8), ``None`` where there is none.
    """

    address_id: int
    url: str
    kind: PageKind
    depth: int
    seed: Seed
    attempt: int
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """The robots.txt of an origin (``https://host:port``), empty if the host has none."""

    origin: str
    body: bytes
    read_at: datetime


class Outcome(StrEnum):
    """How a visit ended. Every attempt ends in exactly one of these."""

    FETCHED = "fetched"  # a body came and was kept
    NOT_MODIFIED = "not_modified"  # 304: what is kept is still current
    REDIRECTED = "redirected"  # leads elsewhere; the target is a link
    GONE = "gone"  # 404 or 410
    REFUSED = "refused"  # any other 4xx
    SERVER_ERROR = "server_error"  # 5xx
    BLOCKED = "blocked"  # a challenge or blocking page instead of the page
    DISALLOWED = "disallowed"  # robots.txt forbids it
    FORBIDDEN_ADDRESS = "forbidden_address"  # not globally routable, or not http(s)
    TOO_LARGE = "too_large"
    UNREACHABLE = "unreachable"  # no such host, refused or broken connection, bad TLS
    TIMEOUT = "timeout"
    IMPORTED = "imported"  # read from a file instead of the network

    @property
    def is_transient(self) -> bool:
        """Whether trying again in the same run may help."""
        return self in _TRANSIENT

    @property
    def has_body(self) -> bool:
        """Whether the visit kept a body."""
        return self in (Outcome.FETCHED, Outcome.IMPORTED)

    @property
    def is_success(self) -> bool:
        """Whether the host gave what was asked for."""
        return self.has_body or self is Outcome.NOT_MODIFIED

    @property
    def is_failure(self) -> bool:
        """Whether the host failed or refused; a vanished or moved page is neither."""
        return not (self.is_success or self in (Outcome.GONE, Outcome.REDIRECTED))


_TRANSIENT = frozenset({Outcome.SERVER_ERROR, Outcome.UNREACHABLE, Outcome.TIMEOUT})


@dataclass(frozen=True, slots=True)
class Visit:
    """One attempt at one address, as it ended.

    ``body`` is the decoded entity (after Content-Encoding) exactly as it came, and present
    if and only if ``outcome.has_body``. ``headers`` keep order and repetitions. ``detail``
    is for people: the redirect's target, the kind of block, the exception's text, the path
    of an imported file. ``tls_unverified``: nobody checked whose server it was.
    """

    url: str
    visited_at: datetime
    outcome: Outcome
    kind: PageKind
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    detail: str = ""
    tls_unverified: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """A leased task after its visit, and the links that the page led to."""

    task: Task
    visit: Visit
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Keeper:
    """The visit that a body was first kept with."""

    url: str
    visited_at: datetime


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A recorded visit, for whoever takes the archive elsewhere; other fields as of a visit.

    ``body`` is there only with the visit that it was first kept with; of one that brought it
    once more, or found it still current, ``kept_with`` is that visit. ``digest`` is the SHA-256
    of the body in hex, ``None`` if none came; it may be all that is left of it. ``first_page``
    is the address of the article that a further page belongs to.
    """

    visit_id: int
    url: str
    visited_at: datetime
    outcome: Outcome
    kind: PageKind
    status: int | None
    headers: tuple[tuple[str, str], ...]
    detail: str
    tls_unverified: bool
    body: bytes | None = None
    digest: str | None = None
    kept_with: Keeper | None = None
    first_page: str | None = None


class Novelty(StrEnum):
    """What a visit brought, as the archive sees it."""

    NEW = "new"  # the first body of its address
    CHANGED = "changed"  # another body than the last
    UNCHANGED = "unchanged"  # the same body, or a 304
    NOTHING = "nothing"  # no body; the outcome says why
