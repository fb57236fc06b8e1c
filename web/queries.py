"""The same question asked otherwise: the searches that a result page offers."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.errors import QueryError
from indexer.fold import QUOTATION_MARKS
from indexer.query import Query, parse
from indexer.query.nodes import And, Phrase, Words


def literally(text: str) -> str:
    """Return the query with every part in quotation marks; raises ``QueryError``."""
    return " ".join(f"“{_bare(part.text)}”" for part in _parts(parse(text)))


def as_words(text: str) -> str | None:
    """Return the query without quotation marks; ``None`` if that is none or the same.

    Raises ``QueryError``.
    """
    parts = tuple(_parts(parse(text)))
    words = " ".join(_bare(part.text) for part in parts)
    has_phrase = any(isinstance(part, Phrase) for part in parts)
    return words if has_phrase and _is_understood(words) else None


def _is_understood(text: str) -> bool:
    try:
        parse(text)
    except QueryError:
        return False
    return True


def _bare(text: str) -> str:
    # Marks inside a phrase are dropped by folding anyway, and could close it too early.
    return "".join(character for character in text if character not in QUOTATION_MARKS)


def _parts(query: Query) -> Iterator[Words | Phrase]:
    match query:
        case And(parts):
            for part in parts:
                yield from _parts(part)
        case Words() | Phrase():
            yield query
