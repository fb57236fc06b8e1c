"""Where in a text a query was found, and the passages that show it best."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from indexer.answers.leaves import Leaf, Locator, leaves
from indexer.hits import Highlights, Passage, Shown, Spans
from indexer.query import Field, Phrase, Query, Words
from indexer.sentences import SENTENCE_ENDS
from indexer.words import query_words

MOST_PASSAGES = 3
MOST_CHARACTERS = 120
_FEWEST_CHARACTERS = 60
_LEAD_IN = 40  # characters shown before a find in a sentence that is too long to show whole
# Something common stands everywhere, and its first places are as good; more are looked at where
# several parts may meet.
_MOST_WINDOWS, _MOST_OF_ONE_PART = 200, 16

_CLAUSE_END = re.compile(f"[，、：,:{SENTENCE_ENDS}]")
_SENTENCE = re.compile(rf"[^\n{SENTENCE_ENDS}]*[{SENTENCE_ENDS}]")
# It begins with a set of characters, as ``re`` looks for these in half the time.
_SENTENCE_END = re.compile(rf"[{SENTENCE_ENDS}\n](?:(?<!\n)[{SENTENCE_ENDS}]*[”’」』）)]*)?")


class _Place(NamedTuple):
    """Part number ``part`` was found at ``[start, end)`` of the original text."""

    start: int
    end: int
    part: int

    def shortened(self) -> _Place:
        """Return as much of it as a passage shows: an expression may match a whole text."""
        if self.end - self.start <= MOST_CHARACTERS:
            return self
        return self._replace(end=self.start + MOST_CHARACTERS)


class _Window(NamedTuple):
    """A piece ``[start, end)`` of the text, the places inside it and their parts."""

    start: int
    end: int
    places: list[_Place]
    parts: frozenset[int]


def highlight(query: Query, locator: Locator) -> Highlights:
    """Return the places in title and in text that ``query`` found.

    A word that does not stand there literally is shown by its single words.
    """
    in_title, in_text = _places(query, locator)
    return Highlights(_joined(in_title), _joined(in_text))


def show(query: Query, locator: Locator) -> Shown:
    """Return the places in the title, and the pieces of the text that show the query best.

    Those come first that have most parts of the query; they keep to sentences where these are
    short enough, and show the beginning of a place that is longer than a passage. If nothing
    of the query stands in the text (only in the title), the text's first sentences are
    returned, without spans.
    """
    in_title, in_text = _places(query, locator)
    shown = [each.shortened() for each in in_text]
    return Shown(_joined(in_title), _best_passages(locator.document.text, shown))


def _best_passages(text: str, places: list[_Place]) -> tuple[Passage, ...]:
    if not text.strip():
        return ()
    if not places:
        # What stands before the first sentence is whom or when a report speaks to.
        first = _SENTENCE.search(text)
        start = first.start() if first else 0
        (beginning,) = _all_bounds(text, [_Place(start, start + 1, 0)])
        return (_passage(text, _window(*beginning, [])),)
    bounds = dict.fromkeys(_all_bounds(text, _sampled(places)))
    windows = [_window(start, end, places) for start, end in bounds]
    return tuple(_passage(text, window) for window in _chosen(windows))


def _sampled(places: list[_Place]) -> list[_Place]:
    """Return the first places of every part, so that a common one does not hide a rare one."""
    parts = {place.part for place in places}
    most = _MOST_OF_ONE_PART if len(parts) == 1 else _MOST_WINDOWS
    room = dict.fromkeys(parts, max(1, most // len(parts)))
    sampled = []
    for place in places:
        if room[place.part]:
            room[place.part] -= 1
            sampled.append(place)
    return sampled


def _places(query: Query, locator: Locator) -> tuple[list[_Place], list[_Place]]:
    """Return the places in the title and those in the text."""
    in_title: list[_Place] = []
    in_text: list[_Place] = []
    for number, leaf in enumerate(leaves(query)):
        for field, start, end in list(locator.parts(leaf)) or _words_apart(locator, leaf):
            places = in_title if field is Field.TITLE else in_text
            places.append(_Place(start, end, number))
    return sorted(in_title), sorted(in_text)


def _words_apart(locator: Locator, leaf: Leaf) -> Iterator[tuple[Field, int, int]]:
    if isinstance(leaf.sought, Words):
        for word in dict.fromkeys(query_words(leaf.sought.text)):
            yield from locator.parts(Leaf(Phrase(word), leaf.look))


def _joined(places: list[_Place]) -> Spans:
    spans: list[tuple[int, int]] = []
    for place in places:
        if spans and place.start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], place.end)
        else:
            spans.append((place.start, place.end))
    return tuple(spans)


class _Sentences:
    """Where the sentences of a text end; each paragraph is looked through once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[int, int], list[int]] = {}

    def ends_around(self, place: _Place) -> list[int]:
        """Return where the paragraphs of a place begin, and where sentences end in them."""
        start = self._text.rfind("\n", 0, place.start) + 1
        end = self._text.find("\n", place.end - 1) + 1 or len(self._text)
        if (start, end) not in self._known:
            found = _SENTENCE_END.finditer(self._text, start, end)
            self._known[start, end] = [start, *(each.end() for each in found), end]
        return self._known[start, end]


