"""Where a regular expression matches in a document as it is, unfolded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.document import IndexDocument
from indexer.fold import fold
from indexer.query import Field, InSection, Pattern
from indexer.query.patterns import compiled

_SURROGATE = re.compile("[\ud800-\udfff]")


def original_pieces(
    document: IndexDocument, scope: Field | InSection | None
) -> Iterator[tuple[Field, int, str]]:
    """Yield what of a document is looked at: the field, where in it that begins, and it."""
    match scope:
        case InSection() as wanted:
            for section in document.sections:
                if wanted.accepts(section.kind, fold(section.heading)):
                    yield Field.TEXT, section.start, document.text[section.start : section.end]
        case _:
            if scope is not Field.TEXT:
                yield Field.TITLE, 0, document.title
            if scope is not Field.TITLE:
                yield Field.TEXT, 0, document.text


def matches_original(
    pattern: Pattern, document: IndexDocument, scope: Field | InSection | None
) -> bool:
    """Whether the expression matches anywhere in title or text."""
    program = compiled(pattern.expression)
    return any(
        program.search(encodable(content)) is not None
        for _, _, content in original_pieces(document, scope)
    )


def original_matches(
    pattern: Pattern, document: IndexDocument, scope: Field | InSection | None
) -> Iterator[tuple[Field, int, Any]]:
    """Yield each match that is not empty: its field, where its piece begins, and RE2's match."""
    program = compiled(pattern.expression)
    for field, start, content in original_pieces(document, scope):
        for match in program.finditer(encodable(content)):
            if match.end() > match.start():
                yield field, start, match


def encodable(text: str) -> str:
    """Return ``text``, as long, with a replacement character for each lone surrogate."""
    return _SURROGATE.sub("\ufffd", text)
