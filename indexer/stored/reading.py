"""What the readings of all engines answer alike, from what is stored beside their indexes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from indexer.columns import Selection
from indexer.document import IndexDocument
from indexer.engine import Scores
from indexer.errors import damage_noticed
from indexer.folded import FoldedDocument
from indexer.ranking import Postings, Scorer, Weights
from indexer.recent import Recent
from indexer.stored.files import Stock

_PHRASES_REMEMBERED = 512  # an eighth of a byte a document each; pages and exports ask again
_WEIGHTS_REMEMBERED = 48 << 20  # bytes
_MOST_WORDS = 32  # the rarest ones; the others of a pasted paragraph weigh next to nothing


class StoredReading(ABC):
    """The :class:`indexer.engine.Reading` of an engine that tells which rows have which words."""

    def __init__(self, stock: Stock) -> None:
        """Answer from ``stock``."""
        self.columns = stock.columns
        self._stock = stock
        self._phrases: Recent[str, bytes] = Recent(_PHRASES_REMEMBERED)
        most_words = _WEIGHTS_REMEMBERED // max(len(self.columns.ids), 1)
        self._words: Recent[str, Weights] = Recent(max(most_words, 1))

    def containing(self, phrase: str, within: Selection) -> Selection:
        """Return the documents with ``phrase`` in their folded title or folded text."""
        if not within.any():
            return within
        packed = self._phrases.get(
            phrase, lambda: np.packbits(self._stock.containing(phrase)).tobytes()
        )
        found = np.unpackbits(np.frombuffer(packed, np.uint8), count=len(within))
        return within & found.view(np.bool_)

    def having(self, words: Collection[str], within: Selection) -> Selection:
        """Return the documents that have all ``words``; none if there are none."""
        found = within if words else np.zeros_like(within)
        for word in words:
            found = found & self._with_word(word)
        return found

    def scores(self, words: Collection[str], within: Selection) -> Scores:
        """Return the BM25F scores of documents."""
        return self._scorer.scores(map(self._weights, self.ranking(words)), within)

    def ranking(self, words: Collection[str]) -> Sequence[str]:
        """Return those of ``words`` that count in a score, always in the same order."""
        chosen = sorted(set(words))  # sums round alike whatever order they were typed in
        if len(chosen) > _MOST_WORDS:
            by_rarity = sorted((self._frequency(word), word) for word in chosen)
            chosen = [word for frequency, word in by_rarity if frequency][:_MOST_WORDS]
        return chosen

    def folded(self, within: Selection) -> Iterator[tuple[int, FoldedDocument]]:
        """Yield the ordinals and folded texts of the documents."""
        return self._stock.folded(within)

    def documents(self, ordinals: Iterable[int]) -> Iterator[IndexDocument]:
        """Yield the documents as they were committed, in the order of ``ordinals``."""
        return self._stock.documents(ordinals)

    @abstractmethod
    def _frequency(self, word: str) -> int:
        """Return how many rows have a word, deleted ones included."""

    @abstractmethod
    def _postings(self, word: str) -> Sequence[Postings]:
        """Return the rows that have a word, deleted ones included, part by part."""

    @cached_property
    def _scorer(self) -> Scorer:
        return Scorer(self.columns.live, self._stock.words_counts)

    def _with_word(self, word: str) -> Selection:
        found: Selection = self._weights(word) > 0
        return found

    def _weights(self, word: str) -> Weights:
        return self._words.get(word, lambda: self._spread(self._postings(word)))

    def _spread(self, postings: Iterable[Postings]) -> Weights:
        """Return the weights of live documents by ordinal: a byte each, nothing to search."""
        weights = np.zeros(len(self.columns.live), np.uint8)
        with damage_noticed(self._stock.folder):
            for rows, row_weights in postings:
                weights[rows] = row_weights
        weights *= self.columns.live.view(np.uint8)
        return weights
