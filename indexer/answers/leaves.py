"""What a query looks for, leaf by leaf, and how often and where that stands in a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from indexer.answers.finds import Find, Groups, Look, captured, finds, group_names, spans
from indexer.answers.original import original_matches
from indexer.answers.patience import Patience
from indexer.columns import Selection
from indexer.document import IndexDocument
from indexer.engine import Reading
from indexer.fold import origins
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


class Place(NamedTuple):
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

    A place where several of them stand from the same character to the same counts once.
    Raises ``TooSlowError``.
    """
    patience = patience or Patience(None)
    counts = np.zeros(len(within), np.int64)
    folded = [leaf for leaf in leaves(query) if not leaf.is_original]
    if folded:
        for ordinal, document in reading.folded(within):
            patience.check()
            counts[ordinal] = len(
                {
                    (find.field, find.start, find.end)
                    for leaf in folded
                    for find in finds(leaf.sought, document, leaf.look)
                }
            )
    original = [leaf for leaf in leaves(query) if leaf.is_original]
    if original:
        ordinals = np.flatnonzero(within).tolist()
        for ordinal, whole in zip(ordinals, reading.documents(ordinals), strict=True):
            patience.check()
            counts[ordinal] += len(
                {
                    (place.field, place.start, place.end)
                    for leaf in original
                    for place in _in_original(leaf, whole)
                }
            )
    return counts


class Locator:
    """Finds leaves in one document, which is folded once for all of them, or was already."""

    def __init__(self, document: IndexDocument, folded: FoldedDocument | None = None) -> None:
        """Fold the document, unless ``folded`` is what that gives."""
        self.document = document
        self._folded = folded or FoldedDocument.of(document)

    @cached_property
    def _title_origins(self) -> memoryview:
        return origins(self.document.title).data

    @cached_property
    def _text_origins(self) -> memoryview:
        return origins(self.document.text).data

    def parts(self, leaf: Leaf) -> Iterator[tuple[Field, int, int]]:
        """Yield where it stands literally, part by part, in title and text, not overlapping."""
        if leaf.is_original:
            for place in _in_original(leaf, self.document):
                for start, end in place.parts:
                    yield place.field, start, end
        else:
            for field, parts in spans(leaf.sought, self._folded, leaf.look):
                for part in parts:
                    yield field, *_span(self._origins_in(field), *part)

    def all_places(self, sought: Sequence[Leaf]) -> Iterator[Place]:
        """Yield every place of any of the leaves once, as ``occurrences`` counts them."""
        names = group_labels(sought)
        folded: dict[tuple[Field, int, int], Find] = {}
        original: dict[tuple[Field, int, int], Place] = {}
        for leaf in sought:
            if leaf.is_original:
                for place in _in_original(leaf, self.document):
                    _add(original, place._replace(groups=_labelled(place.groups, leaf, names)))
            else:
                for find in finds(leaf.sought, self._folded, leaf.look):
                    _add(folded, find._replace(groups=_labelled(find.groups, leaf, names)))
        yield from map(self._unfolded, folded.values())
        yield from original.values()

    def _origins_in(self, field: Field) -> memoryview:
        return self._title_origins if field is Field.TITLE else self._text_origins

    def _unfolded(self, find: Find) -> Place:
        back = self._origins_in(find.field)
        whole = _span(back, find.start, find.end)
        is_one = find.parts == ((find.start, find.end),)
        parts = (whole,) if is_one else tuple(_span(back, *part) for part in find.parts)
        return Place(find.field, *whole, parts, find.groups)


def group_labels(sought: Iterable[Leaf]) -> dict[Sought, dict[str, str]]:
    """Return what the groups of each expression are called among all of them.

    A name is what it is; groups without one are numbered: ``1`` and ``2`` of the first
    expression, ``2.1`` of the second.
    """
    patterns = dict.fromkeys(each.sought for each in sought if isinstance(each.sought, Pattern))
    return {
        pattern: {
            name: f"{number}.{name}" if number > 1 and name.isdecimal() else name
            for name in group_names(pattern)
        }
        for number, pattern in enumerate(filter(group_names, patterns), 1)
    }


def _labelled(groups: Groups, leaf: Leaf, labels: dict[Sought, dict[str, str]]) -> Groups:
    return tuple((labels[leaf.sought][name], text) for name, text in groups)


_Found = TypeVar("_Found", Find, Place)


def _add(found: dict[tuple[Field, int, int], _Found], each: _Found) -> None:
    """Add a place; if another leaf stands there as well, what both captured."""
    known = found.setdefault((each.field, each.start, each.end), each)
    if known is not each and (new := tuple(g for g in each.groups if g not in known.groups)):
        found[each.field, each.start, each.end] = known._replace(groups=known.groups + new)


def _span(back: memoryview, start: int, end: int) -> tuple[int, int]:
    """Return the original half-open range behind folded ``[start, end)``, not empty."""
    return back[start], back[end - 1] + 1


def _in_original(leaf: Leaf, document: IndexDocument) -> Iterator[Place]:
    assert isinstance(leaf.sought, Pattern)
    for field, base, match in original_matches(leaf.sought, document, leaf.look.scope):
        start, end = base + match.start(), base + match.end()
        yield Place(field, start, end, ((start, end),), captured(match))
