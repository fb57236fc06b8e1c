"""From a query tree to the documents that match it."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.fold import fold
from indexer.query import And, Phrase, Query, Words
from indexer.whoosh_engine.appendfile import AppendFile
from indexer.whoosh_engine.scan import containing
from indexer.whoosh_engine.schema import WORDS
from indexer.whoosh_engine.view import View
from indexer.words import query_words


@dataclass(frozen=True, slots=True)
class Found:
    """Document numbers: all that match, those that match literally; the words that rank."""

    matching: set[int]
    literal: set[int]
    terms: frozenset[str]


def evaluate(view: View, texts: AppendFile, query: Query, within: set[int] | None = None) -> Found:
    """Return what ``query`` finds among the documents ``within``; ``None`` means all."""
    match query:
        case Phrase(text):
            literal = containing(view, texts, fold(text), within)
            return Found(literal, literal, frozenset(query_words(text)))
        case Words(text):
            return _evaluate_words(view, texts, text, within)
        case And(parts):
            return _evaluate_all(view, texts, parts, within)


def _evaluate_words(view: View, texts: AppendFile, text: str, within: set[int] | None) -> Found:
    terms = frozenset(query_words(text))
    literal = containing(view, texts, fold(text), within)
    return Found(literal | _having_all(view, terms, within), literal, terms)


def _evaluate_all(
    view: View, texts: AppendFile, parts: tuple[Query, ...], within: set[int] | None
) -> Found:
    matching, literal, terms = within, within, frozenset[str]()
    for part in parts:
        found = evaluate(view, texts, part, matching)
        matching = found.matching
        literal = found.literal if literal is None else literal & found.literal
        terms |= found.terms
    return Found(matching or set(), literal or set(), terms)


def _having_all(view: View, terms: frozenset[str], within: set[int] | None) -> set[int]:
    """Documents that have every one of ``terms`` as a word; none if there are no terms."""
    keys = [term.encode() for term in terms]
    by_rarity = sorted((view.frequency(WORDS, key), key) for key in keys)
    if not by_rarity or not by_rarity[0][0]:
        return set()
    found = within
    for _, key in by_rarity:
        having = view.documents_with(WORDS, key)
        found = having if found is None else found & having
        if not found:
            return set()
    return (found or set()) - view.deleted
