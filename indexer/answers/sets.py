"""From a query tree to the sets of documents that satisfy it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from indexer.answers.filters import acceptance
from indexer.answers.finds import Look, stands
from indexer.answers.original import matches_original
from indexer.answers.patience import Patience
from indexer.columns import Selection
from indexer.engine import Reading
from indexer.facets import Facet
from indexer.fold import fold
from indexer.query import (
    And,
    AsWritten,
    Everything,
    Field,
    Filter,
    InSection,
    Near,
    Not,
    Or,
    Pattern,
    Phrase,
    Query,
    Sought,
    Within,
    Words,
)
from indexer.query.patterns import required
from indexer.words import query_words


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a query finds.

    ``literal`` are those of ``matching`` that have every word asked for literally, ``terms``
    the words that rank.
    """

    matching: Selection
    literal: Selection
    terms: frozenset[str]


def evaluate(reading: Reading, query: Query, patience: Patience | None = None) -> Found:
    """Return what ``query`` finds. Raises ``TooSlowError`` if that takes too long."""
    evaluation = _Evaluation(reading, patience or Patience(None))
    return evaluation.found(query, reading.columns.live, Look())


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """One query being answered. All sets are of documents ``within`` the set given."""

    reading: Reading
    patience: Patience

    def found(self, query: Query, within: Selection, look: Look) -> Found:
        self.patience.check()
        match query:
            case And(parts):
                return self._all(parts, within, look)
            case Or(parts):
                return self._any(parts, within, look)
            case Not(part):
                rest = within & ~self.found(part, within, look).matching
                return Found(rest, rest, frozenset())
            case Within(scope, part):
                having = self._with_scope(scope, within)
                return self.found(part, having, replace(look, scope=scope))
            case AsWritten(part):
                return self.found(part, within, replace(look, as_written=True))
            case _:
                return self._leaf(query, within, look)

    def _all(self, parts: tuple[Query, ...], within: Selection, look: Look) -> Found:
        matching, literal, terms = within, within, frozenset[str]()
        for part in sorted(parts, key=_cost):
            found = self.found(part, matching, look)
            matching, literal = found.matching, literal & found.literal
            terms |= found.terms
        return Found(matching, literal, terms)

    def _any(self, parts: tuple[Query, ...], within: Selection, look: Look) -> Found:
        all_found = [self.found(part, within, look) for part in parts]
        return Found(
            np.logical_or.reduce([found.matching for found in all_found]),
            np.logical_or.reduce([found.literal for found in all_found]),
            frozenset[str]().union(*(found.terms for found in all_found)),
        )

    def _leaf(self, query: Query, within: Selection, look: Look) -> Found:
        match query:
            case Everything():
                return Found(within, within, frozenset())
            case Filter(facet):
                found = within & self.reading.columns.facets[facet].selecting(acceptance(query))
                return Found(found, found, frozenset())
            case Words():
                return self._words(query, within, look)
            case Phrase() | Near() | Pattern():
                literal = self._literal(query, within, look)
                return Found(literal, literal, frozenset(_terms(query)))
        raise AssertionError(f"not a leaf: {query}")

    def _words(self, asked: Words, within: Selection, look: Look) -> Found:
        """Within a section or the title, a word's words count where they stand literally."""
        literal = self._literal(asked, within, look)
        terms = frozenset(query_words(asked.text))
        having = self.reading.having(terms, within & ~literal)
        if look.is_plain:
            return Found(literal | having, literal, terms)
        parts = [Phrase(term) for term in query_words(asked.text, simplify=not look.as_written)]
        for part in parts:
            having = self._literal(part, having, look)
        return Found(literal | having, literal, terms)

    def _literal(self, sought: Sought, within: Selection, look: Look) -> Selection:
        candidates = self._candidates(sought, within)
        if look.is_plain and isinstance(sought, Phrase | Words):
            return candidates
        if isinstance(sought, Pattern) and sought.original:
            return self._in_originals(sought, candidates, look)
        found = np.zeros_like(within)
        for ordinal, document in self.reading.folded(candidates):
            self.patience.check()
            found[ordinal] = stands(sought, document, look)
        return found

    def _in_originals(self, sought: Pattern, candidates: Selection, look: Look) -> Selection:
        ordinals = np.flatnonzero(candidates)
        found = np.zeros_like(candidates)
        documents = self.reading.documents(ordinals.tolist())
        for ordinal, document in zip(ordinals.tolist(), documents, strict=True):
            self.patience.check()
            found[ordinal] = matches_original(sought, document, look.scope)
        return found

    def _candidates(self, sought: Sought, within: Selection) -> Selection:
        """Documents that have, somewhere, all that ``sought`` is made of."""
        match sought:
            case Phrase(text) | Words(text):
                folded = fold(text)
                return self.reading.containing(folded, within) if folded else within
            case Near(parts):
                for phrases in parts:
                    having = [self._candidates(phrase, within) for phrase in phrases]
                    within = np.logical_or.reduce(having)
                return within
            case Pattern(expression):
                return self.found(required(expression), within, Look()).matching

    def _with_scope(self, scope: Field | InSection, within: Selection) -> Selection:
        """Documents that have the sections; every one has a title and a text."""
        match scope:
            case Field():
                return within
            case InSection(kind) if kind is not None:
                has_kind = acceptance(Filter(Facet.SECTIONS, kind.value))
                return within & self.reading.columns.facets[Facet.SECTIONS].selecting(has_kind)
            case InSection(heading=heading):
                found = np.zeros_like(within)
                for ordinal, document in self.reading.folded(within):
                    self.patience.check()
                    found[ordinal] = any(heading in each.heading for each in document.sections)
                return found


def _cost(query: Query) -> int:
    """What to evaluate first: facts, then words, then what texts have to be read for."""
    match query:
        case Filter() | Everything():
            return 0
        case Phrase() | Words():
            return 1
        case And() | Or() | Not() | AsWritten() | Within():
            return 2
        case Near():
            return 3
        case Pattern():
            return 4


def _terms(sought: Sought) -> Iterator[str]:
    match sought:
        case Phrase(text) | Words(text):
            yield from query_words(text)
        case Near(parts):
            for phrases in parts:
                for phrase in phrases:
                    yield from _terms(phrase)
