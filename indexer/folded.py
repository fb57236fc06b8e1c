"""A folded document: what literal questions are decided by, and where its parts begin and end.

Every engine stores one beside each document, as two byte strings: the *searchable* one is the
folded title and the folded text in UTF-16, each with ``EDGE`` behind it, so that a phrase can be
looked for in both at once and nothing reaches over; the *layout* says the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from archive.facts import SectionKind
from indexer.document import IndexDocument
from indexer.fold import Folded, fold, fold_as_written, fold_with_offsets, folds_as_written

EDGE = "\n"
"""Stands behind the folded title and behind the folded text; no folded phrase contains it."""


@dataclass(frozen=True, slots=True)
class FoldedSection:
    """Characters ``[start, end)`` of a folded text below one heading."""

    kind: SectionKind
    heading: str
    start: int
    end: int


@dataclass(frozen=True)
class FoldedDocument:
    """A document as ``fold`` leaves it.

    ``title_as_written`` and ``text_as_written`` are as long as ``title`` and ``text`` and
    differ where traditional characters became simplified. All offsets are characters of the
    folded text.
    """

    searchable: bytes
    layout: bytes

    @classmethod
    def of(cls, document: IndexDocument) -> FoldedDocument:
        """Fold a document."""
        title, folded = fold(document.title), fold_with_offsets(document.text)
        layout = [
            folded.folded_sizes(list(_paragraph_ends(document.text))),
            _sections(document, folded),
            _variants(document, title + folded.text),
        ]
        searchable = f"{title}{EDGE}{folded.text}{EDGE}".encode("utf-16-le")
        plain = json.dumps(layout, ensure_ascii=False, separators=(",", ":"))
        return cls(searchable, plain.encode("utf-8", "surrogatepass"))

    def __reduce__(self) -> tuple[type[FoldedDocument], tuple[bytes, bytes]]:
        """Pickle without what was worked out of it, which is as large again."""
        return FoldedDocument, (self.searchable, self.layout)

    @cached_property
    def _parts(self) -> list[str]:
        return self.searchable.decode("utf-16-le").split(EDGE)

    @property
    def title(self) -> str:
        """The folded title."""
        return self._parts[0]

    @property
    def text(self) -> str:
        """The folded text."""
        return self._parts[1]

    @property
    def title_as_written(self) -> str:
        """The title folded without simplifying."""
        return self._as_written[: len(self.title)]

    @property
    def text_as_written(self) -> str:
        """The text folded without simplifying."""
        return self._as_written[len(self.title) :]

    @property
    def paragraph_ends(self) -> list[int]:
        """Where each paragraph of the text ends, ascending; one may be empty."""
        ends: list[int] = self._layout[0]
        return ends

    @cached_property
    def sections(self) -> tuple[FoldedSection, ...]:
        """The sections of the text in reading order."""
        return tuple(
            FoldedSection(SectionKind(kind), heading, start, end)
            for kind, heading, start, end in self._layout[1]
        )

    @cached_property
    def _layout(self) -> list[list]:  # type: ignore[type-arg] # as JSON has it
        layout: list[list] = json.loads(self.layout)  # type: ignore[type-arg]
        return layout

    @cached_property
    def _as_written(self) -> str:
        characters = list(self.title + self.text)
        for place, character in self._layout[2]:
            characters[place] = character
        return "".join(characters)


def _paragraph_ends(text: str) -> Iterator[int]:
    return accumulate(len(each) + 1 for each in text.split("\n"))


def _sections(document: IndexDocument, text: Folded) -> list[tuple[str, str, int, int]]:
    starts = text.folded_sizes([each.start for each in document.sections])
    ends = text.folded_sizes([each.end for each in document.sections])
    return [
        (each.kind.value, fold(each.heading), start, end)
        for each, start, end in zip(document.sections, starts, ends, strict=True)
    ]


def _variants(document: IndexDocument, folded: str) -> list[tuple[int, str]]:
    """Where folding simplified a character, and which it was."""
    if folds_as_written(document.title + document.text):
        return []
    as_written = fold_as_written(document.title) + fold_as_written(document.text)
    pairs = enumerate(zip(as_written, folded, strict=True))
    return [(place, written) for place, (written, simpler) in pairs if written != simpler]
