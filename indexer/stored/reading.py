"""What the readings of all engines answer alike, from what is stored beside their indexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from indexer.columns import Selection
from indexer.document import IndexDocument
from indexer.folded import FoldedDocument
from indexer.recent import Recent
from indexer.stored.files import Stock

_PHRASES_REMEMBERED = 512  # an eighth of a byte a document each; pages and exports ask again


class StoredReading:
    """The part of :class:`indexer.engine.Reading` that needs no words."""

    def __init__(self, stock: Stock) -> None:
        """Answer from ``stock``."""
        self.columns = stock.columns
        self._stock = stock
        self._remembered: Recent[str, bytes] = Recent(_PHRASES_REMEMBERED)

    def containing(self, phrase: str, within: Selection) -> Selection:
        """Return the documents with ``phrase`` in their folded title or folded text."""
        if within is not self.columns.live:
            if phrase in self._remembered:
                return within & self.containing(phrase, self.columns.live)
            return self._containing(phrase, within)
        packed = self._remembered.get(
            phrase, lambda: np.packbits(self._containing(phrase, within)).tobytes()
        )
        bits = np.unpackbits(np.frombuffer(packed, np.uint8), count=len(within))
        return bits.view(np.bool_)

    def folded(self, within: Selection) -> Iterator[tuple[int, FoldedDocument]]:
        """Yield the ordinals and folded texts of the documents."""
        return self._stock.folded(within)

    def documents(self, ordinals: Iterable[int]) -> Iterator[IndexDocument]:
        """Yield the documents as they were committed, in the order of ``ordinals``."""
        return self._stock.documents(ordinals)

    def _containing(self, phrase: str, within: Selection) -> Selection:
        candidates, is_sure = self._stock.having_grams(phrase, within)
        return candidates if is_sure else self._decided(phrase, candidates)

    def _decided(self, phrase: str, candidates: Selection) -> Selection:
        """Return those of ``candidates`` that contain a phrase of more than two characters."""
        return self._stock.containing(phrase, candidates)
