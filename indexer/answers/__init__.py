"""From a query and a reading of an index to an answer, the same for every engine."""

from indexer.answers.explain import FORMULA, ScorePart, explain
from indexer.answers.order import Match, Matches, Sort, search
from indexer.answers.patience import Patience, TooSlowError
from indexer.answers.sets import Found, evaluate

__all__ = [
    "FORMULA",
    "Found",
    "Match",
    "Matches",
    "Patience",
    "ScorePart",
    "Sort",
    "TooSlowError",
    "evaluate",
    "explain",
    "search",
]
