"""How it is laid out which documents have the words of a block, and how much these weigh there.

Of each word there are the documents, as 16 bits that tell them apart within the block, and behind
them their weights; or, where that is no longer, the weights of all documents of the block.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.columns import Selection
from indexer.ranking import Weights

Low = npt.NDArray[np.uint16]
"""The lower halves of ordinals."""

Sizes = npt.NDArray[np.int64]

POSTING = 3
"""Bytes of a document and its weight."""

_DOCUMENT, _WORD = 8, 24  # where in a posting these begin: behind a weight, and behind both


class WordPostings(NamedTuple):
    """Which word, which document, both numbered from 0, and what it weighs there; in any order."""

    words: npt.NDArray[np.int32]
    documents: npt.NDArray[np.uint16]
    weights: Weights


def low_half(ordinal: int) -> np.uint16:
    """Return what tells a document from the others of its block."""
    return np.uint16(ordinal & 0xFFFF)


def halves(data: Weights) -> tuple[Low, Weights]:
    """Return the documents and the weights of a word that is not whole."""
    count = len(data) // POSTING
    return data[: 2 * count].view(np.uint16), data[2 * count :]


def laid_out(first: int, size: int, count: int, postings: WordPostings) -> tuple[Sizes, Weights]:
    """Return how many bytes each of ``count`` words takes, and these bytes.

    They are of the documents ``[first, first + size)``.
    """
    counts = np.bincount(postings.words, minlength=count)
    listed = POSTING * counts < size
    sizes = np.where(listed, POSTING * counts, size)
    in_list = listed[postings.words]
    data = np.empty(int(sizes.sum()), np.uint8)
    is_listed = np.repeat(listed, sizes)
    data[is_listed] = _lists(first, counts[listed], _chosen(postings, in_list))
    data[~is_listed] = _whole(size, ~listed, _chosen(postings, ~in_list)).ravel()
    return sizes, data


def taken_apart(first: int, size: int, sizes: Sizes, data: Weights) -> WordPostings:
    """Return what ``laid_out`` made bytes of."""
    listed = sizes != size
    is_listed = np.repeat(listed, sizes)
    whole, lists = data[~is_listed].reshape(-1, size), data[is_listed]
    rows, documents = np.nonzero(whole)
    counts = sizes[listed] // POSTING
    is_document = _are_documents(counts)
    words = [np.flatnonzero(~listed)[rows], np.repeat(np.flatnonzero(listed), counts)]
    low = lists[is_document].view(np.uint16) - low_half(first)
    return WordPostings(
        np.concatenate(words).astype(np.int32),
        np.concatenate([documents.astype(np.uint16), low]),
        np.concatenate([whole[rows, documents], lists[~is_document]]),
    )


def _chosen(postings: WordPostings, selection: Selection) -> WordPostings:
    words, documents, weights = postings
    return WordPostings(words[selection], documents[selection], weights[selection])


def _lists(first: int, counts: Sizes, postings: WordPostings) -> Weights:
    """Return documents and weights word by word; ``counts`` are how many each word has."""
    ordered = postings.words.astype(np.int64) << _WORD
    ordered |= postings.documents.astype(np.int64) << _DOCUMENT
    ordered |= postings.weights
    ordered.sort(kind="stable")  # which is fast where much is in order already
    is_document = _are_documents(counts)
    data = np.empty(len(is_document), np.uint8)
    low = (ordered >> _DOCUMENT).astype(np.uint16) + low_half(first)
    data[is_document] = low.view(np.uint8)
    data[~is_document] = ordered.astype(np.uint8)
    return data


def _are_documents(counts: Sizes) -> Selection:
    """Return which bytes of lists are of documents; the others are weights."""
    sizes = np.column_stack([2 * counts, counts]).ravel()
    return np.repeat(np.tile([True, False], len(counts)), sizes)


def _whole(size: int, selected: Selection, postings: WordPostings) -> Weights:
    """Return the weights of all documents, a line for each of the ``selected`` words."""
    lines = np.cumsum(selected) - 1
    weights = np.zeros((np.count_nonzero(selected), size), np.uint8)
    weights[lines[postings.words], postings.documents] = postings.weights
    return weights
