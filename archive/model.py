"""The values that travel between the rooms: Seed -> Task -> Visit / Snapshot -> Report.

All are frozen. ``_at`` is an aware UTC datetime, ``_on`` a date. A **snapshot** is raw bytes
as fetched, a **report** is what the cleaner made of one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from archive.facts import AttachmentLink, Facts
from archive.window import Window


class Scope(StrEnum):
    """How far from its seed a crawl may go."""

    PATH = "path"  # addresses below the seed's folder
    HOST = "host"  # addresses on the seed's host
    SITE = "site"  # addresses on all hosts of the seed's registered domain


@dataclass(frozen=True, slots=True)
class Seed:
    """One address to start from.

    ``depth`` is how many links away from the seed a document may stand; turning the pages of
    a list does not count. ``window``: when its host may be asked, ``None`` for at any time.
    ``tls_unverified``: the host's certificate is broken and not checked.
    """

    url: str
    depth: int = 1
    scope: Scope = Scope.HOST
    window: Window | None = None
    tls_unverified: bool = False


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


class Novelty(StrEnum):
    """What a visit brought, as the archive sees it."""

    NEW = "new"  # the first body of its address
    CHANGED = "changed"  # another body than the last
    UNCHANGED = "unchanged"  # the same body, or a 304
    NOTHING = "nothing"  # no body; the outcome says why


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A kept body and where it came from. ``digest`` is the SHA-256 of ``body`` in hex.

    ``tls_unverified``: it came over TLS, and nobody checked whose server it was.
    """

    snapshot_id: int
    url: str
    visited_at: datetime
    kind: PageKind
    status: int | None
    headers: tuple[tuple[str, str], ...]
    digest: str
    body: bytes
    tls_unverified: bool = False

    def header(self, name: str) -> str | None:
        """Return the first header of that name, in any case; ``None`` if there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Part:
    """A further page of an article; ``snapshot`` is ``None`` if it could not be had."""

    url: str
    snapshot: Snapshot | None


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """A snapshot without its body; ``size_bytes`` is the length of the body.

    ``tls_unverified`` as for :class:`Snapshot`.
    """

    snapshot_id: int
    url: str
    visited_at: datetime
    status: int | None
    digest: str
    size_bytes: int
    tls_unverified: bool = False


@dataclass(frozen=True, slots=True)
class Removal:
    """Text that the cleaner took off a page, and the rule that did."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class LastVisit:
    """How the newest visit to a report's source ended.

    ``gone_since`` is when a visit first found the source gone, ``None`` if any of the report's
    addresses is not (or no longer) known to be gone. ``gone_unconfirmed``: too few visits say
    so until now; pages flap, and it may be back tomorrow.
    """

    url: str
    visited_at: datetime
    outcome: Outcome
    gone_since: datetime | None
    gone_unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A cleaned report.

    ``paragraphs`` are non-empty single lines in reading order: headings, body, table rows,
    signature and date; a title that stands outside the main text is only in ``title``.
    ``rule`` names the container rule or the extractor that found the main text, ``removed``
    is all that was taken off around it. Absent facts are ``None``, never guessed.
    """

    report_id: str
    url: str
    snapshot_id: int
    cleaner_version: int
    rule: str
    title: str
    paragraphs: tuple[str, ...]
    issuer: str | None = None
    published_on: date | None = None
    written_on: date | None = None
    document_number: str | None = None
    index_number: str | None = None
    site: str | None = None
    place: str | None = None
    removed: tuple[Removal, ...] = ()
    facts: Facts = field(default_factory=Facts)

    @property
    def text(self) -> str:
        """The paragraphs joined by newlines."""
        return "\n".join(self.paragraphs)


class Rejection(StrEnum):
    """Why a snapshot did not become a report."""

    EMPTY = "empty"  # no bytes, or no text
    NOT_TEXT = "not_text"  # binary data of no kind that is read
    ENCRYPTED = "encrypted"  # a file that asks for a password
    DAMAGED = "damaged"  # a file that its format's reader cannot open
    TOO_LARGE = "too_large"  # beyond what the cleaner takes
    LIST_PAGE = "list_page"  # headlines only
    ERROR_PAGE = "error_page"  # a soft 404
    NO_MAIN_TEXT = "no_main_text"  # no extractor found a body worth the name
    AWAITS_FILE = "awaits_file"  # the text is in an attachment that was not fetched
    CLEANER_FAILED = "cleaner_failed"  # the cleaner broke on it: a defect to report
    TOO_SLOW = "too_slow"  # cleaning it took longer than a page may take
    OUT_OF_MEMORY = "out_of_memory"  # cleaning it took more memory than a page may take

    @property
    def is_failure(self) -> bool:
        """Whether the cleaner did not come to a judgement, so that the page may be a report."""
        return self in _FAILURES


_FAILURES = frozenset({Rejection.CLEANER_FAILED, Rejection.TOO_SLOW, Rejection.OUT_OF_MEMORY})


@dataclass(frozen=True, slots=True)
class Rejected:
    """A snapshot that is no report, and why; ``attachments`` are files that may hold one."""

    snapshot_id: int
    url: str
    reason: Rejection
    attachments: tuple[AttachmentLink, ...] = ()


class Why(StrEnum):
    """Why an address is due."""

    SEED_OR_LIST = "seed_or_list"  # the front page of a column: every night
    FURTHER_LIST_PAGE = "further_list_page"  # seldom by itself, or when the page before has news
    NEW = "new"  # never visited
    AGAIN = "again"  # could not be reached the last time
    GONE = "gone"  # vanished; whether it is back
    RESTED = "rested"  # its rest is over


class Fate(StrEnum):
    """What a visited page became in the archive."""

    REPORT = "report"
    REJECTED = "rejected"  # a document that is no report
    UNCLEANED = "uncleaned"  # a document that waits for the cleaner
    LIST = "list"
    PART = "part"  # a further page of a report
    ATTACHMENT = "attachment"
    UNCHANGED = "unchanged"  # the body that was there already
    NOTHING = "nothing"  # no body came; the outcome says why


@dataclass(frozen=True, slots=True)
class Became:
    """A fate with the report or the reason; both ``None`` where they do not apply."""

    fate: Fate
    report_id: str | None = None
    rejection: Rejection | None = None


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """One recorded visit without headers and body, and what its page became."""

    url: str
    visited_at: datetime
    outcome: Outcome
    kind: PageKind
    status: int | None
    detail: str
    became: Became


class ChangeKind(StrEnum):
    """What happened to a report."""

    STORED = "stored"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the change log that the index drains; ``number`` only grows."""

    number: int
    kind: ChangeKind
    report_id: str


