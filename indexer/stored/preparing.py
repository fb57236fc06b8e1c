"""What is worked out of documents before an engine writes them, on all processors.

It is most of what building an index costs and depends on nothing but the documents.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np

from archive.pipeline.worker import Limits
from archive.pipeline.workers import Failure, WorkerPool
from indexer.allocation import keep_freed_memory
from indexer.document import Batch, IndexDocument
from indexer.folded import FoldedDocument
from indexer.likeness import SKETCH_SIZE, Sketches, sketch
from indexer.stored import documents as frames
from indexer.stored.counts import WordCounts

_AT_ONCE = 50  # documents a task: a quarter of a second of work
_WORTH_WORKERS = 10  # tasks: two seconds of work, as much as it costs to start them
_LIMITS = Limits(cpu_s=60, memory_bytes=4 << 30)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What is stored of documents, in their order."""

    folded: Sequence[FoldedDocument]
    frames: Sequence[bytes]
    sketches: Sketches
    words: WordCounts

    @classmethod
    def joined(cls, parts: Sequence[Prepared]) -> Prepared:
        """Return ``parts`` one behind the other."""
        return cls(
            [each for part in parts for each in part.folded],
            [each for part in parts for each in part.frames],
            np.concatenate([part.sketches for part in parts]),
            WordCounts.joined([part.words for part in parts]),
        )


def prepare(documents: Sequence[IndexDocument]) -> Prepared:
    """Work out what is stored of documents."""
    folded = [FoldedDocument.of(document) for document in documents]
    return Prepared(
        folded,
        frames.to_bytes(documents),
        np.array([sketch(each.text) for each in folded], np.uint16).reshape(-1, SKETCH_SIZE),
        WordCounts.of(documents),
    )


def committed(
    batches: Iterable[Batch], commit: Callable[[Batch, Prepared], None]
) -> Generator[Batch]:
    """Have ``commit`` write one batch after the other, and yield each when it is written.

    Meanwhile the next one is drawn and prepared; ``commit`` is called in a thread of its own.
    """
    with ThreadPoolExecutor(1) as beside, closing(_prepared(batches)) as ready:
        before: tuple[Batch, Future[None]] | None = None
        for batch, prepared in ready:
            if before:
                yield _done(*before)
            before = batch, beside.submit(commit, batch, prepared)
        if before:
            yield _done(*before)


def _done(batch: Batch, commit: Future[None]) -> Batch:
    commit.result()
    return batch


@dataclass(frozen=True, slots=True)
class _Part:
    """Documents that are prepared together; the last ones of a batch say of which."""

    documents: Sequence[IndexDocument]
    completes: Batch | None


def _prepared(batches: Iterable[Batch]) -> Generator[tuple[Batch, Prepared]]:
    """Work out what is stored of batches, which are drawn ahead."""
    under_way: deque[_Part] = deque()

    def tasks() -> Iterator[Sequence[IndexDocument]]:
        for part in chain.from_iterable(map(_parts, batches)):
            under_way.append(part)
            yield part.documents

    done: list[Prepared] = []
    for answer in _answers(tasks()):
        part = under_way.popleft()
        # A worker that failed was killed, or the task is too large for it: no reason to stop.
        done.append(prepare(part.documents) if isinstance(answer, Failure) else answer)
        if part.completes:
            yield part.completes, Prepared.joined(done)
            done.clear()


def _parts(batch: Batch) -> Iterator[_Part]:
    documents = batch.documents
    for start in range(0, len(documents) or 1, _AT_ONCE):
        end = start + _AT_ONCE
        yield _Part(documents[start:end], batch if end >= len(documents) else None)


def _answers(tasks: Iterator[Sequence[IndexDocument]]) -> Iterator[Prepared | Failure]:
    """Prepare documents: in worker processes if there are many tasks."""
    first = list(islice(tasks, _WORTH_WORKERS))
    if len(first) < _WORTH_WORKERS or len(os.sched_getaffinity(0)) == 1:
        yield from map(prepare, chain(first, tasks))
        return
    with WorkerPool(_prepare_apart, limits=_LIMITS) as pool:
        yield from pool.map(chain(first, tasks))


def _prepare_apart(documents: Sequence[IndexDocument]) -> Prepared:
    keep_freed_memory()
    return prepare(documents)
