"""Where documents lie in the two files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Figures = npt.NDArray[np.int64]


class Place(NamedTuple):
    """Where one document lies, in bytes.

    At ``text_start`` of the texts begin ``text_size`` bytes of folded title and text, with
    ``layout_size`` bytes of layout behind them.
    """

    text_start: int
    text_size: int
    layout_size: int
    document_start: int
    document_size: int


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The places of many documents by ordinal, as one array a figure to stay small."""

    text_starts: Figures
    text_sizes: Figures
    layout_sizes: Figures
    document_starts: Figures
    document_sizes: Figures

    @classmethod
    def of(cls, places: Sequence[Place]) -> Places:
        """Return ``places`` in their order."""
        return cls(*np.array(places, np.int64).reshape(-1, len(Place._fields)).T.copy())

    @classmethod
    def joined(cls, parts: Sequence[Places]) -> Places:
        """Return ``parts`` one behind the other."""
        if not parts:
            return cls.of(())
        return cls(*map(np.concatenate, zip(*map(_figures, parts), strict=True)))


def _figures(places: Places) -> tuple[Figures, ...]:
    return (
        places.text_starts,
        places.text_sizes,
        places.layout_sizes,
        places.document_starts,
        places.document_sizes,
    )
