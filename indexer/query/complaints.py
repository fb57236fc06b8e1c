"""What is wrong with a query, each with the query that may have been meant.

A suggestion that cannot be understood either is dropped later (``parser``), so these may guess.
"""

from __future__ import annotations

import re

import re2

from indexer.errors import Complaint, QueryError
from indexer.fold import fold
from indexer.query.fields import closest_field
from indexer.query.lexer import Token, TokenKind, pattern_parts
from indexer.query.patterns import finds_something
from indexer.query.proximity import MAX_REACH, NotNearableError
from indexer.query.stream import TokenStream
from indexer.query.values import NotAValueError

_FOREIGN_OPERATORS = {"|": "OR", "||": "OR", "&": "AND", "&&": "AND", "!": "NOT", "！": "NOT"}
_GLUED_OPERATOR = re.compile(r"^(?P<excluding>[!！])(?=\w)|(?<=\w)\|\|?(?=\w)")


def missing_part(stream: TokenStream) -> QueryError:
    """Return the complaint that something should stand where the stream is."""
    token, before = stream.peek(), stream.last()
    if token and token.kind is TokenKind.CLOSE:
        if before and before.kind is TokenKind.OPEN:
            return stream.complaint(Complaint.EMPTY_BRACKETS, before, token)
        if before is None:
            return unpaired(stream, token)
    if before and before.kind is TokenKind.OPEN and token is None:
        return unpaired(stream, before)
    alone = before if before and before.kind is not TokenKind.OPEN else token
    assert alone is not None  # an empty query is refused before
    return stream.complaint(Complaint.OPERATOR_ALONE, alone, operator=alone.text)


def unpaired(stream: TokenStream, bracket: Token) -> QueryError:
    """Return the complaint that a bracket has no partner."""
    place = bracket.start + 1
    return stream.complaint(Complaint.BRACKET_UNPAIRED, bracket, place=place, mark=bracket.text)


def no_letters(stream: TokenStream, token: Token) -> QueryError:
    """Return the complaint about a word of punctuation: it may be an operator elsewhere."""
    shown = "".join(filter(str.isprintable, token.text[:20]))
    if operator := _FOREIGN_OPERATORS.get(token.text):
        return stream.instead(Complaint.NO_LETTERS, token, operator, shown=shown)
    return stream.complaint(Complaint.NO_LETTERS, token, shown=shown)


def foreign_operator(stream: TokenStream, token: Token) -> QueryError | None:
    """Return the complaint about ``!甲`` or ``甲|乙``, which mean something elsewhere, if it is."""
    found = _GLUED_OPERATOR.search(token.text)
    if found is None:
        return None
    either = f"({' OR '.join(re.split(r'[|]+', token.text))})"
    meant = f"-{token.text[1:]}" if found["excluding"] else either
    return stream.instead(Complaint.FOREIGN_OPERATOR, token, meant, mark=found.group())


def not_near(stream: TokenStream, operators: list[Token], error: NotNearableError) -> QueryError:
    """Return the complaint about a chain of NEAR: less far, or else joined by AND."""
    complaint = stream.complaint(error.complaint, *operators, **error.values)
    if error.complaint is Complaint.NEAR_TOO_FAR:
        farthest = f"{operators[0].text.partition('/')[0]}/{MAX_REACH}"
        complaint.suggestion = stream.replaced(*((each, farthest) for each in operators))
    return complaint


def wrong_gap(stream: TokenStream, token: Token, error: NotNearableError) -> QueryError:
    """Return the complaint about a phrase with gaps: its pieces may be looked for apart."""
    pieces = " ".join(f"“{piece}”" for piece in token.text.split("*") if fold(piece))
    return stream.instead(error.complaint, token, pieces, **error.values)


def wrong_pattern(stream: TokenStream, token: Token, error: QueryError) -> QueryError:
    """Return the complaint about an expression: it may be closed, or meant as it stands."""
    expression, _ = pattern_parts(token)
    missing = expression.count("(") - expression.count(")")
    closed = (f"{expression}{')' * missing}", f"{expression}]", expression.replace(")", r"\)"))
    plain = expression.encode("utf-8", "ignore").decode()  # lone surrogates cannot be asked for
    works = next(filter(finds_something, closed), re2.escape(plain))
    return stream.instead(error.complaint, token, _slashed(works, token), **error.values)


def empty_pattern(stream: TokenStream, token: Token) -> QueryError:
    """Return the complaint about an expression that matches nothing: what repeats may have to."""
    expression, _ = pattern_parts(token)
    once = re.sub(r"(?<!\\)\*|\{0,", lambda found: "+" if found[0] == "*" else "{1,", expression)
    return stream.instead(Complaint.PATTERN_OF_NOTHING, token, _slashed(once, token))


def unknown_field(stream: TokenStream, name: Token) -> QueryError:
    """Return the complaint about a field: one that is called alike, or else it is text."""
    if closest := closest_field(name.text):
        return stream.instead(Complaint.UNKNOWN_FIELD, name, f"{closest}:", name=name.text)
    value = stream.peek()
    is_adjacent = value is not None and value.start == name.end
    quoted = stream.quoted(name, value if is_adjacent else name)
    return QueryError(Complaint.UNKNOWN_FIELD, name.start, quoted, name=name.text)


def no_value(stream: TokenStream, name: Token) -> QueryError:
    """Return the complaint that no value follows a field; ``地区:-重庆`` means ``-地区:重庆``."""
    complaint = stream.complaint(Complaint.EMPTY_VALUE, name, name=name.text)
    following = stream.peek()
    if following and following.kind is TokenKind.NOT:
        complaint.suggestion = stream.replaced((name, f"-{name.text}:"), (following, ""))
    return complaint


def values_not_joined(stream: TokenStream, name: Token) -> QueryError:
    """Return the complaint that values in brackets are not joined by OR."""
    token = stream.peek()
    assert token is not None
    joined = f"OR {stream.typed(token)}" if token.kind.is_term else "OR"
    return stream.instead(Complaint.VALUES_NOT_JOINED, token, joined, name=name.text)


def wrong_value(
    stream: TokenStream, name: Token, token: Token, error: NotAValueError
) -> QueryError:
    """Return the complaint about a field's value: one like it, or else without the field."""
    nearest = stream.replaced((token, error.nearest)) if error.nearest else None
    return QueryError(
        Complaint.BAD_VALUE,
        token.start,
        nearest or stream.without(name, token),
        name=name.text,
        value=token.text,
        expected=error.expected,
    )


def _slashed(expression: str, token: Token) -> str:
    """Return an expression as it is typed, for the same texts as ``token``'s."""
    escaped = re.sub(r"(\\.)|/", lambda found: found[1] or r"\/", expression)
    return f"/{escaped}/{'原' if pattern_parts(token)[1] else ''}"
