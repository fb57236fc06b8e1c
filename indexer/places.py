"""Places of many reports: where they part."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from indexer.facets import Location


def shared_depth(values: Iterable[Hashable]) -> int:
    """Return how many levels, from the top, all of the places have in common.

    The deepest level never counts, so that there is always one to tell places by. Values that
    are no places do not count.

    >>> qingshi, linxi = (Location("", ("云岭省", name)) for name in ("青石市", "临溪市"))
    >>> shared_depth([qingshi, linxi]), shared_depth([qingshi, Location("", ("白鹭省",))])
    (1, 0)
    """
    names = [value.names for value in values if isinstance(value, Location)]
    deepest = max(map(len, names), default=1) - 1
    for depth in range(deepest):
        if len({each[: depth + 1] for each in names}) > 1:
            return depth
    return deepest
