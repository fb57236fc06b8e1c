"""Where what is sought stands in a folded document."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from indexer.fold import fold, fold_as_written
from indexer.folded import FoldedDocument
from indexer.query import Field, InSection, Near, Pattern, Phrase, Sought, Unit, Words
from indexer.query.patterns import compiled, folded_expression
from indexer.sentences import SENTENCE_ENDS

_SENTENCE_END = re.compile(f"[{SENTENCE_ENDS}]")

Span = tuple[int, int]
Chain = tuple[Span, ...]
Groups = tuple[tuple[str, str | None], ...]
"""Name or number of each group, and what it took; ``None``: it took no part."""


@dataclass(frozen=True, slots=True)
class Look:
    """How leaves look at a document: ``scope`` ``None`` means title and text."""

    scope: Field | InSection | None = None
    as_written: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether an engine's ``containing`` sees what this look sees."""
        return self.scope is None and not self.as_written

    def folded(self, text: str) -> str:
        """Return ``text`` folded as this look folds."""
        return fold_as_written(text) if self.as_written else fold(text)


class Piece(NamedTuple):
    """Characters ``[start, end)`` of a folded title or text, in which something is sought."""

    field: Field
    content: str
    start: int
    end: int


class Find(NamedTuple):
    """One place: folded characters from ``start`` to ``end`` of a field.

    ``parts`` are the places inside it of what was asked for by itself, ``groups`` what a
    regular expression captured.
    """

    field: Field
    start: int
    end: int
    parts: Chain
    groups: Groups = ()


def pieces(document: FoldedDocument, look: Look) -> Iterator[Piece]:
    """Yield what of a document is looked at; nothing reaches from one piece into another."""
    title = document.title_as_written if look.as_written else document.title
    text = document.text_as_written if look.as_written else document.text
    match look.scope:
        case InSection() as wanted:
            for section in document.sections:
                if wanted.accepts(section.kind, section.heading):
                    yield Piece(Field.TEXT, text, section.start, section.end)
        case scope:
            if scope is not Field.TEXT:
                yield Piece(Field.TITLE, title, 0, len(title))
            if scope is not Field.TITLE:
                yield Piece(Field.TEXT, text, 0, len(text))


def stands(sought: Sought, document: FoldedDocument, look: Look) -> bool:
    """Whether it stands in the document literally."""
    match sought:
        case Phrase(text) | Words(text):
            needle = look.folded(text)
            return any(
                piece.content.find(needle, piece.start, piece.end) >= 0
                for piece in pieces(document, look)
            )
        case Pattern(expression):
            program = compiled(folded_expression(expression, look.as_written))
            return any(
                program.search(piece.content[piece.start : piece.end]) is not None
                for piece in pieces(document, look)
            )
        case Near():
            return any(
                True
                for piece in pieces(document, look)
                for _ in _chains_of(sought, piece, document, look)
            )


def finds(sought: Sought, document: FoldedDocument, look: Look) -> Iterator[Find]:
    """Yield where it stands literally, in title and text, in order and not overlapping."""
    for piece in pieces(document, look):
        last = piece.start
        for find in _in_piece(sought, piece, document, look):
            if find.start >= last:
                last = find.end
                yield find


def spans(sought: Sought, document: FoldedDocument, look: Look) -> Iterator[tuple[Field, Chain]]:
    """Yield the parts of all ``finds``, field by field."""
    if isinstance(sought, Phrase | Words):
        needle = look.folded(sought.text)
        for piece in pieces(document, look):
            yield piece.field, tuple(_apart(needle, piece))
    else:
        for find in finds(sought, document, look):
            yield find.field, find.parts


def captured(match: Any) -> Groups:
    """Return what the groups of RE2's ``match`` took."""
    return tuple(zip(_names_of_groups(match.re), match.groups(), strict=True))


def group_names(pattern: Pattern) -> list[str]:
    """Return the names, or else the numbers, of the groups of a pattern in their order."""
    return _names_of_groups(compiled(pattern.expression))


def _names_of_groups(program: Any) -> list[str]:
    names = {number: name for name, number in program.groupindex.items()}
    return [names.get(number, str(number)) for number in range(1, program.groups + 1)]


