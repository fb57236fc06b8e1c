"""The reference engine: what every engine must find, by scanning texts in memory."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.engine import IndexDocument
from indexer.fold import fold
from indexer.query import And, Phrase, Query
from indexer.words import query_words, words


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
        return {key for key, each in self.documents.items() if _matches(query, each)}

    def literal(self, query: Query) -> set[str]:
        return {key for key, each in self.documents.items() if _is_literal(query, each)}


def _is_literal(query: Query, document: IndexDocument) -> bool:
    if isinstance(query, And):
        return all(_is_literal(part, document) for part in query.parts)
    return any(fold(query.text) in fold(text) for text in (document.title, document.text))


def _matches(query: Query, document: IndexDocument) -> bool:
    if isinstance(query, And):
        return all(_matches(part, document) for part in query.parts)
    if isinstance(query, Phrase) or _is_literal(query, document):
        return _is_literal(query, document)
    wanted = set(query_words(query.text))
    return bool(wanted) and wanted <= {*words(document.title), *words(document.text)}
