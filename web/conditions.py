"""The filters of a query, and the query without each: what a reader may take off again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.errors import QueryError
from indexer.facets import Facet
from indexer.query import parse
from indexer.query.fields import FIELDS
from indexer.query.lexer import Token, TokenKind, tokens

_DEEPER = {TokenKind.OPEN: 1, TokenKind.CLOSE: -1}
# Behind one of these a filter is not simply one more thing that must hold.
_BINDING = (TokenKind.NOT, TokenKind.NEAR, TokenKind.FIELD)


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter as typed, and the query that is left when it is taken off."""

    text: str
    without: str


def conditions(query_text: str) -> tuple[Condition, ...]:
    """Return the filters that all found reports satisfy, in order. Raises ``QueryError``.

    One without which nothing would be asked is left out: there is no query to offer then.

    >>> conditions("“枫桥经验” 年份:2024 地区:(重庆 OR 四川)")[1]
    Condition(text='地区:(重庆 OR 四川)', without='“枫桥经验” 年份:2024')
    >>> [conditions(text) for text in ("年份:2024", "年份:2024 OR 调解", "调解 -年份:2024")]
    [(), (), ()]
    """
    parts = _outermost(tokens(query_text))
    if any(part.kind is TokenKind.OR for part in parts):
        return ()
    found = [_condition(query_text, parts, place) for place in _filters(parts)]
    return tuple(each for each in found if _is_understood(each.without))


def _outermost(parts: Sequence[Token]) -> list[Token]:
    """Return the tokens outside of brackets, what stands in brackets as one."""
    found: list[Token] = []
    depth = 0
    for part in parts:
        if depth and found:
            opened = found.pop()
            part_of = Token(opened.kind, opened.text, opened.start, part.end)
            found.append(part_of)
        else:
            found.append(part)
        depth += _DEEPER.get(part.kind, 0)
    return found


def _filters(parts: Sequence[Token]) -> Iterator[int]:
    for place, part in enumerate(parts[:-1]):
        bound = place and parts[place - 1].kind in _BINDING
        names_filter = isinstance(FIELDS.get(part.text.lower()), Facet)
        if part.kind is TokenKind.FIELD and names_filter and not bound:
            yield place


def _condition(text: str, parts: Sequence[Token], place: int) -> Condition:
    start, end = parts[place].start, parts[place + 1].end
    joined = place and parts[place - 1].kind is TokenKind.AND
    before = text[: parts[place - 1].start if joined else start].rstrip()
    after = text[end:].lstrip()
    if not before and after and parts[place + 2].kind is TokenKind.AND:
        after = text[parts[place + 2].end :].lstrip()
    return Condition(text[start:end], f"{before} {after}".strip())


def _is_understood(text: str) -> bool:
    try:
        parse(text)
    except QueryError:
        return False
    return True
