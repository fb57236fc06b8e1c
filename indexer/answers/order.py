"""The order of what was found, and one page of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.answers.barren import barren_parts
from indexer.answers.counting import FacetCounts, facet_counts
from indexer.answers.leaves import occurrences
from indexer.answers.patience import Patience
from indexer.answers.relevance import relevance
from indexer.answers.sets import Found, evaluate
from indexer.columns import Column, Ordinals
from indexer.document import IndexDocument
from indexer.engine import Reading, Scores
from indexer.facets import Facet, Location
from indexer.query import Query

_STRIDE = 16  # of so many documents one is looked at to see how far down the first ones reach

Key = npt.NDArray[Any]
"""What to sort by, of each document by ordinal; the least comes first."""


class Sort(StrEnum):
    """What comes first. Ties are broken by report id, so that pages never overlap."""

    RELEVANCE = "relevance"  # literal matches first, then by BM25F score
    NEWEST = "newest"  # by the day of publication; unknown days last
    OLDEST = "oldest"
    PLACE = "place"  # by the code of the division; unknown places last
    OCCURRENCES = "occurrences"  # how often what was asked for stands there literally


@dataclass(frozen=True, slots=True)
class Match:
    """A found document. ``literal``: title or text contains every part of the query literally.

    ``copies`` counts the other found documents that were folded into this one because they are
    near-identical. ``ordinal`` is of the reading that was asked.
    """

    document: IndexDocument
    score: float
    literal: bool
    copies: int = 0
    ordinal: int = -1


@dataclass(frozen=True, slots=True)
class Matches:
    """One page of what a query found; totals and facets count all of it, not only this page.

    ``lines`` is how many matches all pages have: fewer than ``total`` if copies are folded.
    ``terms`` are the words that ranked.
    """

    total: int
    literal_total: int
    lines: int
    page: tuple[Match, ...]
    terms: frozenset[str] = frozenset()
    facets: tuple[FacetCounts, ...] = ()
    barren: tuple[Query, ...] = ()


def search(  # noqa: PLR0913 - all but two are keywords with defaults
    reading: Reading,
    query: Query,
    *,
    sort: Sort = Sort.RELEVANCE,
    limit: int | None,
    offset: int = 0,
    fold_copies: bool = False,
    facets: int = 0,
    patience: Patience | None = None,
) -> Matches:
    """Return the page of matches from ``offset`` on; ``limit`` ``None`` means all.

    With ``fold_copies``, of documents that are near-identical only the first comes.
    ``facets`` is how many values of each facet are counted; 0 counts none.

    Raises ``TooSlowError`` if it takes too long.
    """
    patience = patience or Patience(None)
    found = evaluate(reading, query, patience)
    scores = relevance(reading, found.terms, found.matching)
    shown = slice(offset, None if limit is None else offset + limit)
    most = None if fold_copies else shown.stop
    ranked = ordered(reading, query, found, scores, sort, patience, most=most)
    lines, copies = _folded(reading, ranked) if fold_copies else (ranked, np.zeros_like(ranked))
    total = int(np.count_nonzero(found.matching))
    return Matches(
        total,
        int(np.count_nonzero(found.literal)),
        len(lines) if fold_copies else total,
        tuple(_matches(reading, found, scores, lines[shown], copies[shown])),
        found.terms,
        facet_counts(reading.columns, found.matching, facets) if facets else (),
        () if total else barren_parts(reading, query, patience),
    )


def _matches(
    reading: Reading, found: Found, scores: Scores, page: Ordinals, copies: Ordinals
) -> Iterator[Match]:
    ordinals = page.tolist()
    documents = reading.documents(ordinals)
    for ordinal, alike, document in zip(ordinals, copies.tolist(), documents, strict=True):
        literal = bool(found.literal[ordinal])
        yield Match(document, float(scores[ordinal]), literal, alike, ordinal)


def _folded(reading: Reading, ranked: Ordinals) -> tuple[Ordinals, Ordinals]:
    """Return the first of all that are near-identical, in order, and how many others there are."""
    _, firsts, counts = np.unique(
        reading.columns.kin[ranked], return_index=True, return_counts=True
    )
    in_order = np.argsort(firsts)
    return ranked[firsts[in_order]], counts[in_order] - 1


def ordered(
    reading: Reading,
    query: Query,
    found: Found,
    scores: Scores,
    sort: Sort,
    patience: Patience,
    *,
    most: int | None = None,
) -> Ordinals:
    """Return what was found in order, all or the first ``most``."""
    columns = reading.columns
    match sort:
        case Sort.RELEVANCE:
            keys = [~found.literal, -scores]
        case Sort.NEWEST:
            days = _days(columns.facets[Facet.PUBLISHED])
            keys = [days == 0, -days]
        case Sort.OLDEST:
            days = _days(columns.facets[Facet.PUBLISHED])
            keys = [days == 0, days]
        case Sort.PLACE:
            keys = [_place_ranks(columns.facets[Facet.PLACE])]
        case Sort.OCCURRENCES:
            keys = [-occurrences(reading, query, found.matching, patience)]
    return _in_order(np.flatnonzero(found.matching), [*keys, columns.id_ranks], most)


def _in_order(found: Ordinals, keys: Sequence[Key], most: int | None) -> Ordinals:
    """Return what was found in the order of several keys, the first of which weighs most."""
    if most == 0:
        return np.empty(0, np.int64)
    if most is not None:
        found = _first(found, keys, most)
    return found[np.lexsort([key[found] for key in reversed(keys)])][:most]


def _first(found: Ordinals, keys: Sequence[Key], most: int) -> Ordinals:
    """Return the ``most`` documents that come first, or a few more, in no order."""
    sure, tied = np.empty(0, np.int64), found
    for key in keys:
        room = most - len(sure)
        if not 0 < room < len(tied):
            break
        values = key[tied]
        if not values.any():
            continue  # nearly always: all are literal, every day is known
        if len(sample := values[::_STRIDE]) >= room:
            # What comes first of some comes no earlier than what comes first of all.
            close = values <= np.partition(sample, room - 1)[room - 1]
            tied, values = tied[close], values[close]
        last = np.partition(values, room - 1)[room - 1]
        sure, tied = np.concatenate([sure, tied[values < last]]), tied[values == last]
    return np.concatenate([sure, tied])


def _days(column: Column) -> npt.NDArray[np.int64]:
    """Days since the year 1 by ordinal; 0: unknown."""
    days = [value.toordinal() if isinstance(value, date) else 0 for value in column.values]
    return np.array([*days, 0], np.int64)[column.codes]


def _place_ranks(column: Column) -> npt.NDArray[np.int64]:
    """Places of the places in the order of their codes, by ordinal."""
    ranked = sorted(column.values, key=_place_key)
    ranks = {value: rank for rank, value in enumerate(ranked)}
    return np.array([*map(ranks.__getitem__, column.values), 0], np.int64)[column.codes]


def _place_key(value: Hashable) -> tuple[bool, bool, str, tuple[str, ...]]:
    if isinstance(value, Location):
        return (False, not value.code, value.code, value.names)
    return (True, True, "", ())
