"""The words of documents, counted: document by document, and word by word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.document import IndexDocument
from indexer.ranking import TITLE_WEIGHT
from indexer.words import words

Numbers = npt.NDArray[np.int64]

MOST_WEIGHT = 255
"""Occurrences that are told apart; more than these change no ranking."""

_WEIGHTS = TITLE_WEIGHT + 1
_DOCUMENT, _TERM = 8, 24  # where in a posting these begin: behind a weight, and behind both


class Inverted(NamedTuple):
    """Postings word after word, each word's by document.

    ``frequencies`` are how many documents have each word, ``documents`` these, numbered from 0,
    ``weights`` what the word weighs there.
    """

    frequencies: Numbers
    documents: npt.NDArray[np.uint16]
    weights: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class WordCounts:
    """The words of documents with their weights, one document behind the other.

    ``words`` are numbers of the ``vocabulary``; the first ``sizes[0]`` of them are those of
    the first document. ``totals`` are the sums of each document's weights.
    """

    vocabulary: Sequence[str]
    words: npt.NDArray[np.int32]
    weights: npt.NDArray[np.uint8]
    sizes: Sequence[int]
    totals: Sequence[int]

    @classmethod
    def of(cls, documents: Sequence[IndexDocument]) -> WordCounts:
        """Count words."""
        vocabulary, found, sizes = _words_of(documents)
        fields = np.repeat(np.arange(len(sizes)), sizes)
        in_title = fields % 2
        pairs, sums = _summed(
            fields // 2 * len(vocabulary) + found, np.where(in_title, TITLE_WEIGHT, 1)
        )
        owners, counted = np.divmod(pairs, len(vocabulary))
        return cls(
            vocabulary,
            counted.astype(np.int32),
            np.minimum(sums, MOST_WEIGHT).astype(np.uint8),
            np.bincount(owners, minlength=len(documents)).tolist(),
            np.bincount(owners, sums, len(documents)).astype(np.int64).tolist(),
        )

    @classmethod
    def joined(cls, parts: Sequence[WordCounts]) -> WordCounts:
        """Return ``parts`` one behind the other."""
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        renumbered = [
            np.array([numbers[word] for word in part.vocabulary], np.int32)[part.words]
            for part in parts
        ]
        return cls(
            list(numbers),
            np.concatenate(renumbered),
            np.concatenate([part.weights for part in parts]),
            [size for part in parts for size in part.sizes],
            [total for part in parts for total in part.totals],
        )

    def by_word(self, ranks: Numbers) -> Inverted:
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


def _words_of(documents: Sequence[IndexDocument]) -> tuple[list[str], Numbers, list[int]]:
    """Return all words, then those of each text and title by number, and how many each has."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    found: list[int] = []
    sizes: list[int] = []
    for text in chain.from_iterable((each.text, each.title) for each in documents):
        before = len(found)
        found += map(numbers.__getitem__, words(text))
        sizes.append(len(found) - before)
    return list(numbers), np.array(found, np.int64), sizes


def _summed(keys: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """Return each key once, ascending, and the sum of its weights."""
    # Sorting numbers is several times as fast as counting words.
    weighted = keys * _WEIGHTS + weights
    weighted.sort()
    keys, weights = np.divmod(weighted, _WEIGHTS)
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[firsts], np.add.reduceat(weights, firsts)
