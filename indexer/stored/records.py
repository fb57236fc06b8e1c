"""What is known of a document without reading it, and where it lies."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.columns import Column, Columns, Selection
from indexer.document import IndexDocument
from indexer.facets import Facet, facet_value, from_json, to_json
from indexer.folded import FoldedDocument
from indexer.likeness import SKETCH_SIZE, sketch
from indexer.stored.places import Figures, Place, Places

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

    @classmethod
    def of(
        cls, document: IndexDocument, folded: FoldedDocument, place: Place, words_count: int
    ) -> Record:
        """Return the record of a document that was stored at ``place``."""
        facets = tuple(to_json(facet_value(document, facet)) for facet in Facet)
        return cls(document.report_id, place, words_count, sketch(folded.text).tobytes(), facets)

    def to_bytes(self) -> bytes:
        """Return the record as bytes."""
        head = _HEAD.pack(*self.place, self.words_count) + self.sketch
        return head + _SEPARATOR.join((self.report_id, *self.facets)).encode()

    @classmethod
    def from_bytes(cls, value: bytes) -> Record:
        """Read a record."""
        *place, words_count = _HEAD.unpack_from(value)
        end = _HEAD.size + _SKETCH_BYTES
        report_id, *facets = value[end:].decode().split(_SEPARATOR)
        sketch = value[_HEAD.size : end]
        return cls(report_id, Place(*place), words_count, sketch, tuple(facets))


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """The records of many documents by ordinal, as one array a figure to stay small."""

    ids: Sequence[str]
    places: Places
    words_counts: Figures
    sketches: npt.NDArray[np.uint16]
    facets: Sequence[Column]

    @classmethod
    def of(cls, records: Sequence[Record]) -> Records:
        """Return ``records`` in their order."""
        return cls(
            [record.report_id for record in records],
            Places.of([record.place for record in records]),
            np.fromiter((record.words_count for record in records), np.int64),
            np.frombuffer(b"".join(record.sketch for record in records), np.uint16).reshape(
                -1, SKETCH_SIZE
            ),
            [_facet_column(facet, number, records) for number, facet in enumerate(Facet)],
        )

    @classmethod
    def joined(cls, parts: Sequence[Records]) -> Records:
        """Return ``parts`` one behind the other."""
        return cls(
            [report_id for part in parts for report_id in part.ids],
            Places.joined([part.places for part in parts]),
            np.concatenate([np.empty(0, np.int64), *(part.words_counts for part in parts)]),
            np.concatenate(
                [np.empty((0, SKETCH_SIZE), np.uint16), *(part.sketches for part in parts)]
            ),
            [
                Column.joined([part.facets[number] for part in parts])
                for number in range(len(Facet))
            ],
        )

    def columns(self, live: Selection) -> Columns:
        """Return the columns of a reading in which the documents ``live`` are not deleted."""
        facets = dict(zip(Facet, self.facets, strict=True))
        return Columns(self.ids, live, facets, self.sketches)


def _facet_column(facet: Facet, number: int, records: Sequence[Record]) -> Column:
    """Return the column of a facet; only the distinct values are taken out of their JSON."""
    column = Column.of(record.facets[number] for record in records)
    values = [from_json(facet, str(value)) for value in column.values]
    return Column(values, column.codes)
