"""Filters as people type them: what a click on a facet adds to a query."""

from __future__ import annotations

import re

from indexer.fold import QUOTATION_MARKS
from indexer.query import Days, Filter, Or, Years, parse

_PLAIN = re.compile(r"[\w.·-]+")
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


def narrowed(query_text: str, asked: Filter) -> str:
    """Return the query with the filter added; raises ``QueryError``."""
    loose = isinstance(parse(query_text), Or)  # a filter binds closer than OR does
    return f"({query_text}) {filter_text(asked)}" if loose else f"{query_text} {filter_text(asked)}"


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and text.upper() not in _OPERATORS


def _bare(text: str) -> str:
    # Marks are dropped by folding anyway, and could close the quotation too early.
    return "".join(character for character in text if character not in QUOTATION_MARKS)


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}..{last}"
