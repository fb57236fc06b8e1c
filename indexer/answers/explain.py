"""Why a document ranks where it does: the parts of its score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from indexer.answers.order import Match
from indexer.answers.relevance import namings
from indexer.engine import Reading
from indexer.ranking import K1, TITLE_WEIGHT, B
from indexer.words import words

FORMULA = (
    f"score = Σ idf · w · {K1 + 1:g} / (w + {K1:g} · ({1 - B:g} + {B:g} · length / mean length)), "
    f"w = occurrences in the text + {TITLE_WEIGHT} · occurrences in the title; "
    "and the idf of a kind or year that the query names"
)
"""The formula of ``indexer.ranking`` with its constants, and ``relevance``'s, in words."""


@dataclass(frozen=True, slots=True)
class ScorePart:
    """What one word, or a fact that the query names, adds to a score.

    ``reports`` is how many have it; a fact stands neither in the title nor in the text.
    """

    word: str
    in_title: int
    in_text: int
    reports: int
    score: float


def explain(reading: Reading, terms: Collection[str], match: Match) -> tuple[ScorePart, ...]:
    """Return the parts of a match's score, greatest first; words that add nothing are left out."""
    in_title, in_text = Counter(words(match.document.title)), Counter(words(match.document.text))
    parts = []
    only = np.zeros_like(reading.columns.live)
    only[match.ordinal] = True
    for word in sorted(reading.ranking(terms)):
        score = float(reading.scores([word], only)[match.ordinal])
        if score:
            having = reading.having([word], reading.columns.live)
            counts = (in_title[word], in_text[word], int(np.count_nonzero(having)))
            parts.append(ScorePart(word, *counts, score))
    for naming in namings(reading.columns, terms):
        if naming.having[match.ordinal]:
            reports = int(np.count_nonzero(naming.having))
            parts.append(ScorePart(naming.label, 0, 0, reports, naming.score))
    return tuple(sorted(parts, key=lambda part: -part.score))
