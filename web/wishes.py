"""How somebody wants their results: the arguments of an address besides query and page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from archive.errors import UsageError
from indexer.answers import Sort

_FOLD = "fold"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What comes first, and whether near-identical reports share a line."""

    sort: Sort = Sort.RELEVANCE
    fold_copies: bool = False

    @property
    def arguments(self) -> Mapping[str, str]:
        """The arguments that say so in an address; none for what goes without saying.

        >>> Wishes(Sort.NEWEST, fold_copies=True).arguments
        {'sort': 'newest', 'copies': 'fold'}
        """
        sort = {} if self.sort is Sort.RELEVANCE else {"sort": self.sort.value}
        return sort | ({"copies": _FOLD} if self.fold_copies else {})

    def sorted_by(self, sort: Sort) -> Wishes:
        """Return the same wishes with another order."""
        return replace(self, sort=sort)

    def toggling_copies(self) -> Wishes:
        """Return the same wishes with copies folded or not, the other way round."""
        return replace(self, fold_copies=not self.fold_copies)


def wishes_of(arguments: Mapping[str, str]) -> Wishes:
    """Read the wishes from an address. Raises ``UsageError`` if there is no such order."""
    sort = arguments.get("sort") or Sort.RELEVANCE
    if sort not in tuple(Sort):
        raise UsageError(f"sort must be one of {', '.join(Sort)}, not {sort!r}")
    return Wishes(Sort(sort), arguments.get("copies") == _FOLD)
