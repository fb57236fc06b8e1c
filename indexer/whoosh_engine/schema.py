"""What Whoosh is told about a report, and where the rest of it lies.

Four fields: ``words`` (jieba's, each with its number of occurrences), ``characters`` and
``pairs`` of neighbouring characters (which ones there are), and ``record``, a column that no
query looks into: the report's id, its places in the two append-only files, and how many words
it has.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

WORDS = "words"
CHARACTERS = "characters"
PAIRS = "pairs"
RECORD = "record"

TITLE_WEIGHT = 3
"""A word in the title counts as often as three in the text."""

_HEAD = struct.Struct("<QIQII")


@dataclass(frozen=True, slots=True)
class Record:
    """``text`` and ``document`` name ``(start, size)`` in bytes in the files of that name."""

    report_id: str
    text: tuple[int, int]
    document: tuple[int, int]
    words_count: int

    def to_bytes(self) -> bytes:
        """Return the column value."""
        return _HEAD.pack(*self.text, *self.document, self.words_count) + self.report_id.encode()

    @classmethod
    def from_bytes(cls, value: bytes) -> Record:
        """Read a column value."""
        head = _HEAD.unpack_from(value)
        return cls(value[_HEAD.size :].decode(), head[:2], head[2:4], head[4])


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
