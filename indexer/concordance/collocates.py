"""Collocates: the words that keep an occurrence company more often than chance has it.

Company is the sentence. The sentences with an occurrence, without the occurrence itself, are
compared with all other sentences of the same reports; so a word that is merely frequent in
such reports is no collocate.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.answers.leaves import Locator, leaves
from indexer.concordance.occurrences import occurrences_in
from indexer.query import Query
from indexer.sentences import SENTENCE_ENDS
from indexer.words import query_words

MEASURE = "log-likelihood G2 (Dunning 1993), 1 degree of freedom"
AT_LEAST = 3
"""Times a word has to stand in company before it is worth a line."""

_SENTENCE = re.compile(rf"[^{SENTENCE_ENDS}\n]+")


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word, and the numbers that its measure is made of.

    ``near`` and ``elsewhere`` count it in sentences with and without an occurrence,
    ``expected`` is what ``near`` would be by chance, ``reports`` counts the reports that have
    it near.
    """

    word: str
    near: int
    elsewhere: int
    expected: float
    reports: int
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class Collocates:
    """Collocates, strongest first; ``near_total`` and ``elsewhere_total`` count all words."""

    near_total: int
    elsewhere_total: int
    words: tuple[Collocate, ...]


def collocates(query: Query, found: Iterable[Locator], *, at_least: int = AT_LEAST) -> Collocates:
    """Return all words that stand near an occurrence more often than expected.

    Only those that do so ``at_least`` times.
    """
    tally = _Tally()
    sought = tuple(leaves(query))
    for locator in found:
        places = occurrences_in(locator, sought)
        tally.add(locator.document.text, [(e.start, e.end) for e in places if not e.in_title])
    return tally.ranked(at_least)


def log_likelihood(near: int, elsewhere: int, near_total: int, elsewhere_total: int) -> float:
    """Return G2 of a word: 0 if it is spread evenly, above 10.83 with a p below 0.001.

    G2 = 2 Σ O ln(O / E) over four cells: this word and all others, near and elsewhere; E is
    what a cell has if the word stands near as often as all words do.

    Source: Dunning, Accurate Methods for the Statistics of Surprise and Coincidence, 1993.

    >>> round(log_likelihood(10, 10, 100, 1000), 2)
    22.91
    """
    observed = (near, elsewhere, near_total - near, elsewhere_total - elsewhere)
    total = near_total + elsewhere_total
    rows = near + elsewhere, total - near - elsewhere
    columns = near_total, elsewhere_total
    expected = [row * column / total for row in rows for column in columns]
    terms = (o * math.log(o / e) for o, e in zip(observed, expected, strict=True) if o)
    return 2 * math.fsum(terms)


class _Tally:
    def __init__(self) -> None:
        self._near = Counter[str]()
        self._elsewhere = Counter[str]()
        self._reports = Counter[str]()

    def add(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        near_text, far_text = _divided(text, spans)
        near = query_words(near_text)
        self._near.update(near)
        self._elsewhere.update(query_words(far_text))
        self._reports.update(set(near))

    def ranked(self, at_least: int) -> Collocates:
        totals = self._near.total(), self._elsewhere.total()
        share = totals[0] / (sum(totals) or 1)
        found = (
            self._collocate(word, count, share, totals)
            for word, count in self._near.items()
            if count >= at_least and count > share * (count + self._elsewhere[word])
        )
        return Collocates(*totals, tuple(sorted(found, key=lambda c: (-c.log_likelihood, c.word))))

    def _collocate(self, word: str, near: int, share: float, totals: tuple[int, int]) -> Collocate:
        elsewhere = self._elsewhere[word]
        return Collocate(
            word,
            near,
            elsewhere,
            share * (near + elsewhere),
            self._reports[word],
            log_likelihood(near, elsewhere, *totals),
        )


def _divided(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, str]:
    """Return the sentences with an occurrence, that taken out, and the other sentences."""
    near: list[str] = []
    far: list[str] = []
    upcoming = 0
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        rest, at, held = [], start, False
        while upcoming < len(spans) and spans[upcoming][0] < end:
            left, right = spans[upcoming]
            held = held or right > start
            rest.append(text[at : max(at, left)])
            at = max(at, min(right, end))
            if right > end:  # it reaches over into the next sentence
                break
            upcoming += 1
        rest.append(text[at:end])
        (near if held else far).append("\n".join(rest))
    return "\n".join(near), "\n".join(far)
