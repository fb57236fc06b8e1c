"""What tantivy is told about a report.

``characters`` has every character of the folded title and text as a term with its position, so
that a phrase of characters is a phrase of terms, whatever the words: exact without looking at
the text. ``words`` has jieba's words with their occurrences, those of the title repeated. The
report's id is there to delete it by. The rest are columns, which hold only numbers: the
document's own, and where its ``indexer.stored.Record`` lies in the file of records.
"""

from __future__ import annotations

from collections import Counter

import tantivy

from indexer.folded import EDGE, FoldedDocument

ID = "id"
NUMBER = "number"
WORDS = "words"
CHARACTERS = "characters"
RECORD = ("record_start", "record_size")

_EDGE_TERM = "<edge>"  # longer than any character, so no phrase contains it


def schema() -> tantivy.Schema:
    """Return tantivy's schema.

    Integers are signed: the unsigned columns of the Python binding refuse Python's integers.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, tokenizer_name="raw", index_option="basic")
    for name in (NUMBER, *RECORD):
        builder.add_integer_field(name, fast=True)
    builder.add_text_field(WORDS, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(CHARACTERS, tokenizer_name="whitespace", index_option="position")
    return builder.build()


def tantivy_document(
    number: int,
    report_id: str,
    counts: Counter[str],
    folded: FoldedDocument,
    record: tuple[int, int],
) -> tantivy.Document:
    """Return what tantivy indexes of a document."""
    return tantivy.Document(
        **{ID: report_id, NUMBER: number},
        **dict(zip(RECORD, record, strict=True)),
        **{WORDS: _repeated(counts), CHARACTERS: _spaced(folded)},
    )


def _repeated(counts: Counter[str]) -> str:
    # White space would tear a word apart; jieba gives none, but other scripts' words may hold it.
    return " ".join(counts.elements())


def _spaced(folded: FoldedDocument) -> str:
    title, text, _ = folded.searchable.decode().split(EDGE)
    return f"{' '.join(title)} {_EDGE_TERM} {' '.join(text)}"
