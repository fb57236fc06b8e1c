"""What a worker does with one snapshot, and what it means when the worker does not survive."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Final

from archive.clean import clean
from archive.model import Rejected, Rejection, Report, Snapshot
from archive.pipeline.workers import Failure, WorkerPool

_log = logging.getLogger(__name__)

Judges = WorkerPool[Snapshot, Report | Rejected]

_REJECTIONS: Final = {
    Failure.TOO_SLOW: Rejection.TOO_SLOW,
    Failure.OUT_OF_MEMORY: Rejection.OUT_OF_MEMORY,
    Failure.CRASHED: Rejection.CLEANER_FAILED,
}


def judge(snapshot: Snapshot) -> Report | Rejected:
    """Clean one snapshot; a page that breaks the cleaner must not stop the night."""
    try:
        return clean(snapshot)
    except MemoryError:
        raise  # the worker's to tell
    except Exception:  # noqa: BLE001 - whatever it is, one page, logged and kept as rejected
        _log.exception("the cleaner broke on %s (snapshot %d)", snapshot.url, snapshot.snapshot_id)
        return Rejected(snapshot.snapshot_id, snapshot.url, Rejection.CLEANER_FAILED)


def judged(judges: Judges, snapshots: Iterable[Snapshot]) -> Iterator[Report | Rejected]:
    """Clean snapshots in worker processes and yield what became of them, in their order."""
    asked: dict[int, tuple[int, str]] = {}

    def remembered() -> Iterator[Snapshot]:
        for number, snapshot in enumerate(snapshots):
            asked[number] = (snapshot.snapshot_id, snapshot.url)
            yield snapshot

    for number, answer in enumerate(judges.map(remembered())):
        snapshot_id, url = asked.pop(number)
        if isinstance(answer, Failure):
            _log.warning("%s over %s (snapshot %d)", answer.value, url, snapshot_id)
            yield Rejected(snapshot_id, url, _REJECTIONS[answer])
        else:
            yield answer
