"""The densest stretch: the element with the most prose and the fewest links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.clean.main_text.body import Main
from archive.clean.page.tree import Page
from archive.clean.page.walk import Region

DENSEST = "densest stretch"


def densest(page: Page, values: Sequence[int]) -> Main | None:
    """Return the stretch with the most prose, ``None`` where no prose outweighs its links.

    ``values`` are those of the page's lines, :func:`summed`.
    """
    best = _densest(page.regions, values)
    if best is None or _value(best, values) <= 0:
        return None
    return Main(((best.start, best.end),), DENSEST)


def _value(region: Region, values: Sequence[int]) -> int:
    return values[region.end] - values[region.start]


def _densest(regions: Iterable[Region], values: Sequence[int]) -> Region | None:
    """Return the element with the most prose and the fewest links, the innermost of equals.

    Source: Pasternack and Roth, Extracting article text from the web with maximum
    subsequence segmentation, WWW 2009; here over elements instead of tokens.
    """
    best = max(regions, key=lambda region: _value(region, values), default=None)
    if best is None or not best.is_leaf:
        return best
    # The best element is one paragraph. Its signature and headings stand beside it, so take
    # the element around it unless links come with that.
    around = (
        region
        for region in regions
        if region.start <= best.start
        and region.end >= best.end
        and not region.is_leaf
        and _value(region, values) >= _value(best, values)
    )
    return next(around, best)
