"""Facts of all documents as columns: what filters, sorting, facets and trends count with.

Documents are numbered; a number (*ordinal*) means something only within one reading of an
index. A set of documents is a :data:`Selection`, a value per document a :class:`Column`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.facets import Facet
from indexer.likeness import representatives

Selection = npt.NDArray[np.bool_]
"""A set of documents: one truth value per ordinal. Not to be changed once handed over."""

Ordinals = npt.NDArray[np.int64]
"""Documents in an order."""

Numbers = npt.NDArray[np.int64]
"""How many documents have each value of a column."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One value per document: that of ordinal ``i`` is ``values[codes[i]]``.

    ``values`` are distinct, in no order.
    """

    values: Sequence[Hashable]
    codes: npt.NDArray[np.int32]

    @classmethod
    def of(cls, values: Iterable[Hashable]) -> Column:
        """Return the column of ``values``, one per document."""
        known: dict[Hashable, int] = {}
        codes = [known.setdefault(value, len(known)) for value in values]
        return cls(tuple(known), np.array(codes, np.int32))

    @classmethod
    def joined(cls, columns: Sequence[Column]) -> Column:
        """Return ``columns`` one behind the other."""
        known: dict[Hashable, int] = {}
        codes = [np.empty(0, np.int32)]
        for column in columns:
            renumbered = [known.setdefault(value, len(known)) for value in column.values]
            codes.append(np.array(renumbered, np.int32)[column.codes])
        return cls(tuple(known), np.concatenate(codes))

    def selecting(self, accepts: Callable[[Hashable], bool]) -> Selection:
        """Return the documents whose value is accepted; each distinct value is asked once."""
        accepted = self.accepted(accepts)
        return accepted[self.codes] if len(self.values) else np.zeros(len(self.codes), np.bool_)

    def numbers(self, documents: Ordinals) -> Numbers:
        """Return how many of the documents have each value."""
        return np.bincount(self.codes[documents], minlength=len(self.values))

    def accepted(self, accepts: Callable[[Hashable], bool]) -> npt.NDArray[np.bool_]:
        """Return which of the values are accepted."""
        return np.fromiter(map(accepts, self.values), np.bool_, len(self.values))


@dataclass(frozen=True, eq=False)
class Columns:
    """All columns of one reading.

    ``ids`` are the report ids by ordinal, deleted documents included; ``live`` selects those
    that are not deleted. Row ``i`` of ``sketches`` is ``indexer.likeness.sketch`` of the folded
    text of ordinal ``i``.
    """

    ids: Sequence[str]
    live: Selection
    facets: Mapping[Facet, Column]
    sketches: npt.NDArray[np.uint16]

    @property
    def document_count(self) -> int:
        """How many documents there are."""
        return int(np.count_nonzero(self.live))

    @property
    def report_ids(self) -> frozenset[str]:
        """The ids of all documents."""
        return frozenset(self.ids[ordinal] for ordinal in np.flatnonzero(self.live).tolist())

    @cached_property
    def id_ranks(self) -> Ordinals:
        """The place of every document in the order of report ids, for breaking ties."""
        ranks = np.empty(len(self.ids), np.int64)
        ranks[sorted(range(len(self.ids)), key=self.ids.__getitem__)] = np.arange(len(self.ids))
        return ranks

    @cached_property
    def kin(self) -> Ordinals:
        """For every document the ordinal that stands for all near-identical ones.

        That is the first by report id; documents that are like no other stand for themselves.
        """
        by_id = np.flatnonzero(self.live)
        by_id = by_id[np.argsort(self.id_ranks[by_id])]
        kin = np.arange(len(self.ids))
        kin[by_id] = by_id[representatives(self.sketches[by_id])]
        return kin
