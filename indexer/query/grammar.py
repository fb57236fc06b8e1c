"""The grammar of the query language: tokens in, a tree out. ``parser`` writes it down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from indexer.errors import Complaint, QueryError
from indexer.facets import Facet
from indexer.fold import fold
from indexer.query import complaints, proximity
from indexer.query.fields import FIELDS, FieldName, Script
from indexer.query.lexer import Token, TokenKind, near_parts, pattern_parts
from indexer.query.nodes import (
    And,
    AsWritten,
    Everything,
    Field,
    InSection,
    Not,
    Or,
    Pattern,
    Phrase,
    Query,
    Within,
    Words,
)
from indexer.query.patterns import compiled, folded_expression
from indexer.query.stream import TokenStream
from indexer.query.values import NotAValueError, filter_of, section, told_apart

MAX_WORDS_LENGTH = 100
"""Characters in an unquoted chunk: 300 words that all have to be looked up took a second."""

MAX_PATTERNS = 8
"""Regular expressions in a query: each has to read the texts that it may match in."""

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A word or phrase that stands at ``[start, end)`` of the query, its marks included.

    ``negated``: somewhere below a NOT.
    """

    asked: Words | Phrase
    start: int
    end: int
    negated: bool


@dataclass(frozen=True, slots=True)
class _Sections:
    """``章节:`` as read: it restricts what stands beside it to any of these sections."""

    sections: tuple[InSection, ...]


@dataclass(frozen=True, slots=True)
class _Variants:
    """``繁简:`` as read: whether what stands beside it is looked for as written."""

    as_written: bool


_Part = Query | _Sections | _Variants


