"""The first of many, beside sorting all of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.order import _in_order


@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 600),
    st.integers(1, 5),
    st.sampled_from([1, 2, 7, 20, 100]),
)
def test_the_first_are_those_of_all_in_order(seed: int, size: int, ties: int, most: int) -> None:
    draw = np.random.default_rng(seed)
    found = np.flatnonzero(draw.random(size) < draw.random())
    literal, scores = draw.random(size) < draw.random(), draw.integers(0, 10**ties, size) / 7
    keys = [~literal, -scores, draw.permutation(size)]
    ranked = _in_order(found, keys, None)
    assert _in_order(found, keys, most).tolist() == ranked[:most].tolist()
