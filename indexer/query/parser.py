"""From what somebody typed to a :mod:`indexer.query.nodes` tree.

The language::

    query  = all { OR all }              any of them                    (also 或)
    all    = not { [ AND ] not }         every one of them              (also 与, or nothing)
    not    = ( NOT | - ) not | near      all reports but those          (also 非)
    near   = part { NEAR/n part }        at most n characters between   (also ONEAR, 近, 先后)
    part   = word | phrase | /regex/ | ( query ) | * | field: value
    phrase = “…” | "…" | 「…」 | 『…』     literally; a * inside is a gap within a sentence

A field that names a fact filters (``地区:重庆``); ``标题:`` and ``正文:`` look only there for
what follows; ``章节:`` and ``繁简:`` say where and how everything beside them is looked for, in
the same brackets.

Length, terms and depth are capped before anything is built, so that no query costs more than
it should. Errors are for the person who typed: what is wrong, where, and where it can be had
a query that works.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.errors import Complaint, QueryError
from indexer.query.grammar import Grammar, Leaf
from indexer.query.nodes import Query

MAX_LENGTH = 1_000
"""Characters in a query: room for a pasted paragraph, in quotes."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query, and its words and phrases as they stand in the text, in order."""

    query: Query
    leaves: tuple[Leaf, ...]


def parse(text: str) -> Query:
    """Return what ``text`` asks for.

    Raises ``QueryError`` if it asks for nothing or for what cannot be understood, or if it is
    longer than ``MAX_LENGTH`` characters, has too many terms or too deep brackets.

    >>> parse("矛盾纠纷 -“枫桥经验”")
    And(parts=(Words(text='矛盾纠纷'), Not(part=Phrase(text='枫桥经验'))))
    """
    return parse_with_leaves(text).query


def parse_with_leaves(text: str) -> Parsed:
    """Return what ``text`` asks for, and where its words stand. Raises ``QueryError``."""
    try:
        return _parsed(text)
    except QueryError as error:
        error.suggestion = _if_understood(error.suggestion)
        raise


def _parsed(text: str) -> Parsed:
    if len(text) > MAX_LENGTH:
        raise QueryError(Complaint.TOO_LONG, MAX_LENGTH, length=len(text), most=MAX_LENGTH)
    if not text.strip():
        raise QueryError(Complaint.EMPTY)
    grammar = Grammar(text)
    return Parsed(grammar.query(), tuple(grammar.leaves))


def _if_understood(suggestion: str | None) -> str | None:
    """A suggestion that would not work is worse than none."""
    if suggestion is None:
        return None
    try:
        _parsed(suggestion)
    except QueryError:
        return None
    return suggestion
