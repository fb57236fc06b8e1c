"""How well documents fit a query: BM25F, and what a query says of their kind and year.

Who types 政府工作报告 2020 names a kind of report and a year. Words alone cannot tell such a
report from others in whose titles 政府, 工作 and 报告 stand, too. So a value of a fact that the
query *names*, having all of its words, adds its idf to the reports that have it. Whether a
report is found does not depend on it.

On the judged set (``tests/quality/judged``) this moves nDCG@10 from 0.85 to 0.87 and lowers no
question; single words of a name, or the names of issuers and places, gain nothing there.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from archive.facts import ReportKind
from indexer.columns import Columns, Selection
from indexer.engine import Reading, Scores
from indexer.facets import Facet
from indexer.ranking import idf
from indexer.words import query_words

_NAMED = (Facet.KIND, Facet.YEAR)
_NAMELESS = (None, ReportKind.OTHER)


@dataclass(frozen=True, slots=True, eq=False)
class Naming:
    """A fact that a query names: ``label`` as a filter has it, who has it, what it adds."""

    label: str
    having: Selection
    score: float


def relevance(reading: Reading, terms: Collection[str], within: Selection) -> Scores:
    """Return the scores of documents, by ordinal, for the words that a query asks for."""
    if not within.any():
        return np.zeros(len(within))
    scores = reading.scores(terms, within)
    for naming in namings(reading.columns, terms):
        scores = scores + naming.score * naming.having
    return scores


def namings(columns: Columns, terms: Collection[str]) -> Iterator[Naming]:
    """Yield the kinds and years of which ``terms`` have all the words."""
    asked = frozenset(terms)
    for facet in _NAMED if asked else ():
        column = columns.facets[facet]
        for code, value in enumerate(column.values):
            if value not in _NAMELESS and _words_of(value) <= asked:
                having = columns.live & (column.codes == code)
                counts = np.count_nonzero(columns.live), np.count_nonzero(having)
                yield Naming(f"{facet.value}:{value}", having, idf(*map(int, counts)))


@lru_cache(maxsize=1024)
def _words_of(value: Hashable) -> frozenset[str]:
    return frozenset(query_words(str(value)))
