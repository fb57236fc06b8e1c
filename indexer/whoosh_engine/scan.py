"""Literal search: which folded texts contain a folded phrase.

The texts lie one behind the other in one file. Whole blocks of it are read into one buffer
and searched with ``bytes.find``, which passes 2-8 GB/s; memory stays at one block however
many texts there are. UTF-8 never matches in the middle of a character, and the newline after
title and text, which no folded phrase contains, keeps a match from reaching over an edge.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from indexer.whoosh_engine.appendfile import AppendFile
from indexer.whoosh_engine.schema import CHARACTERS, WORDS
from indexer.whoosh_engine.view import TextOrder, View
from indexer.words import is_one_word

EDGE = "\n"
"""Stands behind the folded title and behind the folded text."""

_BLOCK_BYTES = 1 << 20  # 1 MiB: faster than 256 KiB and than memory-mapping, as fast as 4 MiB
_GAP_BYTES = 1 << 15  # reading over a smaller gap costs less than another call
_SCAN_ALL_SHARE = 0.5  # with more candidates than this, reading postings saves nothing
_NARROWING_FACTOR = 4  # a posting list this much longer than the candidates is not worth it


def containing(
    view: View, texts: AppendFile, phrase: str, within: set[int] | None = None
) -> set[int]:
    """Return the numbers of the documents whose folded title or text contains ``phrase``.

    ``phrase`` is folded already; an empty one is everywhere. ``within`` limits the search to
    those numbers.
    """
    known = _known_to_contain(view, phrase, within)
    if known:
        within = (view.live if within is None else within) - known
    candidates = _candidates(view, phrase, within)
    if candidates is not None and not candidates:
        return known
    return known | _scan(view, texts, phrase.encode(), candidates)


def _known_to_contain(view: View, phrase: str, within: set[int] | None) -> set[int]:
    """Documents that need no look: what has a phrase as a word contains it literally."""
    if not phrase:
        return view.live if within is None else within
    if not is_one_word(phrase):
        return set()
    having = view.documents_with(WORDS, phrase)
    return having - view.deleted if within is None else having & within


def _candidates(view: View, phrase: str, within: set[int] | None) -> set[int] | None:
    """Documents that have all characters of the phrase, or somewhat more; ``None``: all."""
    frequencies = sorted((view.frequency(CHARACTERS, c), c) for c in set(phrase))
    candidates = within
    for frequency, character in frequencies:
        if frequency > _SCAN_ALL_SHARE * len(view.records.ids):
            break
        if candidates is not None and frequency > _NARROWING_FACTOR * len(candidates):
            break
        found = view.documents_with(CHARACTERS, character) - view.deleted
        candidates = found if candidates is None else candidates & found
    return candidates


def _scan(view: View, texts: AppendFile, needle: bytes, candidates: set[int] | None) -> set[int]:
    order = view.text_order
    found: set[int] = set()
    buffer = bytearray(_BLOCK_BYTES)
    for first, last in _runs(view, candidates):
        base = order.starts[first]
        size = order.ends[last] - base
        if size > len(buffer):
            buffer = bytearray(size)
        texts.read_into(memoryview(buffer)[:size], base)
        at = buffer.find(needle, 0, size)
        while at >= 0:
            place = bisect_right(order.starts, base + at, first, last + 1) - 1
            end = order.ends[place] - base
            if at < end:  # else it is in what a replaced document left behind
                found.add(order.numbers[place])
            at = buffer.find(needle, max(end, at + 1), size)
    return found if candidates is None else found & candidates


def _runs(view: View, candidates: set[int] | None) -> Iterable[tuple[int, int]]:
    """Gather texts that lie close together: first and last place in text order."""
    order = view.text_order
    if candidates is None:
        return _gathered(order, range(len(order.numbers)))
    return _gathered(order, sorted([order.places[number] for number in candidates]))


def _gathered(order: TextOrder, places: Iterable[int]) -> list[tuple[int, int]]:
    starts, ends = order.starts, order.ends
    runs: list[tuple[int, int]] = []
    first, run_start, run_end, previous = -1, 0, 0, 0
    for place in places:
        start, end = starts[place], ends[place]
        if first < 0 or start - run_end > _GAP_BYTES or end - run_start > _BLOCK_BYTES:
            if first >= 0:
                runs.append((first, previous))
            first, run_start = place, start
        run_end, previous = end, place
    if first >= 0:
        runs.append((first, previous))
    return runs
