"""From single lines that an extractor wants to the stretch that it means.

Extractors made for other trades drop short headings, table rows, signatures. They only
nominate; the stretch that agrees best with them is the answer, and it is our own lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.clean.main_text.body import Main
from archive.clean.page.tree import Page

_MAY_ADD_SHARE = 0.1  # of its characters may an element add to the stretch it stands for


def stretch(page: Page, nominated: Sequence[bool], rule: str) -> Main | None:
    """Return the stretch with the most nominated and the fewest other characters.

    If an element holds it and hardly more, the element is the answer: signatures and headings
    stand in it, too. ``None`` if nothing is nominated.
    """
    start, end = _heaviest(list(_weights(page, nominated)))
    if start == end:
        return None
    return Main((_element(page, start, end),), rule)


def _weights(page: Page, nominated: Sequence[bool]) -> Iterator[int]:
    for line, is_wanted in zip(page.lines, nominated, strict=True):
        size = len(line.text)
        yield size if is_wanted else -2 * size if line.is_link else -size


def _heaviest(weights: Sequence[int]) -> tuple[int, int]:
    """Return where the heaviest run begins and ends (Kadane)."""
    best, found = 0, (0, 0)
    running, begin = 0, 0
    for number, weight in enumerate(weights):
        if running <= 0:
            running, begin = 0, number
        running += weight
        if running > best:
            best, found = running, (begin, number + 1)
    return found


def _element(page: Page, start: int, end: int) -> tuple[int, int]:
    around = (
        (region.end - region.start, region.start, region.end)
        for region in page.regions
        if region.start <= start and region.end >= end
    )
    smallest = min(around, default=None)
    if smallest is None:
        return start, end
    _, first, last = smallest
    added = [*page.lines[first:start], *page.lines[end:last]]
    allowed = _MAY_ADD_SHARE * sum(len(line.text) for line in page.lines[start:end])
    is_little = sum(len(line.text) for line in added) <= allowed
    return (first, last) if is_little and not any(line.is_link for line in added) else (start, end)
