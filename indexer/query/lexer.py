"""From a query as typed to tokens: unquoted chunks and quoted phrases.

White space divides chunks, quotes divide everything. Quotes with a left and a right form may
stand inside each other, as they do in a sentence that was copied: the outer pair counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indexer.errors import Complaint, QueryError
from indexer.fold import QUOTATION_MARKS

MAX_TERMS = 32
"""Ten thousand terms took Whoosh 37 s; nobody types more than a few."""

MAX_DEPTH = 16
"""How deep quotes may stand inside quotes."""

_CLOSERS = {"“": "”", "「": "」", "『": "』", "〝": "〞", '"': '"＂', "＂": '"＂'}
_STRAY_CLOSERS = frozenset("”」』〞")


class TokenKind(StrEnum):
    """What a token is; the rest of the language adds operators and brackets here."""

    WORDS = "words"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Token:
    """``text`` is without quotes; the token stands at ``[start, end)`` of the query."""

    kind: TokenKind
    text: str
    start: int
    end: int


def tokens(query: str) -> tuple[Token, ...]:
    """Cut ``query`` into tokens, in order.

    Raises ``QueryError`` if a quote is not closed or not opened, if quotes stand too deep in
    each other, or if there are more than ``MAX_TERMS`` tokens.
    """
    found: list[Token] = []
    position = 0
    while (position := _skip_space(query, position)) < len(query):
        token = _token_at(query, position)
        found.append(token)
        position = token.end
        if len(found) > MAX_TERMS:
            raise _too_many_terms(query, token)
    return tuple(found)


def without_quotes(text: str) -> str:
    """Return ``text`` with a space for every quotation mark, for suggestions."""
    bare = "".join(" " if character in QUOTATION_MARKS else character for character in text)
    return " ".join(bare.split())


def _skip_space(query: str, position: int) -> int:
    while position < len(query) and query[position].isspace():
        position += 1
    return position


def _token_at(query: str, start: int) -> Token:
    if query[start] in _CLOSERS:
        end = _end_of_phrase(query, start)
        return Token(TokenKind.PHRASE, query[start + 1 : end - 1], start, end)
    end = start
    while end < len(query) and not query[end].isspace() and query[end] not in _CLOSERS:
        if query[end] in _STRAY_CLOSERS:
            raise _not_opened(query, start, end)
        end += 1
    return Token(TokenKind.WORDS, query[start:end], start, end)


def _end_of_phrase(query: str, start: int) -> int:
    opener = query[start]
    closers = _CLOSERS[opener]
    depth = 0
    for position in range(start, len(query)):
        character = query[position]
        if character in closers and position > start:
            depth -= 1
        elif character == opener:
            depth += 1
        if depth == 0:
            return position + 1
        if depth > MAX_DEPTH:
            raise QueryError(Complaint.TOO_DEEP, position, most=MAX_DEPTH)
    raise _not_closed(query, start)


def _not_closed(query: str, start: int) -> QueryError:
    opener = query[start]
    closer = _CLOSERS[opener][0]
    content = without_quotes(query[start + 1 :])
    return QueryError(
        Complaint.QUOTE_NOT_CLOSED,
        start,
        f"{query[:start]}{opener}{content}{closer}",
        place=start + 1,
        mark=opener,
        other=closer,
    )


def _not_opened(query: str, start: int, end: int) -> QueryError:
    before, inside, after = query[:start], query[start:end], without_quotes(query[end + 1 :])
    mended = f"{before}“{inside}” {after}" if inside else f"{before}“{after}”"
    return QueryError(
        Complaint.QUOTE_NOT_OPENED,
        end,
        mended.strip(),
        place=end + 1,
        mark=query[end],
    )


def _too_many_terms(query: str, token: Token) -> QueryError:
    return QueryError(
        Complaint.TOO_MANY_TERMS,
        token.start,
        f"“{without_quotes(query)}”",
        most=MAX_TERMS,
    )