class Grammar:
    """Reads a query; each method reads what its name says. All raise ``QueryError``."""

    def __init__(self, text: str) -> None:
        """Cut ``text`` into tokens."""
        self.leaves: list[Leaf] = []
        self._stream = TokenStream(text)
        self._patterns = self._negations = 0

    def query(self) -> Query:
        """Read all of it."""
        query = self._any()
        if token := self._stream.peek():  # only a closing bracket ends a query early
            raise complaints.unpaired(self._stream, token)
        return query

    def _any(self) -> Query:
        parts = [self._all()]
        while self._stream.take(TokenKind.OR):
            parts.append(self._all())
        return _joined(Or, parts)

    def _all(self) -> Query:
        parts = [self._not()]
        while (token := self._stream.peek()) and token.kind not in _ENDS_OF_ALL:
            self._stream.take(TokenKind.AND)
            parts.append(self._not())
        return _restricted(parts)

    def _not(self) -> _Part:
        token = self._stream.take(TokenKind.NOT)
        if token is None:
            return self._near()
        self._stream.deeper(token)
        self._negations += 1
        part = Not(_restricted([self._not()]))
        self._negations -= 1
        self._stream.higher()
        return part

    def _near(self) -> _Part:
        parts, operators = [self._part()], []
        while operator := self._stream.take(TokenKind.NEAR):
            operators.append(operator)
            parts.append(self._part())
        if not operators:
            return parts[0]
        first, *others = map(near_parts, operators)
        if any(other != first for other in others):
            raise self._stream.complaint(Complaint.NEAR_MIXED, operators[1])
        try:
            return proximity.near(parts, *first)
        except proximity.NotNearableError as error:
            raise complaints.not_near(self._stream, operators, error) from error

    def _part(self) -> _Part:
        if bracket := self._stream.take(TokenKind.OPEN):
            return self._bracketed(bracket, self._any)
        if name := self._stream.take(TokenKind.FIELD):
            return self._field(name)
        return self._term()

    def _term(self) -> Query:
        token = self._stream.take(TokenKind.WORDS, TokenKind.PHRASE, TokenKind.PATTERN)
        if token is None:
            raise complaints.missing_part(self._stream)
        if token.kind is TokenKind.PATTERN:
            return self._pattern(token)
        if token.kind is TokenKind.WORDS and token.text == "*":
            return Everything()
        if proximity.has_gap(token.text):
            return self._gap(token)
        leaf = self._phrase(token) if token.kind is TokenKind.PHRASE else self._words(token)
        self.leaves.append(Leaf(leaf, token.start, token.end, self._negations > 0))
        return leaf

    def _gap(self, token: Token) -> Query:
        try:
            return proximity.gap(token.text)
        except proximity.NotNearableError as error:
            raise complaints.wrong_gap(self._stream, token, error) from error

    def _phrase(self, token: Token) -> Phrase:
        if not fold(token.text):
            raise self._stream.complaint(Complaint.EMPTY_PHRASE, token)
        return Phrase(token.text)

    def _words(self, token: Token) -> Words:
        if not any(character.isalnum() for character in fold(token.text)):
            raise complaints.no_letters(self._stream, token)
        if complaint := complaints.foreign_operator(self._stream, token):
            raise complaint
        if len(token.text) > MAX_WORDS_LENGTH:
            quoted = self._stream.quoted(token)
            raise QueryError(Complaint.WORD_TOO_LONG, token.start, quoted, most=MAX_WORDS_LENGTH)
        return Words(token.text)

    def _pattern(self, token: Token) -> Pattern:
        self._patterns += 1
        if self._patterns > MAX_PATTERNS:
            raise self._stream.complaint(Complaint.TOO_MANY_PATTERNS, token, most=MAX_PATTERNS)
        expression, original = pattern_parts(token)
        try:
            program = compiled(expression)  # so that what is wrong is said of it as typed
            if not original:
                program = compiled(folded_expression(expression, as_written=False))
        except QueryError as error:
            raise complaints.wrong_pattern(self._stream, token, error) from error
        if program.search("") is not None:
            raise complaints.empty_pattern(self._stream, token)
        return Pattern(expression, original)

    def _field(self, name: Token) -> _Part:
        field = FIELDS.get(name.text.lower())
        if field is None:
            raise complaints.unknown_field(self._stream, name)
        following = self._stream.peek()
        if following is None or not (following.kind.is_term or following.kind is TokenKind.OPEN):
            raise complaints.no_value(self._stream, name)
        if isinstance(field, Field):
            return Within(field, _restricted([self._part()]))
        if bracket := self._stream.take(TokenKind.OPEN):
            return _chosen(self._bracketed(bracket, lambda: self._values(name, field)))
        return self._value(name, field)

    def _values(self, name: Token, field: FieldName) -> list[_Part]:
        values = [self._value(name, field)]
        while self._stream.take(TokenKind.OR):
            values.append(self._value(name, field))
        if (token := self._stream.peek()) and token.kind is not TokenKind.CLOSE:
            raise complaints.values_not_joined(self._stream, name)
        return values

    def _value(self, name: Token, field: FieldName) -> _Part:
        token = self._stream.take(TokenKind.WORDS, TokenKind.PHRASE)
        if token is None or not fold(token.text):
            raise self._stream.complaint(Complaint.EMPTY_VALUE, name, name=name.text)
        try:
            return _read_value(field, token.text)
        except NotAValueError as error:
            raise complaints.wrong_value(self._stream, name, token, error) from error

    def _bracketed(self, bracket: Token, read: Callable[[], _Read]) -> _Read:
        self._stream.deeper(bracket)
        inside = read()
        if not self._stream.take(TokenKind.CLOSE):
            raise complaints.unpaired(self._stream, bracket)
        self._stream.higher()
        return inside


_ENDS_OF_ALL = (TokenKind.OR, TokenKind.CLOSE)


def _read_value(field: FieldName, text: str) -> _Part:
    if isinstance(field, Script):
        return _Variants(told_apart(text))
    assert not isinstance(field, Field)
    return _Sections((section(text),)) if field is Facet.SECTIONS else filter_of(field, text)


def _chosen(values: Sequence[_Part]) -> _Part:
    """Any of the values in brackets behind a field."""
    sections = [each for value in values if isinstance(value, _Sections) for each in value.sections]
    if sections:
        return _Sections(tuple(sections))
    return _joined(Or, [_restricted([value]) for value in values])


def _restricted(parts: Sequence[_Part]) -> Query:
    """Join what must all be found; ``章节:`` and ``繁简:`` apply to all the others."""
    asked = [part for part in parts if not isinstance(part, _Sections | _Variants)]
    query = _joined(And, asked) if asked else Everything()
    for part in parts:
        if isinstance(part, _Variants) and part.as_written:
            query = AsWritten(query)
    restrictions = [part for part in parts if isinstance(part, _Sections)]
    if not restrictions:
        return query
    return _joined(
        And,
        [_joined(Or, [Within(each, query) for each in some.sections]) for some in restrictions],
    )


def _joined(kind: type[And] | type[Or], parts: Sequence[Query]) -> Query:
    """Join parts; what is said twice counts once, and brackets that change nothing go."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, kind) else (part,))]
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else kind(unique)
