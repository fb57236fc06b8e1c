"""Literal search: which folded texts contain a folded phrase.

Postings answer what they can: a single character, and a phrase that is a word. For the rest
they name candidates, and the folded texts decide. These lie one behind the other in one file;
blocks of it are read into one buffer and searched with ``bytes.find``, so memory stays at one
block however many texts there are. UTF-8 never matches in the middle of a character, and the
edge behind the title, which no folded phrase contains, keeps a match from reaching over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from indexer.columns import Selection
from indexer.folded import FoldedDocument
from indexer.whoosh_engine.appendfile import AppendFile
from indexer.whoosh_engine.pairs import telling_pairs
from indexer.whoosh_engine.schema import CHARACTERS, PAIRS, WORDS
from indexer.whoosh_engine.view import View
from indexer.words import stands_as_it_is

_BLOCK_BYTES = 1 << 20  # 1 MiB: faster than 256 KiB and than memory-mapping, as fast as 4 MiB
_GAP_BYTES = 1 << 14  # reading over a smaller gap costs less than another call
_MOST_PAIRS = 16
_NARROWING_FACTOR = 64  # reading 64 postings costs as much as looking at one text


def known_and_candidates(view: View, phrase: str, within: Selection) -> tuple[Selection, Selection]:
    """Return who is known to contain ``phrase``, and of whom else the texts must be asked."""
    if len(phrase) == 1:
        known = view.documents_with(CHARACTERS, phrase.encode()) & within
        return known, np.zeros_like(known)
    known = _having_it_as_word(view, phrase) & within
    return known, _candidates(view, phrase, within & ~known)


def containing(view: View, texts: AppendFile, phrase: str, candidates: Selection) -> Selection:
    """Return those of ``candidates`` whose text has the phrase."""
    needle = phrase.encode()
    found = [
        place.number
        for buffer, run in _read(view, texts, candidates)
        for place in run.places
        if buffer.find(needle, place.start - run.start, place.middle - run.start) >= 0
    ]
    selection = np.zeros_like(candidates)
    selection[found] = True
    return selection


def folded(
    view: View, texts: AppendFile, within: Selection
) -> Iterator[tuple[int, FoldedDocument]]:
    """Yield the folded documents."""
    for buffer, run in _read(view, texts, within):
        for number, *places in run.places:
            start, middle, end = (place - run.start for place in places)
            searchable, layout = bytes(buffer[start:middle]), bytes(buffer[middle:end])
            yield number, FoldedDocument(searchable, layout)


def _having_it_as_word(view: View, phrase: str) -> Selection:
    """Documents that need no look: what has a phrase as a word contains it literally."""
    if stands_as_it_is(phrase):
        return view.documents_with(WORDS, phrase.encode())
    return np.zeros(view.size, np.bool_)


def _candidates(view: View, phrase: str, within: Selection) -> Selection:
    """Those of ``within`` that have the phrase's pairs of characters, or somewhat more."""
    candidates = within
    pairs = telling_pairs(phrase, _MOST_PAIRS)
    for frequency, pair in sorted((view.frequency(PAIRS, pair), pair) for pair in pairs):
        if frequency > _NARROWING_FACTOR * np.count_nonzero(candidates):
            break
        candidates = candidates & view.documents_with(PAIRS, pair)
    return candidates


class _Place(NamedTuple):
    """Document ``number`` has its searchable bytes at ``[start, middle)``, then its layout."""

    number: int
    start: int
    middle: int
    end: int


class _Run(NamedTuple):
    """Documents that lie close together, in bytes ``[start, end)`` of the file."""

    start: int
    end: int
    places: list[_Place]


def _read(view: View, texts: AppendFile, within: Selection) -> Iterator[tuple[bytearray, _Run]]:
    """Yield all runs, each with a buffer that holds it until the next one."""
    buffer = bytearray(_BLOCK_BYTES)
    for run in _runs(view, within):
        size = run.end - run.start
        if size > len(buffer):
            buffer = bytearray(size)
        texts.read_into(memoryview(buffer)[:size], run.start)
        yield buffer, run


def _runs(view: View, within: Selection) -> Iterator[_Run]:
    """Gather documents whose texts are to be read at once."""
    run: list[_Place] = []
    for place in _places(view, within):
        if run and (
            place.start - run[-1].end > _GAP_BYTES or place.end - run[0].start > _BLOCK_BYTES
        ):
            yield _Run(run[0].start, run[-1].end, run)
            run = []
        run.append(place)
    if run:
        yield _Run(run[0].start, run[-1].end, run)


def _places(view: View, within: Selection) -> Iterator[_Place]:
    """Where the documents lie, in the order of the file."""
    numbers = np.flatnonzero(within)
    numbers = numbers[np.argsort(view.records.text_starts[numbers], kind="stable")]
    starts = view.records.text_starts[numbers]
    middles = starts + view.records.text_sizes[numbers]
    ends = middles + view.records.layout_sizes[numbers]
    columns = (numbers.tolist(), starts.tolist(), middles.tolist(), ends.tolist())
    return map(_Place, *columns)
