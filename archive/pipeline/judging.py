"""What a worker does with one snapshot, and what it means when the worker does not survive."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from archive.clean import Cleaned, Guidance, examine
from archive.clean.attachments import read_file
from archive.facts import Caution, Doubt
from archive.files import FileText, OfferedFile, ReadFile
from archive.model import Rejected, Rejection, Report, Snapshot
from archive.pipeline.workers import Failure, WorkerPool

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Case:
    """A snapshot to clean, and what is known about its site.

    ``parts`` are the further pages of the article in order, ``missing`` the addresses of those
    that could not be had, ``files`` the files that hold its text.
    """

    snapshot: Snapshot
    guidance: Guidance
    parts: tuple[Snapshot, ...] = ()
    missing: tuple[str, ...] = ()
    files: tuple[OfferedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a snapshot; ``snapshot`` has lost its body on the way."""

    snapshot: Snapshot
    cleaned: Cleaned


Judges = WorkerPool[Case, Cleaned]
Readers = WorkerPool[Snapshot, FileText | Rejection]

_REJECTIONS: Final = {
    Failure.TOO_SLOW: Rejection.TOO_SLOW,
    Failure.OUT_OF_MEMORY: Rejection.OUT_OF_MEMORY,
    Failure.CRASHED: Rejection.CLEANER_FAILED,
}


def judge(case: Case) -> Cleaned:
    """Clean one snapshot; a page that breaks the cleaner must not stop the night."""
    snapshot = case.snapshot
    try:
        cleaned = examine(snapshot, case.guidance, case.parts, case.files)
        return replace(cleaned, result=_with_cautions(cleaned.result, case.missing))
    except MemoryError:
        raise  # the worker's to tell
    except Exception:  # noqa: BLE001 - whatever it is, one page, logged and kept as rejected
        _log.exception("the cleaner broke on %s (snapshot %d)", snapshot.url, snapshot.snapshot_id)
        return Cleaned(Rejected(snapshot.snapshot_id, snapshot.url, Rejection.CLEANER_FAILED))


def _with_cautions(result: Report | Rejected, missing: tuple[str, ...]) -> Report | Rejected:
    """Let a report say which of its pages could not be had."""
    if isinstance(result, Rejected) or not missing:
        return result
    cautions = tuple(Caution(Doubt.INCOMPLETE, f"未能取得 {url}") for url in missing)
    facts = replace(result.facts, warnings=(*result.facts.warnings, *cautions))
    return replace(result, facts=facts)


def extract(snapshot: Snapshot) -> FileText | Rejection:
    """Read the text of one file, guarded in the same way."""
    try:
        return read_file(snapshot.body)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001
        _log.exception("the cleaner broke on %s (snapshot %d)", snapshot.url, snapshot.snapshot_id)
        return Rejection.CLEANER_FAILED


def judged(judges: Judges, cases: Iterable[Case]) -> Iterator[Verdict]:
    """Clean snapshots in worker processes and yield what became of them, in their order."""
    asked: deque[Snapshot] = deque()

    def remembered() -> Iterator[Case]:
        for case in cases:
            asked.append(replace(case.snapshot, body=b""))
            yield case

    for answer in judges.map(remembered()):
        snapshot = asked.popleft()
        if isinstance(answer, Failure):
            reason = _reason(answer, snapshot)
            failed = Rejected(snapshot.snapshot_id, snapshot.url, reason)
            yield Verdict(snapshot, Cleaned(failed))
        else:
            yield Verdict(snapshot, answer)


def extracted(readers: Readers, snapshots: Iterable[Snapshot]) -> Iterator[ReadFile]:
    """Read files in worker processes and yield what was in them, in their order."""
    asked: deque[Snapshot] = deque()

    def remembered() -> Iterator[Snapshot]:
        for snapshot in snapshots:
            asked.append(replace(snapshot, body=b""))
            yield snapshot

    for answer in readers.map(remembered()):
        snapshot = asked.popleft()
        text = _reason(answer, snapshot) if isinstance(answer, Failure) else answer
        yield ReadFile(snapshot.snapshot_id, text)


def _reason(failure: Failure, snapshot: Snapshot) -> Rejection:
    _log.warning("%s: %s (snapshot %d)", failure.value, snapshot.url, snapshot.snapshot_id)
    return _REJECTIONS[failure]
