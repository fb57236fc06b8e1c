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
    shared, deepest = None, 1
    for value in values:
        if isinstance(value, Location):
            deepest = max(deepest, len(value.names))
            shared = value.names if shared is None else _beginning(shared, value.names)
            if not shared:
                break
    return min(len(shared or ()), deepest - 1)


def _beginning(names: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Return what both begin with."""
    same = 0
    while same < min(len(names), len(others)) and names[same] == others[same]:
        same += 1
    return names[:same]
