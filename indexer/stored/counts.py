"""The words of documents, counted: document by document, and word by word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.document import IndexDocument
from indexer.ranking import TITLE_WEIGHT
from indexer.words import GAP, words_and_gaps

Numbers = npt.NDArray[np.int64]

_NONE = np.empty(0, np.int64)

MOST_WEIGHT = 255
"""Occurrences that are told apart; more than these change no ranking."""

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
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        assert numbers[GAP] == 0
        texts = [_numbered(each.text, numbers) for each in documents]
        titles = [_numbered(each.title, numbers) for each in documents]
        found, weights, totals = [_NONE], [_NONE], []
        for fields in zip(texts, titles, strict=True):
            sums = _weights(*fields, len(numbers))  # all words, so document by document
            found.append(np.flatnonzero(sums))
            weights.append(sums[found[-1]])
            totals.append(int(sums.sum()))
        return cls(
            list(numbers)[1:],
            np.concatenate(found).astype(np.int32),
            np.minimum(np.concatenate(weights), MOST_WEIGHT).astype(np.uint8),
            [len(each) for each in found[1:]],
            totals,
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

    def by_word(self) -> Inverted:
        """Return who has each word, word after word."""
        documents = np.repeat(np.arange(len(self.sizes)), self.sizes)
        terms = self.words.astype(np.int64)
        postings = (terms << _TERM) + (documents << _DOCUMENT) + self.weights
        postings.sort()  # faster than finding out an order
        return Inverted(
            np.bincount(terms, minlength=len(self.vocabulary)),
            (postings >> _DOCUMENT).astype(np.uint16),
            postings.astype(np.uint8),
        )


def _numbered(text: str, numbers: Mapping[str, int]) -> Numbers:
    """Return the numbers of the words of a text and of gaps."""
    found = words_and_gaps(text)
    return np.fromiter(map(numbers.__getitem__, found), np.int64, len(found))


def _weights(text: Numbers, title: Numbers, size: int) -> Numbers:
    """Return what each of ``size`` words weighs in a document, given its words and gaps."""
    in_text, in_title = (np.bincount(each, minlength=size) for each in (text, title))
    return (in_text + TITLE_WEIGHT * in_title)[1:]  # gaps weigh nothing