def _in_piece(sought: Sought, piece: Piece, document: FoldedDocument, look: Look) -> Iterator[Find]:
    match sought:
        case Phrase(text) | Words(text):
            for span in _apart(look.folded(text), piece):
                yield Find(piece.field, *span, (span,))
        case Near():
            for chain in sorted(set(_chains_of(sought, piece, document, look)), key=_reading_order):
                yield Find(piece.field, chain[0][0], chain[-1][1], chain)
        case Pattern(expression):
            yield from _matches(folded_expression(expression, look.as_written), piece)


def _occurrences(needle: str, piece: Piece, step: int = 1) -> Iterator[Span]:
    """Yield all places of ``needle``, overlapping ones too; ``step`` leads from one to the next."""
    _, content, position, end = piece
    position = content.find(needle, position, end) if needle else -1
    while position >= 0:
        yield position, position + len(needle)
        position = content.find(needle, position + step, end)


def _apart(needle: str, piece: Piece) -> Iterator[Span]:
    """Yield places of ``needle`` that do not overlap."""
    return _occurrences(needle, piece, len(needle))


def _matches(expression: str, piece: Piece) -> Iterator[Find]:
    content = piece.content[piece.start : piece.end]
    for match in compiled(expression).finditer(content):
        start, end = (piece.start + place for place in match.span())
        if start < end:
            yield Find(piece.field, start, end, ((start, end),), captured(match))


def _reading_order(chain: Chain) -> tuple[int, int, Chain]:
    return chain[0][0], chain[-1][1], chain


def _chains_of(near: Near, piece: Piece, document: FoldedDocument, look: Look) -> Iterator[Chain]:
    """Yield chains of places of all parts, order by order, in which some may come again."""
    places = {part: _choice(part, piece, look) for part in near.parts}
    if not all(places.values()):
        return
    ends = _unit_ends(near.inside, piece, document)
    most = len(piece.content) if near.most is None else near.most
    orders = [near.parts] if near.ordered else dict.fromkeys(itertools.permutations(near.parts))
    for order in orders:
        yield from _chains([places[part] for part in order], most, ends)


def _choice(phrases: Sequence[Phrase], piece: Piece, look: Look) -> list[Span]:
    return sorted(
        {span for phrase in phrases for span in _occurrences(look.folded(phrase.text), piece)}
    )


def _unit_ends(inside: Unit | None, piece: Piece, document: FoldedDocument) -> list[int]:
    """Return where the units of a piece end; none if they do not matter."""
    if inside is None:
        return []
    ends = set(document.paragraph_ends if piece.field is Field.TEXT else ())
    if inside is Unit.SENTENCE:
        ends.update(found.end() for found in _SENTENCE_END.finditer(piece.content))
    return sorted(ends)


def _chains(places: Sequence[Sequence[Span]], most: int, ends: Sequence[int]) -> Iterator[Chain]:
    """Yield chains of one place of each, in order, each close to the one before.

    For each last place there is at most one, the one that begins latest: if any fits into one
    unit, that one does.
    """
    chains: list[Chain] = [(span,) for span in places[0]]
    for following in places[1:-1]:
        chains = list(_longer(chains, following, most, ends))
    return _longer(chains, places[-1], most, ends)


def _longer(
    chains: list[Chain], following: Sequence[Span], most: int, ends: Sequence[int]
) -> Iterator[Chain]:
    chains.sort(key=lambda chain: chain[-1][1])
    stops = [chain[-1][1] for chain in chains]
    for span in following:
        closest = _latest(chains, stops, span[0], most)
        if closest and _in_one_unit(ends, closest[0][0], span[1]):
            yield (*closest, span)


def _latest(chains: Sequence[Chain], stops: Sequence[int], start: int, most: int) -> Chain | None:
    """Return the chain that begins latest of those that end up to ``most`` before ``start``."""
    best: Chain | None = None
    first = bisect_left(stops, start - most)
    for number in range(bisect_right(stops, start) - 1, first - 1, -1):
        if best and stops[number] <= best[0][0]:
            break  # it begins before it ends, and so do all before it
        if best is None or chains[number][0][0] > best[0][0]:
            best = chains[number]
    return best


def _in_one_unit(ends: Sequence[int], start: int, end: int) -> bool:
    return bisect_right(ends, start) == bisect_right(ends, end - 1)
