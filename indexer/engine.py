"""What a search engine must do, in one page; ``whoosh_engine`` is the default one.

An engine is one index folder. It never sees the archive: ``indexer.sync`` feeds it
:class:`IndexDocument` values drained from the change log, ``indexer.searcher`` asks it and
makes passages of what it finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from indexer.query import Query


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """What an engine gets of a report. ``text`` is the report's paragraphs joined by newlines."""

    report_id: str
    url: str
    title: str
    text: str
    issuer: str | None = None
    published_on: date | None = None
    site: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A found document. ``literal``: title or text contains every part of the query literally."""

    document: IndexDocument
    score: float
    literal: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """One page of what a query found; the totals count all of it, not only this page."""

    total: int
    literal_total: int
    page: tuple[Match, ...]


class Engine(Protocol):
    """One opened index. Readers in other processes see the state before or after a commit.

    What a document contains: a phrase, if the folded phrase is a substring of the folded title
    or of the folded text (``indexer.fold``); a word, if it contains it as a phrase or if the
    analyser's index has all of its tokens for that document. Order: literal matches first,
    then score descending, then report id.
    """

    @property
    def position(self) -> int:
        """Number of the last change that is in this index; 0 for a new one."""

    @property
    def document_count(self) -> int:
        """How many documents there are."""

    def commit(
        self, documents: Sequence[IndexDocument], removed: Sequence[str], position: int
    ) -> None:
        """Add or replace ``documents``, drop the report ids ``removed``, all at once.

        Afterwards ``position`` is as given. Repeating a commit changes nothing. Called by
        ``indexer.sync`` only, by one process at a time.

        Raises ``StoreError`` if the disk is full or the folder cannot be written.
        """

    def search(self, query: Query, *, limit: int | None, offset: int = 0) -> Matches:
        """Return the page of matches from ``offset`` on; ``limit`` ``None`` means all."""

    def report_ids(self) -> frozenset[str]:
        """Return the ids of all documents; called by verification."""

    def close(self) -> None:
        """Let go of files; the engine is not used afterwards."""
