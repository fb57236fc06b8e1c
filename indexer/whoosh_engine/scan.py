"""Literal search: which folded texts contain a folded phrase.

Postings answer what they can: a single character, and a phrase that is a word. For the rest
they name candidates, and the folded texts decide. These lie one behind the other in one file;
blocks of it are read into one buffer and searched with ``bytes.find``, so memory stays at one
block however many texts there are. UTF-8 never matches in the middle of a character, and the
newline behind the title, which no folded phrase contains, keeps a match from reaching over.
"""

from __future__ import annotations

from collections.abc import Iterator

from indexer.whoosh_engine.appendfile import AppendFile
from indexer.whoosh_engine.pairs import telling_pairs
from indexer.whoosh_engine.schema import CHARACTERS, PAIRS, WORDS
from indexer.whoosh_engine.view import View
from indexer.words import stands_as_it_is

EDGE = "\n"
"""Stands behind the folded title and behind the folded text."""

_BLOCK_BYTES = 1 << 20  # 1 MiB: faster than 256 KiB and than memory-mapping, as fast as 4 MiB
_GAP_BYTES = 1 << 14  # reading over a smaller gap costs less than another call
_MOST_PAIRS = 16
_NARROWING_FACTOR = 16  # reading 16 postings costs as much as looking at one text


def containing(
    view: View, texts: AppendFile, phrase: str, within: set[int] | None = None
) -> set[int]:
    """Return the numbers of the documents whose folded title or text contains ``phrase``.

    ``phrase`` is folded already; an empty one is everywhere. ``within`` limits the search to
    those numbers.
    """
    within = view.live if within is None else within
    if not phrase:
        return within
    if len(phrase) == 1:
        return view.documents_with(CHARACTERS, phrase.encode()) & within
    known = _having_it_as_word(view, phrase) & within
    candidates = _candidates(view, phrase, within - known)
    return known | set(_scan(view, texts, phrase.encode(), candidates))


def _having_it_as_word(view: View, phrase: str) -> set[int]:
    """Documents that need no look: what has a phrase as a word contains it literally."""
    return view.documents_with(WORDS, phrase.encode()) if stands_as_it_is(phrase) else set()


def _candidates(view: View, phrase: str, within: set[int]) -> set[int]:
    """Those of ``within`` that have the phrase's pairs of characters, or somewhat more."""
    candidates = within
    pairs = telling_pairs(phrase, _MOST_PAIRS)
    for frequency, pair in sorted((view.frequency(PAIRS, pair), pair) for pair in pairs):
        if frequency > _NARROWING_FACTOR * len(candidates):
            break
        candidates = candidates & view.documents_with(PAIRS, pair)
    return candidates


def _scan(view: View, texts: AppendFile, needle: bytes, candidates: set[int]) -> Iterator[int]:
    """Yield those of ``candidates`` whose text has the needle."""
    starts, sizes = view.records.text_starts, view.records.text_sizes
    buffer = bytearray(_BLOCK_BYTES)
    for run in _runs(view, candidates):
        base = starts[run[0]]
        size = starts[run[-1]] + sizes[run[-1]] - base
        if size > len(buffer):
            buffer = bytearray(size)
        texts.read_into(memoryview(buffer)[:size], base)
        for number in run:
            start = starts[number] - base
            if buffer.find(needle, start, start + sizes[number]) >= 0:
                yield number


def _runs(view: View, candidates: set[int]) -> Iterator[list[int]]:
    """Gather documents whose texts lie close together, to be read at once."""
    starts, sizes = view.records.text_starts, view.records.text_sizes
    run: list[int] = []
    run_start = run_end = 0
    for number in sorted(candidates, key=starts.__getitem__):
        start, end = starts[number], starts[number] + sizes[number]
        if run and (start - run_end > _GAP_BYTES or end - run_start > _BLOCK_BYTES):
            yield run
            run = []
        if not run:
            run_start = start
        run.append(number)
        run_end = end
    if run:
        yield run
