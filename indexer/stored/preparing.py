"""What is worked out of documents before an engine writes them, on all processors.

It is most of what building an index costs and depends on nothing but the documents.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from archive.pipeline.worker import Limits
from archive.pipeline.workers import Failure, WorkerPool
from indexer.document import IndexDocument
from indexer.folded import FoldedDocument
from indexer.likeness import Sketch, sketch
from indexer.ranking import TITLE_WEIGHT
from indexer.stored import documents as frames
from indexer.stored.blocks import Terms
from indexer.stored.grams import grams_of
from indexer.words import words

MOST_WEIGHT = 255
"""Occurrences that are told apart; more than these change no ranking."""

_WEIGHTS = TITLE_WEIGHT + 1
_AT_ONCE = 50  # documents a task: a quarter of a second of work
_WORTH_WORKERS = 500  # two seconds of work, as much as it costs to start them
_LIMITS = Limits(cpu_s=60, memory_bytes=4 << 30)


_DOCUMENT, _TERM = 8, 24  # where in a posting these begin: behind a weight, and behind both


class Inverted(NamedTuple):
    """Postings word after word, each word's by document.

    ``frequencies`` are how many documents have each word, ``documents`` these, numbered from 0,
    ``weights`` what the word weighs there.
    """

    frequencies: npt.NDArray[np.int64]
    documents: npt.NDArray[np.uint16]
    weights: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class WordCounts:
    """The words of documents with their weights, one document behind the other.

    ``words`` are numbers of the ``vocabulary``; the first ``sizes[0]`` of them are those of
    the first document. ``totals`` are the sums of each document's weights.
    """

    vocabulary: Sequence[str]
    words: npt.NDArray[np.int64]
    weights: npt.NDArray[np.uint8]
    sizes: Sequence[int]
    totals: Sequence[int]

    @classmethod
    def of(cls, documents: Sequence[IndexDocument]) -> WordCounts:
        """Count words."""
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        found: list[int] = []
        sizes: list[int] = []
        for text in chain.from_iterable((each.text, each.title) for each in documents):
            before = len(found)
            found += map(numbers.__getitem__, words(text))
            sizes.append(len(found) - before)
        fields = np.repeat(np.arange(len(sizes)), sizes)
        weights = np.where(fields % 2, TITLE_WEIGHT, 1)
        # Sorting numbers is several times as fast as counting words.
        keys = (fields // 2 * len(numbers) + np.array(found, np.int64)) * _WEIGHTS + weights
        keys.sort()
        pairs, weights = np.divmod(keys, _WEIGHTS)
        firsts = np.flatnonzero(np.diff(pairs, prepend=-1))
        sums = np.add.reduceat(weights, firsts)
        owners, counted = np.divmod(pairs[firsts], len(numbers))
        return cls(
            list(numbers),
            counted,
            np.minimum(sums, MOST_WEIGHT).astype(np.uint8),
            np.bincount(owners, minlength=len(documents)).tolist(),
            np.bincount(owners, sums, len(documents)).astype(np.int64).tolist(),
        )

    @classmethod
    def joined(cls, parts: Sequence[WordCounts]) -> WordCounts:
        """Return ``parts`` one behind the other."""
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        renumbered = [
            np.array([numbers[word] for word in part.vocabulary], np.int64)[part.words]
            for part in parts
        ]
        return cls(
            list(numbers),
            np.concatenate(renumbered),
            np.concatenate([part.weights for part in parts]),
            [size for part in parts for size in part.sizes],
            [total for part in parts for total in part.totals],
        )

    def by_word(self, ranks: npt.NDArray[np.int64]) -> Inverted:
        """Return who has each word, word after word; ``ranks`` says which comes when."""
        documents = np.repeat(np.arange(len(self.sizes)), self.sizes)
        terms = ranks[self.words]
        postings = (terms << _TERM) + (documents << _DOCUMENT) + self.weights
        postings.sort()  # faster than finding out an order
        return Inverted(
            np.bincount(terms, minlength=len(self.vocabulary)),
            (postings >> _DOCUMENT).astype(np.uint16),
            postings.astype(np.uint8),
        )


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
