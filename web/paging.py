"""Page numbers of a result list."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

_MAX_DIGITS = 9  # a longer number is no page anybody turned to, and slices take no bigger ones


@dataclass(frozen=True, slots=True)
class Pages:
    """Page ``current`` of ``last``, both from 1; a list without hits has one empty page."""

    current: int
    last: int

    @classmethod
    def of(cls, total: int, page_size: int, current: int) -> Pages:
        """Divide ``total`` hits into pages."""
        return cls(current, max(1, -(-total // page_size)))

    @property
    def exists(self) -> bool:
        """Whether the current page is one of the pages."""
        return 1 <= self.current <= self.last

    @property
    def previous(self) -> int | None:
        """The page before, if there is one."""
        return self.current - 1 if self.current > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, if there is one."""
        return self.current + 1 if self.current < self.last else None

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The numbers to offer: first, last and two on each side; ``None`` stands for a gap.

        >>> Pages(6, 20).numbers
        (1, None, 4, 5, 6, 7, 8, None, 20)
        """
        near = range(self.current - 2, self.current + 3)
        shown = sorted({1, self.last, *(n for n in near if 1 <= n <= self.last)})
        numbers: list[int | None] = [shown[0]]
        for before, after in pairwise(shown):
            numbers += [after] if after == before + 1 else [None, after]
        return tuple(numbers)


def whole_number(text: str, *, least: int) -> int | None:
    """Read a number from an address; ``None`` if it is none, too small or absurdly long.

    >>> whole_number("3", least=1), whole_number("-1", least=0), whole_number("²", least=0)
    (3, None, None)
    """
    if not (text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS):
        return None
    number = int(text)
    return number if number >= least else None
