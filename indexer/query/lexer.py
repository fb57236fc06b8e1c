"""From a query as typed to tokens: words, phrases, expressions, operators, brackets, fields.

White space and brackets divide words; quotes divide everything. Quotes with a left and a right
form may stand inside each other, as they do in a sentence that was copied: the outer pair
counts. What may also be an apostrophe, or a mark by itself, quotes only in a pair.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from indexer.errors import Complaint, QueryError
from indexer.fold import QUOTATION_MARKS
from indexer.query.patterns import finds_something

MAX_TERMS = 64
"""Ten thousand terms took Whoosh 37 s; nobody types more than a few, a list of synonyms some."""

MAX_DEPTH = 16
"""How deep quotes and brackets may stand inside each other."""

_CLOSERS = {
    "“": "”", "「": "」", "『": "』", "〝": "〞〟", '"': '"＂', "＂": '"＂',
    "„": "“”‟", "‟": "”", "﹁": "﹂", "﹃": "﹄", "｢": "｣",
}  # fmt: skip
_PAIRS = {"‘": "’", "«": "»", "‹": "›"}
_APOSTROPHES = {"'": "'＇", "＇": "'＇"}
_STRAY_CLOSERS = frozenset("”」』〞")
_OPEN, _CLOSE = frozenset("(（"), frozenset(")）")
_MINUS = frozenset("-－−")
_SLASH = "/"
_DIVIDERS = frozenset(_CLOSERS) | _STRAY_CLOSERS | _OPEN | _CLOSE

_FIELD = re.compile(r"(?P<name>[^\W\d][^\W\d_]{0,15})[:：](?!//)")
_PATTERN = re.compile(r"/(?P<expression>(?:[^/\\]|\\.)*)/(?P<original>[oO原]?)", re.DOTALL)
_NEAR = re.compile(r"(?:(?P<any>NEAR|近)|ONEAR|先后)(?:/(?P<reach>\d+|[SP句段]))?")
# Its brackets hold the year: 国办发（2019）12号 is one thing, as 国办发〔2019〕12号 is.
_DOCUMENT_NUMBER = re.compile(r"\w+[(（]\d{4}[)）]第?\d+号")
_LIKE_NEAR = re.compile(r"O?NEAR/.*", re.DOTALL)
_OPERATORS = {"AND": "and", "与": "and", "OR": "or", "或": "or", "NOT": "not", "非": "not"}


class TokenKind(StrEnum):
    """What a token is."""

    WORDS = "words"
    PHRASE = "phrase"
    PATTERN = "pattern"
    FIELD = "field"  # its text is the name
    NEAR = "near"
    AND = "and"
    OR = "or"
    NOT = "not"
    OPEN = "open"
    CLOSE = "close"

    @property
    def is_term(self) -> bool:
        """Whether it looks for something by itself."""
        return self in (TokenKind.WORDS, TokenKind.PHRASE, TokenKind.PATTERN)


@dataclass(frozen=True, slots=True)
class Token:
    """``text`` is without quotes or slashes; the token stands at ``[start, end)``."""

    kind: TokenKind
    text: str
    start: int
    end: int


def tokens(query: str) -> tuple[Token, ...]:
    """Cut ``query`` into tokens, in order.

    Raises ``QueryError`` if a quote or a regular expression is not closed, if quotes stand too
    deep in each other, or if there are more than ``MAX_TERMS`` terms.
    """
    found: list[Token] = []
    position = terms = 0
    while (position := _skip_space(query, position)) < len(query):
        token = _token_at(query, position)
        found.append(token)
        position = token.end
        terms += token.kind.is_term
        if terms > MAX_TERMS:
            raise _too_many_terms(query, token)
    return tuple(found)


def near_parts(token: Token) -> tuple[bool, str]:
    """Return whether a NEAR token means any order, and what stands behind its slash."""
    match = _NEAR.fullmatch(token.text)
    assert match is not None
    return match["any"] is not None, match["reach"] or ""


def pattern_parts(token: Token) -> tuple[str, bool]:
    """Return the expression of a PATTERN token, and whether it is for the original text."""
    match = _PATTERN.fullmatch(token.text)
    assert match is not None
    return match["expression"].replace(r"\/", "/"), bool(match["original"])


def without_quotes(text: str) -> str:
    """Return ``text`` with a space for every quotation mark, for suggestions."""
    bare = "".join(" " if character in QUOTATION_MARKS else character for character in text)
    return " ".join(bare.split())


def _skip_space(query: str, position: int) -> int:
    while position < len(query) and query[position].isspace():
        position += 1
    return position


def _token_at(query: str, start: int) -> Token:
    first = query[start]
    if end := _end_of_phrase(query, start):
        return Token(TokenKind.PHRASE, query[start + 1 : end - 1], start, end)
    if first in _OPEN or first in _CLOSE:
        kind = TokenKind.OPEN if first in _OPEN else TokenKind.CLOSE
        return Token(kind, first, start, start + 1)
    if first == _SLASH:
        return _pattern_at(query, start)
    if first in _MINUS and start + 1 < len(query) and not query[start + 1].isspace():
        return Token(TokenKind.NOT, first, start, start + 1)
    if field := _FIELD.match(query, start):
        return Token(TokenKind.FIELD, field["name"], start, field.end())
    return _chunk_at(query, start)


def _pattern_at(query: str, start: int) -> Token:
    match = _PATTERN.match(query, start)
    if match is None:
        closed, quoted = f"{query}/", f"{query[:start]}“{without_quotes(query[start:])}”"
        mended = closed if finds_something(query[start + 1 :]) else quoted
        raise QueryError(Complaint.PATTERN_NOT_CLOSED, start, mended, place=start + 1)
    return Token(TokenKind.PATTERN, match.group(), start, match.end())


def _chunk_at(query: str, start: int) -> Token:
    number = _DOCUMENT_NUMBER.match(query, start)
    end = number.end() if number else start
    while end < len(query) and not _divides(query, end):
        end += 1
    if end < len(query) and query[end] in _STRAY_CLOSERS:
        raise _not_opened(query, start, end)
    text = query[start:end]
    plain = unicodedata.normalize("NFKC", text)  # operators may be of full width
    if plain in _OPERATORS:
        return Token(TokenKind(_OPERATORS[plain]), text, start, end)
    capital = plain.upper() if "/" in plain else plain
    if _NEAR.fullmatch(capital):
        return Token(TokenKind.NEAR, capital, start, end)
    if _LIKE_NEAR.fullmatch(capital):
        mended = f"{query[:start]}{capital.partition('/')[0]}{query[end:]}"
        raise QueryError(Complaint.NEAR_HOW_FAR, start, mended, operator=text)
    return Token(TokenKind.WORDS, text, start, end)


def _divides(query: str, position: int) -> bool:
    character = query[position]
    if character in _PAIRS:
        return _PAIRS[character] in query[position + 1 :]
    return character.isspace() or character in _DIVIDERS


def _end_of_phrase(query: str, start: int) -> int | None:
    """Return where the phrase ends that a quote at ``start`` opens, if that is one."""
    first = query[start]
    if first in _PAIRS:
        return query.find(_PAIRS[first], start + 1) + 1 or None
    if first in _APOSTROPHES:
        places = (place for place, each in enumerate(query) if each in _APOSTROPHES[first])
        ends = (place + 1 for place in places if place > start)
        return next((end for end in ends if not query[end : end + 1].isalnum()), None)
    return _end_of_nested(query, start) if first in _CLOSERS else None


def _end_of_nested(query: str, start: int) -> int:
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
    """The first terms of a list may do; a sentence was to be a phrase."""
    is_sentence = re.search(r"[“”\"「」『』()（）:：/]|AND|OR|NOT", query) is None
    first = re.sub(r"(?:\s+(?:AND|OR|NOT|与|或|非|[(（-]))*\s*$", "", query[: token.start])
    mended = f"“{without_quotes(query)}”" if is_sentence else first
    return QueryError(Complaint.TOO_MANY_TERMS, token.start, mended, most=MAX_TERMS)
