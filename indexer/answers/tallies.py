"""How many documents have each value of each facet.

Facts go together: a site's reports are all of one place and level. So the combinations of values
that occur are counted, which are far fewer than documents, and then what is in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.columns import Columns, Numbers, Ordinals, Selection
from indexer.facets import Facet

_FEWER = 8  # documents to a combination: else a fact is counted by itself


@dataclass(frozen=True, slots=True, eq=False)
class Combinations:
    """The combinations of some facts that occur.

    Document ``i`` has combination ``numbers[i]``; ``codes`` say which value of each fact that is,
    combination by combination.
    """

    numbers: npt.NDArray[np.intp]
    codes: Mapping[Facet, npt.NDArray[np.int32]]
    count: int

    @classmethod
    def of(cls, columns: Columns, facets: Iterable[Facet]) -> Combinations:
        """Combine facts, those with the fewest values first, as long as it is worth while."""
        most = len(columns.ids) // _FEWER
        combined: list[Facet] = []
        numbers, firsts = np.zeros(len(columns.ids), np.intp), np.zeros(1, np.intp)
        for facet in sorted(facets, key=lambda facet: len(columns.facets[facet].values)):
            column = columns.facets[facet]
            pairs = numbers * len(column.values) + column.codes
            found, places, more = np.unique(pairs, return_index=True, return_inverse=True)
            if len(found) <= most:
                combined.append(facet)
                numbers, firsts = more, places
        codes = {facet: columns.facets[facet].codes[firsts] for facet in combined}
        return cls(numbers, codes, len(firsts))


class Tally:
    """Counts the values of the documents of one reading.

    It does not hold ``Columns``, by which it may be remembered as long as these are in use.
    """

    def __init__(self, columns: Columns, facets: Iterable[Facet]) -> None:
        """Prepare to count the values of ``facets``."""
        self._live = columns.live
        self._facets = {facet: columns.facets[facet] for facet in facets}
        self._combinations = Combinations.of(columns, self._facets)
        self._all = self._numbers(np.flatnonzero(columns.live))

    def numbers(self, found: Selection) -> Mapping[Facet, Numbers]:
        """Return how many of the documents, which are live, have each value of each facet."""
        inside = np.flatnonzero(found)
        if 2 * len(inside) <= np.count_nonzero(self._live):
            return self._numbers(inside)
        others = self._numbers(np.flatnonzero(self._live & ~found))  # fewer to count
        return {facet: self._all[facet] - others[facet] for facet in self._facets}

    def _numbers(self, documents: Ordinals) -> Mapping[Facet, Numbers]:
        together = self._combinations
        counts = np.bincount(together.numbers[documents], minlength=together.count)
        return {
            facet: self._of_combinations(facet, counts)
            if facet in together.codes
            else column.numbers(documents)
            for facet, column in self._facets.items()
        }

    def _of_combinations(self, facet: Facet, counts: Numbers) -> Numbers:
        values = len(self._facets[facet].values)
        codes = self._combinations.codes[facet]
        return np.bincount(codes, counts, values).astype(np.int64)
