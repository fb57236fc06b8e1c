"""What stands directly before and behind an occurrence, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.concordance.occurrences import Occurrence
from indexer.fold import fold
from indexer.sentences import SENTENCE_ENDS

DEFAULT_SIZE = 2
MOST_SIZE = 8

_SENTENCE_ENDS = frozenset(f"{SENTENCE_ENDS}\n")


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
    counter = NeighbourCounter(size)
    for _ in counter.counting(occurrences):
        pass
    return counter.counted()


class NeighbourCounter:
    """Counts neighbours of occurrences that go past."""

    def __init__(self, size: int = DEFAULT_SIZE) -> None:
        """Begin with nothing."""
        self._size = size
        self._before = Counter[str]()
        self._after = Counter[str]()

    def counting(self, occurrences: Iterable[Occurrence]) -> Iterator[Occurrence]:
        """Yield the occurrences as they are, counted."""
        for each in occurrences:
            self._before[_before(each.text, each.start, self._size)] += 1
            self._after[_after(each.text, each.end, self._size)] += 1
            yield each

    def counted(self) -> Neighbours:
        """Return what was counted so far."""
        total = self._before.total()
        return Neighbours(self._size, total, _ranked(self._before), _ranked(self._after))


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
