"""What a query looks for, leaf by leaf, and how often and where that stands in a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.answers.finds import Find, Groups, Look, captured, finds
from indexer.answers.original import original_matches
from indexer.answers.patience import Patience
from indexer.columns import Selection
from indexer.document import IndexDocument
from indexer.engine import Reading
from indexer.fold import Origins, origins
from indexer.folded import FoldedDocument
from indexer.query import And, AsWritten, Field, Not, Or, Pattern, Query, Sought, Within

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Leaf:
    """Something that is sought, and how."""

    sought: Sought
    look: Look

    @property
    def is_original(self) -> bool:
        """Whether folding tells nothing about it."""
        return isinstance(self.sought, Pattern) and self.sought.original


@dataclass(frozen=True, slots=True)
class Place:
    """A find in a document as it is: characters ``[start, end)`` of its title or text.

    ``parts`` are the places inside it of what was asked for by itself, ``groups`` what a
    regular expression captured: name or number, and text (``None``: took no part).
    """

    field: Field
    start: int
    end: int
    parts: tuple[tuple[int, int], ...]
    groups: Groups = ()


def leaves(query: Query, look: Look | None = None) -> Iterator[Leaf]:
    """Yield what stands in a document that satisfies ``query``: nothing below a ``Not``."""
    look = look or Look()
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part, look)
        case Within(scope, part):
            yield from leaves(part, replace(look, scope=scope))
        case AsWritten(part):
            yield from leaves(part, replace(look, as_written=True))
        case Not():
            return
        case sought if isinstance(sought, Sought):
            yield Leaf(sought, look)


def occurrences(
    reading: Reading, query: Query, within: Selection, patience: Patience | None = None
) -> Counts:
    """Return how often all leaves stand literally in each document; 0 where not ``within``.

    Raises ``TooSlowError``.
    """
    patience = patience or Patience(None)
    counts = np.zeros(len(within), np.int64)
    folded = [leaf for leaf in leaves(query) if not leaf.is_original]
    if folded:
        for ordinal, document in reading.folded(within):
            patience.check()
            counts[ordinal] = sum(
                1 for leaf in folded for _ in finds(leaf.sought, document, leaf.look)
            )
    original = [leaf for leaf in leaves(query) if leaf.is_original]
    if original:
        ordinals = np.flatnonzero(within).tolist()
        for ordinal, whole in zip(ordinals, reading.documents(ordinals), strict=True):
            patience.check()
            counts[ordinal] += sum(1 for leaf in original for _ in _in_original(leaf, whole))
    return counts


class Locator:
    """Finds leaves in one document, which is folded once for all of them, or was already."""

    def __init__(self, document: IndexDocument, folded: FoldedDocument | None = None) -> None:
        """Fold the document, unless ``folded`` is what that gives."""
        self.document = document
        self._folded = folded or FoldedDocument.of(document)

    @cached_property
    def _title_origins(self) -> Origins:
        return origins(self.document.title)

    @cached_property
    def _text_origins(self) -> Origins:
        return origins(self.document.text)

    def places(self, leaf: Leaf) -> Iterator[Place]:
        """Yield where it stands literally, in title and text, in order and not overlapping."""
        if leaf.is_original:
            return _in_original(leaf, self.document)
        return map(self._unfolded, finds(leaf.sought, self._folded, leaf.look))

    def _unfolded(self, find: Find) -> Place:
        back = self._title_origins if find.field is Field.TITLE else self._text_origins
        whole = _span(back, find.start, find.end)
        is_one = find.parts == ((find.start, find.end),)
        parts = (whole,) if is_one else tuple(_span(back, *part) for part in find.parts)
        return Place(find.field, *whole, parts, find.groups)


def _span(back: Origins, start: int, end: int) -> tuple[int, int]:
    """Return the original half-open range behind folded ``[start, end)``, not empty."""
    return int(back[start]), int(back[end - 1]) + 1


def _in_original(leaf: Leaf, document: IndexDocument) -> Iterator[Place]:
    assert isinstance(leaf.sought, Pattern)
    for field, base, match in original_matches(leaf.sought, document, leaf.look.scope):
        start, end = base + match.start(), base + match.end()
        yield Place(field, start, end, ((start, end),), captured(match))
