"""Where in a text a query was found, and the passages that show it best."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.fold import Folded, fold, fold_with_offsets
from indexer.hits import Passage, Spans
from indexer.query import And, Phrase, Query, Words
from indexer.words import query_words

MOST_PASSAGES = 3
MOST_CHARACTERS = 120
_FEWEST_CHARACTERS = 60
_LEAD_IN = 40  # characters shown before a find in a sentence that is too long to show whole
_MOST_WINDOWS = 200  # a common character stands everywhere; the first places are as good

_SENTENCE_END = re.compile(r"[。！？；!?;]+[”’」』）)]*|\n")


@dataclass(frozen=True, slots=True)
class _Part:
    """A leaf of a query: its folded literal, and the folded words that may stand for it."""

    literal: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Part number ``part`` was found at ``[start, end)`` of the original text."""

    start: int
    end: int
    part: int


@dataclass(frozen=True, slots=True)
class _Window:
    """A piece ``[start, end)`` of the text and the places inside it."""

    start: int
    end: int
    places: tuple[_Place, ...]

    @property
    def parts(self) -> frozenset[int]:
        return frozenset(place.part for place in self.places)


def highlight(query: Query, text: str) -> Spans:
    """Return the places in ``text`` that ``query`` found.

    A word that does not stand there literally is shown by its single words.
    """
    return _joined(_places(query, text))


def best_passages(query: Query, text: str) -> tuple[Passage, ...]:
    """Return up to three pieces of ``text``, those with most parts of the query first.

    They keep to sentences where these are short enough. If nothing of the query stands in
    the text (only in the title), the text's beginning is returned, without spans.
    """
    places = _places(query, text)
    if not places:
        window = _window_around(text, _sentence_ends(text), _Place(0, 0, 0), [])
        return (_passage(text, window),) if text.strip() else ()
    ends = _sentence_ends(text)
    windows = [_window_around(text, ends, place, places) for place in places[:_MOST_WINDOWS]]
    return tuple(_passage(text, window) for window in _chosen(windows))


def _parts(query: Query) -> Iterator[_Part]:
    match query:
        case Phrase(text):
            yield _Part(fold(text), ())
        case Words(text):
            yield _Part(fold(text), tuple(dict.fromkeys(fold(word) for word in query_words(text))))
        case And(parts):
            for part in parts:
                yield from _parts(part)


def _places(query: Query, text: str) -> list[_Place]:
    folded = fold_with_offsets(text)
    found: list[_Place] = []
    for number, part in enumerate(_parts(query)):
        literal = list(_occurrences(folded, part.literal, number))
        found += literal or [
            place for word in part.words for place in _occurrences(folded, word, number)
        ]
    return sorted(found)


def _occurrences(folded: Folded, needle: str, part: int) -> Iterator[_Place]:
    position = folded.text.find(needle) if needle else -1
    while position >= 0:
        end = position + len(needle)
        yield _Place(*folded.span(position, end), part)
        position = folded.text.find(needle, end)


def _joined(places: list[_Place]) -> Spans:
    spans: list[tuple[int, int]] = []
    for place in places:
        if spans and place.start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], place.end)
        else:
            spans.append((place.start, place.end))
    return tuple(spans)


def _sentence_ends(text: str) -> list[int]:
    return [*(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]


def _window_around(text: str, ends: list[int], place: _Place, places: list[_Place]) -> _Window:
    first, last = bisect_right(ends, place.start), bisect_left(ends, place.end)
    start, end = ends[first - 1] if first else 0, ends[min(last, len(ends) - 1)]
    if end - start > MOST_CHARACTERS:
        start = max(start, place.start - _LEAD_IN)
        end = max(place.end, min(end, start + MOST_CHARACTERS))
    else:
        start, end = _extended(text, ends, start, end)
    low = bisect_left(places, _Place(start, start, 0))
    high = bisect_left(places, _Place(end, end, 0))
    return _Window(start, end, tuple(each for each in places[low:high] if each.end <= end))


def _extended(text: str, ends: list[int], start: int, end: int) -> tuple[int, int]:
    """Add following, then preceding sentences of the same paragraph while it is short."""
    while end - start < _FEWEST_CHARACTERS and end < len(text) and text[end - 1] != "\n":
        following = ends[bisect_right(ends, end)]
        if following - start > MOST_CHARACTERS:
            break
        end = following
    while end - start < _FEWEST_CHARACTERS and start and text[start - 1] != "\n":
        before = bisect_left(ends, start) - 1
        preceding = ends[before] if before >= 0 else 0
        if end - preceding > MOST_CHARACTERS:
            break
        start = preceding
    return start, end


def _chosen(windows: list[_Window]) -> list[_Window]:
    chosen: list[_Window] = []
    covered: frozenset[int] = frozenset()
    while windows and len(chosen) < MOST_PASSAGES:
        best = max(
            windows, key=lambda w: (len(w.parts - covered), len(w.parts), len(w.places), -w.start)
        )
        chosen.append(best)
        covered |= best.parts
        windows = [w for w in windows if w.end <= best.start or w.start >= best.end]
    return chosen


def _passage(text: str, window: _Window) -> Passage:
    piece = text[window.start : window.end]
    skipped = len(piece) - len(piece.lstrip())
    start = window.start + skipped
    spans = ((first - start, last - start) for first, last in _joined(list(window.places)))
    return Passage(piece.strip(), tuple(spans))
