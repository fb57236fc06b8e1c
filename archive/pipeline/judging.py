"""What a worker does with one snapshot, and what it means when the worker does not survive."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from archive.clean import Cleaned, Guidance, examine
from archive.facts import Caution, Doubt
from archive.model import Rejected, Rejection, Report, Snapshot
from archive.pipeline.workers import Failure, WorkerPool

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Case:
    """A snapshot to clean, and what is known about its site.

    ``parts`` are the further pages of the article in order, ``missing`` the addresses of those
    that could not be had.
    """

    snapshot: Snapshot
    guidance: Guidance
    parts: tuple[Snapshot, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a snapshot; ``snapshot`` has lost its body on the way."""

    snapshot: Snapshot
    cleaned: Cleaned


Judges = WorkerPool[Case, Cleaned]

_REJECTIONS: Final = {
    Failure.TOO_SLOW: Rejection.TOO_SLOW,
    Failure.OUT_OF_MEMORY: Rejection.OUT_OF_MEMORY,
    Failure.CRASHED: Rejection.CLEANER_FAILED,
}


def judge(case: Case) -> Cleaned:
    """Clean one snapshot; a page that breaks the cleaner must not stop the night."""
    snapshot = case.snapshot
    try:
        cleaned = examine(snapshot, case.guidance, case.parts)
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


def judged(judges: Judges, cases: Iterable[Case]) -> Iterator[Verdict]:
    """Clean snapshots in worker processes and yield what became of them, in their order."""
    asked: dict[int, Snapshot] = {}

    def remembered() -> Iterator[Case]:
        for number, case in enumerate(cases):
            asked[number] = replace(case.snapshot, body=b"")
            yield case

    for number, answer in enumerate(judges.map(remembered())):
        snapshot = asked.pop(number)
        if isinstance(answer, Failure):
            _log.warning(
                "%s over %s (snapshot %d)", answer.value, snapshot.url, snapshot.snapshot_id
            )
            failed = Rejected(snapshot.snapshot_id, snapshot.url, _REJECTIONS[answer])
            yield Verdict(snapshot, Cleaned(failed))
        else:
            yield Verdict(snapshot, answer)
