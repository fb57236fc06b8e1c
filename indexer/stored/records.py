"""What is known of documents without reading them, and where they lie.

Every document that was ever committed has a *row*, numbered through from 0; a row is never
changed or taken away. A commit appends one frame: the facts' values that are new, as JSON, and
the rows, as they lie in memory. So opening an index costs next to nothing, whatever its size.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.columns import Column, Columns, Selection
from indexer.document import IndexDocument
from indexer.facets import Facet, facet_value, from_plain, to_plain
from indexer.likeness import SKETCH_SIZE, Sketches
from indexer.stored.framefile import Frame, FrameFile

Figures = npt.NDArray[np.int64]

_IDS = len(Facet)  # the column of report ids stands behind those of the facets
_ROW = np.dtype(
    [
        ("place", np.int64, (5,)),
        ("words", np.int64),
        ("codes", np.int32, (len(Facet) + 1,)),
        ("sketch", np.uint16, (SKETCH_SIZE,)),
    ]
)
_SIZE = struct.Struct("<Q")


class Place(NamedTuple):
    """Where one document lies, in bytes: folded text, layout behind it, and the document."""

    text_start: int
    text_size: int
    layout_size: int
    document_start: int
    document_size: int


@dataclass(frozen=True, eq=False)
class Records:
    """The rows of all documents ever committed, as columns; ordinals are row numbers."""

    rows: npt.NDArray[np.void]
    values: Sequence[Sequence[Hashable]]

    @property
    def places(self) -> Figures:
        """The place of each document, one a line, in the order of :class:`Place`."""
        return self.rows["place"]

    def ends(self, live: Selection) -> tuple[int, int]:
        """Return where the last text and the last document of ``live`` end."""
        places = self.places[live]
        texts, documents = places[:, :3], places[:, 3:]
        return (
            int(texts.sum(axis=1).max(initial=0)),
            int(documents.sum(axis=1).max(initial=0)),
        )

    @cached_property
    def words_counts(self) -> Figures:
        """How many words each document has."""
        return np.ascontiguousarray(self.rows["words"])

    @cached_property
    def ids(self) -> Sequence[str]:
        """The report id of each document."""
        ids: Sequence[str] = self.values[_IDS]  # type: ignore[assignment]
        return [ids[code] for code in self.rows["codes"][:, _IDS].tolist()]

    def columns(self, live: Selection) -> Columns:
        """Return the columns of a reading in which the documents ``live`` are not deleted."""
        facets = {facet: self._column(number) for number, facet in enumerate(Facet)}
        return Columns(self.ids, live, facets, self.rows["sketch"])

    def _column(self, number: int) -> Column:
        return Column(self.values[number], np.ascontiguousarray(self.rows["codes"][:, number]))


class RecordFile:
    """The file of rows. Only one process at a time appends."""

    def __init__(self, path: Path) -> None:
        """Open the file, which is made if it is not there."""
        self._file = FrameFile(path)
        self._end = 0
        self.records = Records(np.empty(0, _ROW), [[] for _ in range(_IDS + 1)])
        self.refresh()

    def refresh(self) -> None:
        """Take notice of what was appended since."""
        read = [self._read(frame) for frame in self._file.frames(self._end)]
        if read:
            rows = np.concatenate([self.records.rows, *(rows for _, rows in read)])
            new = zip(*(values for values, _ in read), strict=True)
            values = [
                [*old, *chain.from_iterable(news)]
                for old, news in zip(self.records.values, new, strict=True)
            ]
            self.records = Records(rows, values)

    def append(
        self,
        documents: Sequence[IndexDocument],
        places: Sequence[Place],
        words_counts: Sequence[int],
        sketches: Sketches,
    ) -> int:
        """Write rows durably and return the number of the first.

        Raises ``OSError`` if they do not fit on the disk.
        """
        self.refresh()
        first = len(self.records.rows)
        known = self.records.values
        codes = [{value: code for code, value in enumerate(values)} for values in known]
        rows = np.empty(len(documents), _ROW)
        rows["place"] = places
        rows["words"] = words_counts
        rows["codes"] = [_coded(document, codes) for document in documents]
        rows["sketch"] = sketches
        new = [list(all_of)[len(old) :] for all_of, old in zip(codes, known, strict=True)]
        self._file.append(_content(new, rows), self._end)
        self.refresh()
        return first

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _read(self, frame: Frame) -> tuple[list[list[Hashable]], npt.NDArray[np.void]]:
        """Return the new values, column by column, and the rows of a frame."""
        content = self._file.content(frame)
        (size,) = _SIZE.unpack_from(content)
        plain = json.loads(content[_SIZE.size : _SIZE.size + size])
        values = [
            *(
                [from_plain(facet, each) for each in new]
                for facet, new in zip(Facet, plain, strict=False)
            ),
            plain[_IDS],
        ]
        self._end = frame.end
        return values, np.frombuffer(content, _ROW, offset=_SIZE.size + size)


def _coded(document: IndexDocument, codes: Sequence[dict[Hashable, int]]) -> list[int]:
    values = (*(facet_value(document, facet) for facet in Facet), document.report_id)
    return [known.setdefault(value, len(known)) for known, value in zip(codes, values, strict=True)]


def _content(new: Sequence[Sequence[Hashable]], rows: npt.NDArray[np.void]) -> bytes:
    plain = [[to_plain(value) for value in values] for values in new]
    values = json.dumps(plain, separators=(",", ":")).encode()
    return _SIZE.pack(len(values)) + values + rows.tobytes()
