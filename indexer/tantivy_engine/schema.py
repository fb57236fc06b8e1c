"""What tantivy is told about a report.

``characters`` has every character of the folded title and text as a term with its position, so
that a phrase of characters is a phrase of terms, whatever the words: exact without looking at
the text. ``words`` has jieba's words with their occurrences, those of the title repeated. The
report's id is there to delete it by. The rest are columns of numbers: the document's own, and
its places in the append-only files.
"""

from __future__ import annotations

from collections import Counter

import tantivy

from indexer.document import IndexDocument
from indexer.folded import EDGE, FoldedDocument
from indexer.ranking import weighted_words
from indexer.stored import Place

ID = "id"
NUMBER = "number"
WORDS = "words"
CHARACTERS = "characters"
PLACE = Place._fields
RECORD = ("record_start", "record_size")

_EDGE_TERM = "<edge>"  # longer than any character, so no phrase contains it


def schema() -> tantivy.Schema:
    """Return tantivy's schema.

    Integers are signed: the unsigned columns of the Python binding refuse Python's integers.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, tokenizer_name="raw", index_option="basic")
    for name in (NUMBER, *PLACE, *RECORD):
        builder.add_integer_field(name, fast=True)
    builder.add_text_field(WORDS, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(CHARACTERS, tokenizer_name="whitespace", index_option="position")
    return builder.build()


def tantivy_document(
    number: int,
    document: IndexDocument,
    folded: FoldedDocument,
    place: Place,
    record: tuple[int, int],
) -> tantivy.Document:
    """Return what tantivy indexes of a document."""
    return tantivy.Document(
        **{ID: document.report_id, NUMBER: number},
        **dict(zip(PLACE, place, strict=True)),
        **dict(zip(RECORD, record, strict=True)),
        **{WORDS: _repeated(weighted_words(document)), CHARACTERS: _spaced(folded)},
    )


def _repeated(counts: Counter[str]) -> str:
    # White space would tear a word apart; jieba gives none, but other scripts' words may hold it.
    return " ".join(counts.elements())


def _spaced(folded: FoldedDocument) -> str:
    title, text, _ = folded.searchable.decode().split(EDGE)
    return f"{' '.join(title)} {_EDGE_TERM} {' '.join(text)}"
