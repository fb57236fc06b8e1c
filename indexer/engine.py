"""What a search engine must do, in one page; ``whoosh_engine`` is the default one.

An engine is one index folder. It never sees the archive: ``indexer.sync`` feeds it
:class:`~indexer.document.IndexDocument` values drained from the change log. And it knows
nothing of the query language: ``indexer.answers`` makes sets of documents from what a
:class:`Reading` answers and puts them in order, so that the same question has the same answer
in every engine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.columns import Columns, Selection
from indexer.document import Batch, IndexDocument
from indexer.folded import FoldedDocument

Scores = npt.NDArray[np.float64]
"""How well each document fits the words asked for, by ordinal; 0 if it has none of them."""


class Reading(Protocol):
    """One state of an index. It stays as it is, whatever is committed meanwhile.

    Documents go by ordinals from 0 on, which mean nothing in another reading; every method
    takes and returns live ones only. Memory stays flat: nothing here holds many texts at once.
    Safe to share between threads.
    """

    @property
    def columns(self) -> Columns:
        """Ids and facts of all documents."""

    def containing(self, phrase: str, within: Selection) -> Selection:
        """Return the documents with ``phrase`` in their folded title or folded text.

        ``phrase`` is folded and not empty. Exact: neither fewer nor more.
        """

    def having(self, words: Collection[str], within: Selection) -> Selection:
        """Return the documents that have all ``words`` (``indexer.words``); none if empty."""

    def scores(self, words: Collection[str], within: Selection) -> Scores:
        """Return the BM25F scores of the documents, a word in the title weighing more.

        Those of documents that are not in ``within`` mean nothing.
        """

    def ranking(self, words: Collection[str]) -> Sequence[str]:
        """Return those of ``words`` that count in a score: the rarest ones if they are many."""

    def folded(self, within: Selection) -> Iterator[tuple[int, FoldedDocument]]:
        """Yield the ordinals and folded texts of the documents, in no order."""

    def documents(self, ordinals: Iterable[int]) -> Iterator[IndexDocument]:
        """Yield the documents as they were committed, in the order of ``ordinals``."""


class Engine(Protocol):
    """One opened index. Readers in other processes see the state before or after a commit."""

    @property
    def position(self) -> int:
        """Number of the last change that is in this index; 0 for a new one."""

    def commit(
        self, documents: Sequence[IndexDocument], removed: Sequence[str], position: int
    ) -> None:
        """Add or replace ``documents``, drop the report ids ``removed``, all at once.

        Afterwards ``position`` is as given. Repeating a commit changes nothing. Called by
        ``indexer.sync`` only, by one process at a time.

        Raises ``StoreError`` if the disk is full or the folder cannot be written.
        """

    def commits(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """Commit each of ``batches`` as ``commit`` does, and yield it when that is done.

        Faster than one after the other: while one is written, the next is drawn and prepared,
        on all processors. What was not yielded may be committed or not.
        """

    def reading(self) -> AbstractContextManager[Reading]:
        """Give the newest state; its files are let go of at the end of the ``with`` block.

        Two readings with nothing committed between them are the same object, so that what
        was computed from one may be remembered.
        """

    def check(self) -> None:
        """Raise ``IndexUnusableError`` if anything that finds documents is not what was written.

        Reads everything once, and memory stays flat. Texts are compared with their documents,
        these by whoever has the reports.
        """

    def close(self) -> None:
        """Let go of files; the engine is not used afterwards."""
