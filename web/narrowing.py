"""Filters and other parts of a query as people type them."""

from __future__ import annotations

import re

from indexer.fold import QUOTATION_MARKS
from indexer.query import (
    AsWritten,
    Days,
    Field,
    Filter,
    InSection,
    Phrase,
    Query,
    Within,
    Words,
    Years,
    parse,
)
from indexer.query.lexer import TokenKind, tokens

_PLAIN = re.compile(r"\w[\w.·-]*")
_OPERATORS = frozenset({"AND", "OR", "NOT", "与", "或", "非"})
_WHOLE_YEAR = re.compile(r"(\d{4})-01-01\.\.\1-12-31")


def filter_text(asked: Filter) -> str:
    """Return a filter as the query language has it.

    >>> from indexer.facets import Facet
    >>> filter_text(Filter(Facet.YEAR, Years(2019, 2024)))
    '年份:2019..2024'
    >>> filter_text(Filter(Facet.ISSUER, "青石县 司法局"))
    '机构:“青石县 司法局”'
    """
    match asked.value:
        case Years(first, last):
            value = _span("" if first is None else str(first), "" if last is None else str(last))
        case Days(first, last):
            value = _span(*("" if day is None else day.isoformat() for day in (first, last)))
            whole_year = _WHOLE_YEAR.fullmatch(value)
            value = whole_year[1] if whole_year else value
        case str(text):
            value = text if _is_plain(text) else f"“{_bare(text)}”"
    return f"{asked.facet.value}:{value}"


def narrowable(query_text: str) -> str:
    """Return the query so that filters may be written behind it; raises ``QueryError``."""
    parse(query_text)
    depth, is_loose = 0, False
    for token in tokens(query_text):  # not the tree, in which equal alternatives are one
        depth += (token.kind is TokenKind.OPEN) - (token.kind is TokenKind.CLOSE)
        is_loose |= token.kind is TokenKind.OR and not depth
    return f"({query_text})" if is_loose else query_text  # a filter binds closer than OR does


def narrowed(query_text: str, asked: Filter) -> str:
    """Return the query with the filter added; raises ``QueryError``."""
    return f"{narrowable(query_text)} {filter_text(asked)}"


def part_text(part: Query) -> str | None:
    """Return what somebody typed, of the kinds of parts that are often mistyped."""
    match part:
        case Words(text):
            return text
        case Phrase(text):
            return f"“{text}”"
        case Filter():
            return filter_text(part)
        case AsWritten(inner):
            return part_text(inner)
        case Within(scope, inner):
            inside = part_text(inner)
            return inside and f"{_scope_text(scope)}{inside}"
        case _:
            return None


def _scope_text(scope: Field | InSection) -> str:
    if isinstance(scope, Field):
        return f"{scope.value}:"
    return f"章节:{scope.kind.value if scope.kind else scope.heading} "


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and text.upper() not in _OPERATORS


def _bare(text: str) -> str:
    # Marks are dropped by folding anyway, and could close the quotation too early.
    return "".join(character for character in text if character not in QUOTATION_MARKS)


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}..{last}"
