"""Literal search: which folded texts contain a folded phrase.

The texts lie one behind the other in one file. Whole blocks of it are read into one buffer
and searched with ``bytes.find``, which passes 2-8 GB/s; memory stays at one block however
many texts there are. UTF-8 never matches in the middle of a character, and the newline after
title and text, which no folded phrase contains, keeps a match from reaching over an edge.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from indexer.whoosh_engine.appendfile import AppendFile
from indexer.whoosh_engine.schema import CHARACTERS
from indexer.whoosh_engine.view import View

EDGE = "\n"
"""Stands behind the folded title and behind the folded text."""

_BLOCK_BYTES = 1 << 20  # 1 MiB: faster than 256 KiB and than memory-mapping, as fast as 4 MiB
_GAP_BYTES = 1 << 15  # reading over a smaller gap costs less than another call
_SCAN_ALL_SHARE = 0.5  # with more candidates than this, reading postings saves nothing
_NARROWING_FACTOR = 4  # a posting list this much longer than the candidates is not worth it


@dataclass(frozen=True, slots=True)
class _Run:
    """Texts ``[first, last]`` in text order, to be read at once."""

    first: int
    last: int
    start: int
    end: int


def containing(
    view: View, texts: AppendFile, phrase: str, within: Collection[int] | None = None
) -> set[int]:
    """Return the numbers of the documents whose folded title or text contains ``phrase``.

    ``phrase`` is folded already; an empty one is everywhere. ``within`` limits the search to
    those numbers.
    """
    wanted = None if within is None else set(within)
    if not phrase:
        everything = set(view.numbers.values())
        return everything if wanted is None else everything & wanted
    candidates = _candidates(view, phrase, wanted)
    if candidates is not None and not candidates:
        return set()
    return _scan(view, texts, phrase.encode(), candidates)


def _candidates(view: View, phrase: str, wanted: set[int] | None) -> set[int] | None:
    """Documents that have all characters of the phrase, or somewhat more; ``None``: all."""
    frequencies = sorted((view.frequency(CHARACTERS, c), c) for c in set(phrase))
    candidates = wanted
    for frequency, character in frequencies:
        if frequency > _SCAN_ALL_SHARE * len(view.records.ids):
            break
        if candidates is not None and frequency > _NARROWING_FACTOR * len(candidates):
            break
        found = view.documents_with(CHARACTERS, character)
        candidates = found if candidates is None else candidates & found
        if not candidates:
            break
    return candidates


def _scan(view: View, texts: AppendFile, needle: bytes, candidates: set[int] | None) -> set[int]:
    numbers, starts = view.in_text_order
    sizes = view.records.text_sizes
    found: set[int] = set()
    buffer = bytearray(_BLOCK_BYTES)
    for run in _runs(view, candidates):
        size = run.end - run.start
        if size > len(buffer):
            buffer = bytearray(size)
        texts.read_into(memoryview(buffer)[:size], run.start)
        position = buffer.find(needle, 0, size)
        while position >= 0:
            order = bisect_right(starts, run.start + position, run.first, run.last + 1) - 1
            number = numbers[order]
            end = starts[order] + sizes[number] - run.start
            if position < end and (candidates is None or number in candidates):
                found.add(number)
            position = buffer.find(needle, max(end, position + 1), size)
    return found


def _runs(view: View, candidates: set[int] | None) -> Iterator[_Run]:
    """Gather texts that lie close together into blocks."""
    numbers, starts = view.in_text_order
    sizes = view.records.text_sizes
    run: _Run | None = None
    for order, number in enumerate(numbers):
        if candidates is not None and number not in candidates:
            continue
        start, end = starts[order], starts[order] + sizes[number]
        if run and start - run.end <= _GAP_BYTES and end - run.start <= _BLOCK_BYTES:
            run = _Run(run.first, order, run.start, end)
            continue
        if run:
            yield run
        run = _Run(order, order, start, end)
    if run:
        yield run
