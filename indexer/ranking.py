"""The formula that ranks: BM25F over jieba's words, the same in every engine.

``score = Σ idf · w · (K1 + 1) / (w + K1 · (1 - B + B · length / mean length))`` over the words
asked for, with ``w = text occurrences + TITLE_WEIGHT · title occurrences``, ``length`` the sum
of all ``w`` of a document, and ``idf = ln(1 + (N - n + 0.5) / (n + 0.5))`` for ``n`` of ``N``
documents that have the word. Both fields share one length normalisation.

Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
"""

from __future__ import annotations

import math
from collections import Counter

from indexer.document import IndexDocument
from indexer.words import words

K1 = 1.2
B = 0.75
TITLE_WEIGHT = 3
"""A word in the title counts as often as three in the text."""


def weighted_words(document: IndexDocument) -> Counter[str]:
    """Return the ``w`` of every word of a document."""
    counts = Counter(words(document.text))
    for word, occurrences in Counter(words(document.title)).items():
        counts[word] += TITLE_WEIGHT * occurrences
    return counts


def idf(documents: int, having: int) -> float:
    """Return how much a word tells that ``having`` of ``documents`` have."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))
