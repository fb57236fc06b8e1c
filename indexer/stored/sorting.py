"""Sorting suffixes: by ``pydivsufsort`` where that is installed, else by numpy.

There is no wheel of ``pydivsufsort`` for every machine. numpy sorts alike and takes some ten times
as long: places are sorted by ever longer beginnings, each time by the ranks of both halves (Manber
and Myers, see ``indexer.stored.suffixes``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.uint32]


def sorted_suffixes(text: Bytes) -> Places:
    """Return the places of all units of a text in UTF-16-LE, sorted by the bytes from there on.

    ``text`` has to be writable, although nothing is written to it.
    """
    return _sorter()(text)


@cache
def _sorter() -> Callable[[Bytes], Places]:
    try:
        return _by_divsufsort()
    except ImportError:
        return by_numpy


def _by_divsufsort() -> Callable[[Bytes], Places]:
    from pydivsufsort import divsufsort  # noqa: PLC0415 - there is no wheel for every machine

    def sort(text: Bytes) -> Places:
        places: npt.NDArray[np.int32 | np.int64] = divsufsort(text)  # 64 bits beyond 2 GB
        units: Places = places[places.astype(np.uint8) % 2 == 0].astype(np.uint32)
        units //= 2
        return units

    return sort


def by_numpy(text: Bytes) -> Places:
    """Return what ``sorted_suffixes`` does."""
    ranks = text.view(">u2").astype(np.int64)  # which compare as the bytes do
    compared = 1
    while True:
        following = np.zeros_like(ranks)
        following[:-compared] = ranks[compared:] + 1  # nothing comes before everything
        keys = ranks * (ranks.max() + 2) + following
        order = np.argsort(keys)
        is_new = np.diff(keys[order], prepend=-1) != 0
        if is_new.all():
            return order.astype(np.uint32)
        ranks[order] = np.cumsum(is_new) - 1
        compared *= 2
