"""Ids and facts of documents in a third append-only file: tantivy's columns hold numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.columns import Column, Columns, Ordinals
from indexer.document import IndexDocument
from indexer.facets import Facet, facet_value, from_json, to_json
from indexer.stored.appendfile import AppendFile

_SEPARATOR = "\x1f"  # JSON never has one: it escapes control characters


class RecordFile:
    """``records`` of an index folder. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Open the file, which is made if it is not there."""
        self._file = AppendFile(folder / "records")

    def append(self, documents: Sequence[IndexDocument]) -> list[tuple[int, int]]:
        """Write durably and return ``(start, size)`` of each document's record, in bytes.

        Raises ``OSError`` if it does not fit on the disk.
        """
        return self._file.append([_record(document) for document in documents])

    def columns(self, starts: Ordinals, sizes: Ordinals) -> Columns:
        """Return the columns of the documents whose records lie there, by ordinal."""
        rows = [self._row(place) for place in zip(starts.tolist(), sizes.tolist(), strict=True)]
        ids, *facets = zip(*rows, strict=True) if rows else [()] * (len(Facet) + 1)
        columns = {
            facet: _column(facet, values) for facet, values in zip(Facet, facets, strict=True)
        }
        return Columns(ids, np.ones(len(rows), np.bool_), columns)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _row(self, place: tuple[int, int]) -> list[str]:
        return self._file.read(place).decode().split(_SEPARATOR)


def _record(document: IndexDocument) -> bytes:
    facets = (to_json(facet_value(document, facet)) for facet in Facet)
    return _SEPARATOR.join((document.report_id, *facets)).encode()


def _column(facet: Facet, values: Sequence[str]) -> Column:
    """Return the column of a facet; only the distinct values are taken out of their JSON."""
    column = Column.of(values)
    return Column([from_json(facet, str(value)) for value in column.values], column.codes)
