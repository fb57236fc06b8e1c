"""What is worked out of documents before an engine writes them, on all processors.

It is most of what building an index costs and depends on nothing but the documents.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from archive.pipeline.worker import Limits
from archive.pipeline.workers import Failure, WorkerPool
from indexer.document import IndexDocument
from indexer.folded import FoldedDocument
from indexer.likeness import Sketch, sketch
from indexer.stored import documents as frames
from indexer.stored.blocks import Terms
from indexer.stored.counts import WordCounts
from indexer.stored.grams import grams_of

_AT_ONCE = 50  # documents a task: a quarter of a second of work
_WORTH_WORKERS = 500  # two seconds of work, as much as it costs to start them
_LIMITS = Limits(cpu_s=60, memory_bytes=4 << 30)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What is stored of documents, in their order."""

    folded: Sequence[FoldedDocument]
    frames: Sequence[bytes]
    sketches: Sequence[Sketch]
    grams: Sequence[Terms]
    words: WordCounts

    @classmethod
    def joined(cls, parts: Sequence[Prepared]) -> Prepared:
        """Return ``parts`` one behind the other."""
        return cls(
            [each for part in parts for each in part.folded],
            [each for part in parts for each in part.frames],
            [each for part in parts for each in part.sketches],
            [each for part in parts for each in part.grams],
            WordCounts.joined([part.words for part in parts]),
        )


def prepare(documents: Sequence[IndexDocument]) -> Prepared:
    """Work out what is stored of documents."""
    folded = [FoldedDocument.of(document) for document in documents]
    return Prepared(
        folded,
        [frames.to_bytes(document) for document in documents],
        [sketch(each.text) for each in folded],
        [grams_of(each.units) for each in folded],
        WordCounts.of(documents),
    )


class Preparer:
    """Prepares documents, many of them in worker processes, which it keeps for the next time."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._pool: WorkerPool[Sequence[IndexDocument], Prepared] = WorkerPool(
            prepare, limits=_LIMITS
        )

    def prepare(self, documents: Sequence[IndexDocument]) -> Prepared:
        """Work out what is stored of documents."""
        tasks = [
            documents[first : first + _AT_ONCE] for first in range(0, len(documents) or 1, _AT_ONCE)
        ]
        if len(documents) < _WORTH_WORKERS or len(os.sched_getaffinity(0)) == 1:
            return Prepared.joined([prepare(task) for task in tasks])
        done = zip(tasks, self._pool.map(tasks), strict=True)
        # A worker that failed was killed, or the task is too large for it: no reason to stop.
        return Prepared.joined(
            [prepare(task) if isinstance(part, Failure) else part for task, part in done]
        )

    def close(self) -> None:
        """End the workers."""
        self._pool.__exit__(None, None, None)
