"""Facets as the search page shows them: each value leads to the narrower search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.answers.counting import FacetCounts
from indexer.facets import Facet
from web.narrowing import filter_text, narrowable

_SHOWN = 6  # before somebody asks for the rest


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value: its label, how many reports it leaves, and the search that leaves them."""

    label: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """A facet: the values shown at once, the others, and how many reports have none."""

    facet: Facet
    first: tuple[ShownValue, ...]
    rest: tuple[ShownValue, ...]
    unknown: int


def shown_facets(query_text: str, facets: Sequence[FacetCounts]) -> tuple[ShownFacet, ...]:
    """Return the facets in which found reports differ, with the searches they lead to.

    A facet with one value that all found reports have would narrow nothing.
    """
    narrowable_text = narrowable(query_text)
    return tuple(
        _shown(narrowable_text, each)
        for each in facets
        if each.values and (len(each.values) > 1 or each.unknown)
    )


def _shown(narrowable_text: str, facet: FacetCounts) -> ShownFacet:
    values = tuple(
        ShownValue(value.label, value.count, f"{narrowable_text} {filter_text(value.filter)}")
        for value in facet.values
    )
    return ShownFacet(facet.facet, values[:_SHOWN], values[_SHOWN:], facet.unknown)
