"""Filters as people type them: what a click on a facet adds to a query."""

from __future__ import annotations

import re

from indexer.query import Days, Filter, Or, Years, parse

_PLAIN = re.compile(r"[\w.·-]+")


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
            value = _span(
                "" if first is None else first.isoformat(), "" if last is None else last.isoformat()
            )
        case str(text):
            value = text if _PLAIN.fullmatch(text) else f"“{text}”"
    return f"{asked.facet.value}:{value}"


def narrowed(query_text: str, asked: Filter) -> str:
    """Return the query with the filter added; raises ``QueryError``."""
    loose = isinstance(parse(query_text), Or)  # a filter binds closer than OR does
    return f"({query_text}) {filter_text(asked)}" if loose else f"{query_text} {filter_text(asked)}"


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}..{last}"
