"""What Whoosh is told about a report: its words, and which row of the stored files it has."""

from __future__ import annotations

from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

INDEX_NAME = "MAIN"
WORDS = "words"
ROW = "row"


def schema() -> Schema:
    """Return Whoosh's schema. Weights are the occurrences, so words need no richer format."""
    return Schema(
        **{
            WORDS: FieldType(Existence(), analyzer=None),
            ROW: COLUMN(NumericColumn("i", default=-1)),  # what is the default is not written
        }
    )
