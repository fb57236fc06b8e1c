"""Recall and precision of a text against the expected one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

GRAM = 5


@dataclass(frozen=True)
class Score:
    """Shares of the expected text that came, and of what came that was expected."""

    recall: float
    precision: float

    @property
    def f1(self) -> float:
        total = self.recall + self.precision
        return 2 * self.recall * self.precision / total if total else 0.0


def score(text: str, expected: str) -> Score:
    """Compare two texts by their runs of five characters, white space left out."""
    got, wanted = _grams(text), _grams(expected)
    common = (got & wanted).total()
    return Score(common / max(wanted.total(), 1), common / max(got.total(), 1))


def _grams(text: str) -> Counter[str]:
    bare = "".join(text.split())
    return Counter(bare[start : start + GRAM] for start in range(max(len(bare) - GRAM + 1, 1)))