class RunKind(StrEnum):
    """What a run was started for."""

    CRAWL = "crawl"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Run:
    """One run as recorded; ``finished_at`` is ``None`` while it goes on or after a kill.

    ``outcomes`` counts its visits by outcome; ``alarms`` are the hosts that need a person.
    """

    run_id: int
    kind: RunKind
    started_at: datetime
    finished_at: datetime | None
    outcomes: tuple[tuple[Outcome, int], ...] = ()
    alarms: tuple[Alarm, ...] = ()


class AlarmKind(StrEnum):
    """What is wrong with a host."""

    SILENT = "silent"  # it used to give something, and gives nothing any more
    SHRUNKEN = "shrunken"  # the cleaned text of its pages is much shorter than before


@dataclass(frozen=True, slots=True)
class Alarm:
    """A host that needs a person; ``detail`` says why in words."""

    host: str
    kind: AlarmKind
    detail: str


@dataclass(frozen=True, slots=True)
class HostOutcomes:
    """How the visits of a run to one host ended, by outcome."""

    host: str
    outcomes: tuple[tuple[Outcome, int], ...]


@dataclass(frozen=True, slots=True)
class HostStatus:
    """How a host is doing.

    ``failures`` counts the visits that failed in a row since the last success, the newest of
    them being ``last_failure``; ``None`` if none ever did. ``addresses`` are those known,
    ``waiting`` those that the unfinished run has still to visit, ``due`` those due now, by
    reason. ``alarms`` are those of the last crawl.
    """

    host: str
    last_success_at: datetime | None
    failures: int
    last_failure: Outcome | None
    last_failure_detail: str
    addresses: int
    snapshots: int
    waiting: int
    due: tuple[tuple[Why, int], ...]
    alarms: tuple[Alarm, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """An address that a crawl would visit, why, and since when it is due.

    ``due_at`` is ``None`` if it was never visited. ``fits``: there is room for it in the
    budget, as far as can be told before the lists are read.
    """

    url: str
    kind: PageKind
    why: Why
    due_at: datetime | None
    fits: bool = True


@dataclass(frozen=True, slots=True)
class ArchiveCounts:
    """How much there is: hosts with a snapshot, snapshots, reports, addresses waiting."""

    sites: int
    snapshots: int
    reports: int
    awaiting_cleaning: int
    waiting_addresses: int
