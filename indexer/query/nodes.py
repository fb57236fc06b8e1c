"""A parsed query as a tree of frozen values. The rest of the language adds nodes here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """An unquoted chunk as typed, such as ``矛盾纠纷``; found as words or literally."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A quoted chunk without its quotes; found literally (after folding) or not at all."""

    text: str


@dataclass(frozen=True, slots=True)
class And:
    """All of ``parts``, at least two."""

    parts: tuple[Query, ...]


Query = Words | Phrase | And
