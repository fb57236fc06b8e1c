"""What Whoosh is told about a report, and where the rest of it lies.

Four fields: ``words`` (jieba's, each with its number of occurrences), ``characters`` and
``pairs`` of neighbouring characters (which ones there are), and ``record``, a column that no
query looks into, with an ``indexer.stored.Record``.
"""

from __future__ import annotations

from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

WORDS = "words"
CHARACTERS = "characters"
PAIRS = "pairs"
RECORD = "record"


def schema() -> Schema:
    """Return Whoosh's schema. Weights are the frequencies, so no field needs a richer format."""
    return Schema(
        **{
            WORDS: FieldType(Existence(), analyzer=None),
            CHARACTERS: FieldType(Existence(), analyzer=None),
            PAIRS: FieldType(Existence(), analyzer=None),
            RECORD: COLUMN(VarBytesColumn()),
        }
    )
