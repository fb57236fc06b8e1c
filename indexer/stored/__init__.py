"""What every engine keeps beside its own index, in append-only files of the index folder.

Folded texts, their suffix arrays and which characters they have, the documents themselves, and a
row of facts for each. An engine's own index says which rows are live, and which of them have which
words; where it is slow to say so, words are stored here, too.
"""

from indexer.stored.counts import WordCounts
from indexer.stored.engine import StoredEngine
from indexer.stored.files import Stock, StoredFiles
from indexer.stored.preparing import Prepared, prepare
from indexer.stored.reading import StoredReading

__all__ = [
    "Prepared",
    "Stock",
    "StoredEngine",
    "StoredFiles",
    "StoredReading",
    "WordCounts",
    "prepare",
]
