"""What stands directly before and behind an occurrence, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.concordance.occurrences import Occurrence
from indexer.fold import fold

DEFAULT_SIZE = 2
MOST_SIZE = 8

_SENTENCE_ENDS = frozenset("。！？；!?;\n")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Folded characters beside an occurrence and how often they stand there.

    ``text`` is empty where a sentence begins or ends.
    """

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands before and behind, the most frequent first; each side adds up to ``total``."""

    size: int
    total: int
    before: tuple[Neighbour, ...]
    after: tuple[Neighbour, ...]


def neighbours(occurrences: Iterable[Occurrence], size: int = DEFAULT_SIZE) -> Neighbours:
    """Count the ``size`` characters on either side of every occurrence, in its sentence.

    What folding drops (quote marks, title marks, white space) does not count as a character;
    there are fewer of them where the sentence begins or ends.
    """
    before, after = Counter[str](), Counter[str]()
    for each in occurrences:
        before[_before(each.text, each.start, size)] += 1
        after[_after(each.text, each.end, size)] += 1
    return Neighbours(size, before.total(), _ranked(before), _ranked(after))


def _before(text: str, start: int, size: int) -> str:
    found = ""
    while start and len(found) < size and text[start - 1] not in _SENTENCE_ENDS:
        start -= 1
        found = fold(text[start]) + found
    return found[-size:]


def _after(text: str, end: int, size: int) -> str:
    found = ""
    while end < len(text) and len(found) < size and text[end] not in _SENTENCE_ENDS:
        found += fold(text[end])
        end += 1
    return found[:size]


def _ranked(counts: Counter[str]) -> tuple[Neighbour, ...]:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Neighbour(text, count) for text, count in ranked)
