"""From what somebody typed to a :mod:`indexer.query.nodes` tree.

The language so far::

    query  = part { part }              every part must be found
    part   = words | phrase
    phrase = “…” | "…" | 「…」 | 『…』    found literally, or not at all
    words  = anything else up to white space or a quote

Length, terms and depth are capped before anything is built, so that no query costs more than
it should. Errors are for the person who typed: one line, what is wrong, and where it can be
had a query that works.
"""

from __future__ import annotations

from indexer.errors import Complaint, QueryError
from indexer.fold import fold
from indexer.query.lexer import Token, TokenKind, tokens
from indexer.query.nodes import And, Phrase, Query, Words

MAX_LENGTH = 1_000
"""Characters in a query: room for a pasted paragraph, in quotes."""

MAX_WORDS_LENGTH = 100
"""Characters in an unquoted chunk: 300 words that all have to be looked up took a second."""


def parse(text: str) -> Query:
    """Return what ``text`` asks for.

    Raises ``QueryError`` if it asks for nothing, if a quote is not closed, or if it is longer
    than ``MAX_LENGTH`` characters, has too many terms or too deep quotes.

    >>> parse("矛盾纠纷 “枫桥经验”")
    And(parts=(Words(text='矛盾纠纷'), Phrase(text='枫桥经验')))
    """
    try:
        return _parse(text)
    except QueryError as error:
        error.suggestion = _if_understood(error.suggestion)
        raise


def _parse(text: str) -> Query:
    if len(text) > MAX_LENGTH:
        raise QueryError(Complaint.TOO_LONG, MAX_LENGTH, length=len(text), most=MAX_LENGTH)
    if not text.strip():
        raise QueryError(Complaint.EMPTY)
    found = tokens(text)
    parts = tuple(dict.fromkeys(_part(token, found, text) for token in found))
    return parts[0] if len(parts) == 1 else And(parts)


def _part(token: Token, found: tuple[Token, ...], text: str) -> Query:
    folded = fold(token.text)
    if token.kind is TokenKind.PHRASE:
        if not folded:
            raise QueryError(Complaint.EMPTY_PHRASE, token.start, _without(token, found, text))
        return Phrase(token.text)
    if not any(character.isalnum() for character in folded):
        suggestion = _without(token, found, text) or f"“{token.text}”"
        shown = "".join(filter(str.isprintable, token.text[:20]))
        raise QueryError(Complaint.NO_LETTERS, token.start, suggestion, shown=shown)
    if len(token.text) > MAX_WORDS_LENGTH:
        quoted = f"{text[: token.start]}“{token.text}”{text[token.end :]}"
        raise QueryError(Complaint.WORD_TOO_LONG, token.start, quoted, most=MAX_WORDS_LENGTH)
    return Words(token.text)


def _without(token: Token, found: tuple[Token, ...], text: str) -> str | None:
    return " ".join(text[other.start : other.end] for other in found if other != token) or None


def _if_understood(suggestion: str | None) -> str | None:
    """A suggestion that would not work is worse than none."""
    if suggestion is None:
        return None
    try:
        _parse(suggestion)
    except QueryError:
        return None
    return suggestion
