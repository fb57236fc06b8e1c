"""A parsed query as a tree of frozen values: what can be asked.

Most leaves look for something in a document's title and text; ``Filter`` looks at its facts.
``Within`` and ``AsWritten`` say where and how the leaves below them look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from archive.facts import SectionKind
from indexer.facets import Facet


@dataclass(frozen=True, slots=True)
class Words:
    """An unquoted chunk as typed, such as ``矛盾纠纷``; found as words or literally.

    As words: the analyser's index has all of its words (``indexer.words``) for the document;
    where the search is restricted (``Within``, ``AsWritten``), each of them stands there, too.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A quoted chunk without its quotes; found literally (after folding) or not at all."""

    text: str


class Unit(StrEnum):
    """What a find may be asked not to reach over the end of."""

    SENTENCE = "句"
    PARAGRAPH = "段"


@dataclass(frozen=True, slots=True)
class Near:
    """All of ``parts``, at least two, each next to another and none overlapping another.

    Between one and the next stand at most ``most`` folded characters (``None``: any number),
    and all of them stand in one sentence or paragraph, if ``inside`` says so. ``ordered``: in
    the order given; otherwise in any. Each part is a choice of phrases.
    """

    parts: tuple[tuple[Phrase, ...], ...]
    most: int | None
    inside: Unit | None
    ordered: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression in RE2's syntax, looked for in title and in text.

    ``original``: in the texts as they are; otherwise in the folded ones, the expression's own
    characters being folded likewise.
    """

    expression: str
    original: bool = False


@dataclass(frozen=True, slots=True)
class Years:
    """From ``first`` to ``last`` including both; ``None``: open."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Days:
    """From ``first`` to ``last`` including both; ``None``: open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Documents by a fact. What a value means for which facet: ``indexer.answers.filters``."""

    facet: Facet
    value: str | Years | Days


class Field(StrEnum):
    """The two texts of a document."""

    TITLE = "标题"
    TEXT = "正文"


@dataclass(frozen=True, slots=True)
class InSection:
    """The sections of a kind, or those whose folded heading contains ``heading``."""

    kind: SectionKind | None = None
    heading: str = ""

    def accepts(self, kind: SectionKind, folded_heading: str) -> bool:
        """Whether a section is one of these."""
        if self.kind is not None:
            return kind is self.kind
        return self.heading in folded_heading


@dataclass(frozen=True, slots=True)
class Within:
    """Documents that satisfy ``part`` if nothing counted but their title, text or sections.

    A document without such a section satisfies nothing, not even a ``Not``.
    """

    scope: Field | InSection
    part: Query


@dataclass(frozen=True, slots=True)
class AsWritten:
    """``part``, with simplified and traditional characters told apart."""

    part: Query


@dataclass(frozen=True, slots=True)
class And:
    """All of ``parts``, at least two."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of ``parts``, at least two."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """All documents but those that satisfy ``part``."""

    part: Query


@dataclass(frozen=True, slots=True)
class Everything:
    """All documents."""


Query = (
    Words
    | Phrase
    | Near
    | Pattern
    | Filter
    | Within
    | AsWritten
    | And
    | Or
    | Not
    | Everything
)  # fmt: skip

Sought = Words | Phrase | Near | Pattern
"""The leaves that stand somewhere in a text and can be shown there."""
