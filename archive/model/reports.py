"""What the cleaner makes of snapshots, and the log of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from archive.facts import AttachmentLink, Facts
from archive.model.visits import Outcome


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
