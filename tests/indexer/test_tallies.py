"""Tallies, beside counting every fact by itself."""

from __future__ import annotations

from itertools import cycle, islice

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.tallies import Combinations, Tally
from indexer.columns import Column, Columns
from indexer.facets import Facet

_FACETS = (Facet.YEAR, Facet.ISSUER, Facet.NUMBER)


def _columns(years: list[int], issuers: list[str], size: int, deleted: set[int]) -> Columns:
    ids = [f"{number}" for number in range(size)]
    live = np.array([number not in deleted for number in range(size)], np.bool_)
    facets = {
        Facet.YEAR: Column.of(islice(cycle(years), size)),
        Facet.ISSUER: Column.of(islice(cycle(issuers), size)),
        Facet.NUMBER: Column.of(ids),  # too many to be combined with anything
    }
    return Columns(ids, live, facets, np.zeros((size, 64), np.uint16))


@given(
    st.lists(st.integers(2019, 2021), min_size=1, max_size=4),
    st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=3),
    st.integers(0, 120),
    st.sets(st.integers(0, 119), max_size=60),
    st.data(),
)
def test_values_are_counted_as_one_by_one(
    years: list[int], issuers: list[str], size: int, deleted: set[int], data: st.DataObject
) -> None:
    columns = _columns(years, issuers, size, deleted)
    tally = Tally(columns, _FACETS)
    draws = st.lists(st.booleans(), min_size=size, max_size=size)
    for drawn in (data.draw(draws), [True] * size, [False] * size):
        found = columns.live & np.array(drawn, np.bool_)
        numbers = tally.numbers(found)
        assert tuple(numbers) == _FACETS
        for facet, counted in numbers.items():
            column = columns.facets[facet]
            expected = [0] * len(column.values)
            for code in column.codes[found].tolist():
                expected[code] += 1
            assert counted.tolist() == expected, facet


def test_facts_that_go_together_are_combined() -> None:
    columns = _columns([2019, 2020], ["甲", "乙"], 100, set())
    combinations = Combinations.of(columns, _FACETS)
    assert sorted(combinations.codes) == sorted([Facet.YEAR, Facet.ISSUER])
    assert combinations.count == 2
