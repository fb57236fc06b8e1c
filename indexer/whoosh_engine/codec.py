"""How postings are laid out: whole lists at a time instead of one posting after the other.

Whoosh's own codec adds, checks and reads postings one by one, which is most of what building
and asking cost. This one hands it arrays: document numbers as differences in as few bytes as
they need, weights as small integers. The container (terms, blocks, columns, segments) stays
Whoosh's.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3LeafMatcher, W3PostingsWriter
from whoosh.fields import Schema

Numbers = npt.NDArray[np.int64]
Weights = npt.NDArray[np.uint8]

_BLOCK_LIMIT = 4096


@dataclass(frozen=True, slots=True, eq=False)
class TermPostings:
    """All documents of a term: numbers ascending, weights beside."""

    field: str
    term: bytes
    numbers: Numbers
    weights: Weights


class ReportCodec(W3Codec):  # type: ignore[misc] # Whoosh is untyped
    """Whoosh's codec with postings in arrays. Pickled into every segment list by Whoosh."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> ArrayFieldWriter:
        """Return what writes a segment's terms."""
        return ArrayFieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> ArrayPostingsWriter:
        """Return what writes a term's postings."""
        return ArrayPostingsWriter(dbfile, _BLOCK_LIMIT, byteids, compression=0, inlinelimit=0)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> ArrayMatcher:
        """Return what reads a term's postings."""
        offset, length = terminfo.extent()
        return ArrayMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)


class ArrayFieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes terms with whole posting lists."""

    def add_postings(
        self,
        schema: Schema,
        lengths: None,  # noqa: ARG002 - Whoosh's signature
        items: Iterable[TermPostings],
    ) -> None:
        """Write ``items``, which come in the order of field and term."""
        for field, terms in groupby(items, key=attrgetter("field")):
            self.start_field(field, schema[field])
            for postings in terms:
                self.start_term(postings.term)
                self._postwriter.add_arrays(postings.numbers, postings.weights)
                self.finish_term()
            self.finish_field()


class ArrayPostingsWriter(W3PostingsWriter):  # type: ignore[misc]
    """Writes one term's postings from arrays."""

    _ids: array[int]
    _weights: array[int]

    def add_arrays(self, numbers: Numbers, weights: Weights) -> None:
        """Write all postings of the term that was started."""
        for start in range(0, len(numbers), _BLOCK_LIMIT):
            if self._ids:
                self._write_block()
            part = slice(start, start + _BLOCK_LIMIT)
            self._ids = array("q", numbers[part].tobytes())
            self._weights = array("B", weights[part].tobytes())
            self._maxweight = max(self._weights)

    def _mini_ids(self) -> tuple[str, bytes]:
        gaps = np.array(self._ids)
        gaps[1:] -= gaps[:-1].copy()
        code = _smallest_code(int(gaps.max()))
        return code, gaps.astype(code).tobytes()

    def _mini_weights(self) -> bytes | None:
        return None if self._maxweight == 1 else self._weights.tobytes()


class ArrayMatcher(W3LeafMatcher):  # type: ignore[misc]
    """Reads one term's postings block by block."""

    def blocks(self) -> Iterator[tuple[Numbers, Weights]]:
        """Yield document numbers and weights of all postings."""
        while self.is_active():
            self._read_ids()
            self._read_weights()
            yield self._ids, self._weights
            self._next_block()

    def _read_ids(self) -> None:
        if self._data is None:
            self._read_data()
        code, gaps = self._data[0]
        self._ids = np.cumsum(np.frombuffer(gaps, code), dtype=np.int64)

    def _read_weights(self) -> None:
        if self._data is None:
            self._read_data()
        weights = self._data[1]
        self._weights = np.frombuffer(weights or b"\1" * self._blocklength, np.uint8)


def _smallest_code(largest: int) -> str:
    if largest < 1 << 8:
        return "B"
    return "H" if largest < 1 << 16 else "I"