def _all_bounds(text: str, places: list[_Place]) -> Iterator[tuple[int, int]]:
    """Yield the pieces to show around places, in order; those in a short sentence share one."""
    sentences, shared = _Sentences(text), (0, 0)
    for place in places:
        if shared[0] <= place.start and place.end <= shared[1]:
            continue
        ends = sentences.ends_around(place)
        first, last = bisect_right(ends, place.start) - 1, bisect_left(ends, place.end)
        start, end = ends[first], ends[last]
        if end - start <= MOST_CHARACTERS:
            # What stands in one of several sentences may be shown without the others.
            shared = (start, end) if last == first + 1 else (0, 0)
            yield _extended(ends, start, end)
        else:
            yield _clauses(text, start, end, place)


def _clauses(text: str, start: int, end: int, place: _Place) -> tuple[int, int]:
    """Return the clauses around a place in a sentence ``[start, end)`` that is too long."""
    start = _clause_start(text, start, place.start)
    return start, _clause_end(text, start, max(place.end, min(end, start + MOST_CHARACTERS)), place)


def _window(start: int, end: int, places: list[_Place]) -> _Window:
    low, high = bisect_left(places, (start,)), bisect_left(places, (end,))
    inside = [place for place in places[low:high] if place.end <= end]
    return _Window(start, end, inside, frozenset([place.part for place in inside]))


def _clause_start(text: str, start: int, place: int) -> int:
    """Return where to begin in a long sentence: with a clause close before the place, if any."""
    if place - start <= _LEAD_IN:
        return start
    clause = _CLAUSE_END.search(text, place - _LEAD_IN, place)
    return clause.end() if clause else place - _LEAD_IN


def _clause_end(text: str, start: int, end: int, place: _Place) -> int:
    """Return where to end: with the last clause that fits and is not too short."""
    first = max(place.end, start + _FEWEST_CHARACTERS)
    clauses = [clause.end() for clause in _CLAUSE_END.finditer(text, first, end)]
    return clauses[-1] if clauses else end


def _extended(ends: list[int], start: int, end: int) -> tuple[int, int]:
    """Add following, then preceding sentences of the same paragraph while it is short."""
    while end - start < _FEWEST_CHARACTERS and end < ends[-1]:
        following = ends[bisect_right(ends, end)]
        if following - start > MOST_CHARACTERS:
            break
        end = following
    while end - start < _FEWEST_CHARACTERS and start > ends[0]:
        preceding = ends[bisect_left(ends, start) - 1]
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
    start = window.start + len(piece) - len(piece.lstrip())
    shown = piece.strip()
    # White space at either end may have been found; it is not shown.
    spans = (
        (max(first - start, 0), min(last - start, len(shown)))
        for first, last in _joined(window.places)
    )
    return Passage(shown, tuple(span for span in spans if span[0] < span[1]))
