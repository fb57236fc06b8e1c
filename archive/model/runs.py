"""Runs and nights: what was planned, what became of it, how hosts and archive are doing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archive.model.reports import Rejection
from archive.model.visits import Outcome, PageKind


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
