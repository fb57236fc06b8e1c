"""Why nothing was found: the parts of a query that find nothing even by themselves.

A hint, and no part of the answer: where it would take too long, there is none.
"""

from __future__ import annotations

from indexer.answers.patience import Patience, TooSlowError
from indexer.answers.sets import evaluate
from indexer.engine import Reading
from indexer.query import And, AsWritten, Query, Within


def barren_parts(reading: Reading, query: Query, patience: Patience) -> tuple[Query, ...]:
    """Return those of several parts, all asked for, that find nothing."""
    try:
        return tuple(
            part for part in _parts(query) if not evaluate(reading, part, patience).matching.any()
        )
    except TooSlowError:
        return ()


def _parts(query: Query) -> tuple[Query, ...]:
    match query:
        case And(parts):
            return parts
        case Within(scope, And(parts)):
            return tuple(Within(scope, part) for part in parts)
        case AsWritten(And(parts)):
            return tuple(map(AsWritten, parts))
        case _:
            return ()
