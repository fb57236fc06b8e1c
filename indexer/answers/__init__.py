"""From a query and a reading of an index to an answer, the same for every engine."""

from indexer.answers.order import Match, Matches, Sort, search
from indexer.answers.patience import Patience, TooSlowError
from indexer.answers.sets import Found, evaluate

__all__ = [
    "Found",
    "Match",
    "Matches",
    "Patience",
    "Sort",
    "TooSlowError",
    "evaluate",
    "search",
]
