"""What Whoosh is told about a report, and where the rest of it lies.

Four fields: ``words`` (jieba's, each with its number of occurrences), ``characters`` and
``pairs`` of neighbouring characters (which ones there are), and ``record``, a column that no
query looks into: the report's id, its places in the two append-only files, how many words it
has, its sketch and its facets.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from indexer.likeness import SKETCH_SIZE
from indexer.stored import Place

WORDS = "words"
CHARACTERS = "characters"
PAIRS = "pairs"
RECORD = "record"

_HEAD = struct.Struct("<QIIQII")
_SKETCH_BYTES = 2 * SKETCH_SIZE
_SEPARATOR = "\x1f"  # JSON never has one: it escapes control characters


@dataclass(frozen=True, slots=True)
class Record:
    """Where a document lies, and what is known of it without reading it.

    ``sketch`` is that of ``indexer.likeness``, ``facets`` are JSON in the order of
    :class:`indexer.facets.Facet`.
    """

    report_id: str
    place: Place
    words_count: int
    sketch: bytes
    facets: tuple[str, ...]

    def to_bytes(self) -> bytes:
        """Return the column value."""
        head = _HEAD.pack(*self.place, self.words_count) + self.sketch
        return head + _SEPARATOR.join((self.report_id, *self.facets)).encode()

    @classmethod
    def from_bytes(cls, value: bytes) -> Record:
        """Read a column value."""
        *place, words_count = _HEAD.unpack_from(value)
        end = _HEAD.size + _SKETCH_BYTES
        report_id, *facets = value[end:].decode().split(_SEPARATOR)
        sketch = value[_HEAD.size : end]
        return cls(report_id, Place(*place), words_count, sketch, tuple(facets))


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
