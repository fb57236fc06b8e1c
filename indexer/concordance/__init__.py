"""The concordance: every occurrence in its context, its neighbours, and what keeps it company."""

from indexer.concordance.collocates import (
    MEASURE,
    Collocate,
    Collocates,
    collocates,
    log_likelihood,
)
from indexer.concordance.lines import Line, lines
from indexer.concordance.neighbours import Neighbour, NeighbourCounter, Neighbours, neighbours
from indexer.concordance.occurrences import Occurrence, capture_names, occurrences
from indexer.concordance.sorting import LineOrder, in_order

__all__ = [
    "MEASURE",
    "Collocate",
    "Collocates",
    "Line",
    "LineOrder",
    "Neighbour",
    "NeighbourCounter",
    "Neighbours",
    "Occurrence",
    "capture_names",
    "collocates",
    "in_order",
    "lines",
    "log_likelihood",
    "neighbours",
    "occurrences",
]
