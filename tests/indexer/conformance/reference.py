"""The reference engine: what every engine must find, by scanning texts in memory."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.answers.filters import acceptance
from indexer.document import IndexDocument
from indexer.facets import facet_value
from indexer.fold import fold, fold_as_written
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
    Unit,
    Within,
    Words,
)
from indexer.query.patterns import folded_expression
from indexer.words import query_words, words

Fold = Callable[[str], str]
Scope = Field | InSection | None


class ReferenceEngine:
    """All documents in a dict; nothing is clever here."""

    def __init__(self) -> None:
        self.documents: dict[str, IndexDocument] = {}

    def commit(
        self, documents: Sequence[IndexDocument], removed: Sequence[str], position: int
    ) -> None:
        for report_id in removed:
            self.documents.pop(report_id, None)
        self.documents.update((document.report_id, document) for document in documents)

    def matching(self, query: Query) -> set[str]:
        return {key for key, each in self.documents.items() if _Reader(each).matches(query)}

    def literal(self, query: Query) -> set[str]:
        matching = self.matching(query)
        return {key for key in matching if _Reader(self.documents[key], True).matches(query)}


@dataclass(frozen=True)
class _Reader:
    """One document being read; ``literally``: words count only where they stand."""

    document: IndexDocument
    literally: bool = False

    def matches(self, query: Query, scope: Scope = None, fold: Fold = fold) -> bool:
        match query:
            case And(parts):
                return all(self.matches(part, scope, fold) for part in parts)
            case Or(parts):
                return any(self.matches(part, scope, fold) for part in parts)
            case Not(part):
                return not _Reader(self.document).matches(part, scope, fold)
            case Within(inner, part):
                return bool(self._pieces(inner)) and self.matches(part, inner, fold)
            case AsWritten(part):
                return self.matches(part, scope, fold_as_written)
        return self._leaf(query, scope, fold)

    def _leaf(self, query: Query, scope: Scope, fold: Fold) -> bool:
        pieces = self._pieces(scope)
        found = False
        match query:
            case Everything():
                found = True
            case Filter(facet):
                found = acceptance(query)(facet_value(self.document, facet))
            case Phrase(text):
                found = _has(text, pieces, fold)
            case Words(text):
                found = _has(text, pieces, fold) or self._has_words(text, scope, fold)
            case Near():
                # A title is one paragraph, whatever white space is in it.
                one_line = [p.replace("\n", " ") if p is self.document.title else p for p in pieces]
                found = any(_stands_near(query, piece, fold) for piece in one_line)
            case Pattern(expression, original):
                folded = folded_expression(expression, fold is fold_as_written)
                program = re.compile(expression if original else folded, re.ASCII)
                found = any(program.search(piece if original else fold(piece)) for piece in pieces)
        return found

    def _pieces(self, scope: Scope) -> Sequence[str]:
        title, text = self.document.title, self.document.text
        if isinstance(scope, InSection):
            wanted = [s for s in self.document.sections if scope.accepts(s.kind, fold(s.heading))]
            return [text[section.start : section.end] for section in wanted]
        return {None: (title, text), Field.TITLE: (title,), Field.TEXT: (text,)}[scope]

    def _has_words(self, text: str, scope: Scope, folding: Fold) -> bool:
        """In a title or section, the words must stand there."""
        wanted = set(query_words(text))
        known = {*words(self.document.title), *words(self.document.text)}
        if self.literally or not wanted or not wanted <= known:
            return False
        apart = query_words(text, simplify=folding is fold)
        is_plain = scope is None and folding is fold
        return is_plain or all(_has(word, self._pieces(scope), folding) for word in apart)


def _has(text: str, pieces: Sequence[str], folding: Fold) -> bool:
    return any(folding(text) in folding(piece) for piece in pieces)


def _stands_near(near: Near, piece: str, folding: Fold) -> bool:
    units, text = _units(near.inside, piece, folding), folding(piece)
    places = [
        [
            (match.start(1), match.start(1) + len(folding(phrase.text)))
            for phrase in phrases
            for match in re.finditer(f"(?=({re.escape(folding(phrase.text))}))", text)
        ]
        for phrases in near.parts
    ]
    for chosen in itertools.product(*places):
        in_order = chosen if near.ordered else tuple(sorted(chosen))
        gaps = [after[0] - before[1] for before, after in itertools.pairwise(in_order)]
        within = {units[place] for place in range(in_order[0][0], in_order[-1][1])}
        most = len(text) if near.most is None else near.most
        is_near = all(0 <= gap <= most for gap in gaps)
        if is_near and (near.inside is None or len(within) == 1):
            return True
    return False


def _units(inside: Unit | None, piece: str, folding: Fold) -> list[int]:
    """Number the sentence or paragraph of every folded character."""
    unit, units = 0, []
    for character in piece:
        for folded in folding(character):
            units.append(unit)
            unit += inside is Unit.SENTENCE and folded in "。!?;"
        unit += character == "\n"
    return units
