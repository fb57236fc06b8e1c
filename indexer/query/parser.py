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

from indexer.errors import QueryError
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
        raise QueryError(str(error), error.position, _if_understood(error.suggestion)) from error


def _parse(text: str) -> Query:
    if len(text) > MAX_LENGTH:
        raise QueryError(f"查询太长：有 {len(text)} 个字，最多 {MAX_LENGTH} 个。", MAX_LENGTH)
    if not text.strip():
        raise QueryError("请输入要查的词，或用引号括起来的原文。", 0, None)
    found = tokens(text)
    parts = tuple(dict.fromkeys(_part(token, found, text) for token in found))
    return parts[0] if len(parts) == 1 else And(parts)


def _part(token: Token, found: tuple[Token, ...], text: str) -> Query:
    folded = fold(token.text)
    if token.kind is TokenKind.PHRASE:
        if not folded:
            message = "引号里没有可查的内容：空白、引号和书名号不参与比对。"
            raise QueryError(message, token.start, _without(token, found, text))
        return Phrase(token.text)
    if not any(character.isalnum() for character in folded):
        suggestion = _without(token, found, text) or f"“{token.text}”"
        shown = "".join(filter(str.isprintable, token.text[:20]))
        message = f"“{shown}”里没有可查的字；要找标点本身，请用引号括起来。"
        raise QueryError(message, token.start, suggestion)
    if len(token.text) > MAX_WORDS_LENGTH:
        message = f"不加引号的词最长 {MAX_WORDS_LENGTH} 个字；要找整句话，请用引号括起来。"
        raise QueryError(
            message, token.start, f"{text[: token.start]}“{token.text}”{text[token.end :]}"
        )
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
