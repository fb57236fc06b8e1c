"""Asking the index: text in, hits with passages out. What the web and the command line use."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np

from archive.model import Report
from indexer.allocation import keep_freed_memory
from indexer.answers import Match, Matches, Patience, ScorePart, Sort, explain, search
from indexer.answers.leaves import Locator
from indexer.engine import Engine, Reading
from indexer.errors import IndexUnusableError, damaged
from indexer.findings import Findings
from indexer.folded import FoldedDocument
from indexer.hits import Highlights, Hit, Results
from indexer.passages import highlight, show
from indexer.query import Query, parse
from indexer.store import (
    current_folder,
    current_generation,
    current_pointer,
    maker,
    open_index,
)
from indexer.sync import document_of

T = TypeVar("T")

_TRIES = 5  # to follow rebuilds; each takes longer than a look

PATIENCE_S = 0.8
"""Seconds of work that finding may cost where nobody says otherwise; with ordering and showing
what was found, a question is answered or refused within a second."""


class Searcher:
    """A long-lived reader of a home's index; it follows commits and rebuilds by itself.

    Safe to share between threads.
    """

    def __init__(self, home: Path, archive_id: str | None = None) -> None:
        """Open the index; see ``open``."""
        keep_freed_memory()
        self._home = home
        self._archive_id = archive_id
        self._lock = threading.RLock()
        self._pointer = current_pointer(home)
        self._engine: Engine = open_index(home, archive_id)

    @classmethod
    def open(cls, home: Path, archive_id: str | None = None) -> Searcher:
        """Open the index of ``home``; ``archive_id`` ``None`` accepts that of any archive.

        Raises ``IndexUnusableError`` if there is none that can be used.
        """
        return cls(home, archive_id)

    @property
    def document_count(self) -> int:
        """How many reports can be found."""
        with self.reading() as reading:
            return reading.columns.document_count

    @property
    def position(self) -> int:
        """Number of the last change that is in the index."""
        with self._lock:
            return self._asked(lambda engine: engine.position)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Give the newest state of the index, for everything that is more than a page of hits.

        Raises ``IndexUnusableError`` if the index became unusable.
        """
        with self._lock:
            opened = ExitStack()
            reading = self._asked(lambda engine: opened.enter_context(engine.reading()))
        with opened:
            yield reading

    def search(  # noqa: PLR0913 - all but one are keywords with defaults
        self,
        text: str,
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort = Sort.RELEVANCE,
        fold_copies: bool = False,
        explained: bool = False,
        facets: int = 0,
        patience_s: float | None = PATIENCE_S,
    ) -> Results:
        """Return what a query as typed finds: hits from ``offset`` on, ``limit`` or all.

        ``fold_copies``: of near-identical reports only the first. ``explained``: each hit with
        the parts of its score.
        ``facets`` is how many values of each facet are counted; 0 counts none.

        Raises ``QueryError`` if the query cannot be understood or cannot be answered with
        ``patience_s`` seconds of work (``None``: however long it takes),
        ``IndexUnusableError`` if the index became unusable.
        """
        started = time.perf_counter()
        query = parse(text)
        patience = Patience(patience_s)
        with self.reading() as reading:
            matches = search(
                reading,
                query,
                sort=sort,
                limit=limit,
                offset=offset,
                facets=facets,
                fold_copies=fold_copies,
                patience=patience,
            )
            hits = tuple(_hits(reading, query, matches, explained=explained))
        took_ms = (time.perf_counter() - started) * 1000
        return _results(text, matches, took_ms, hits)

    @contextmanager
    def findings(
        self, text: str, *, sort: Sort = Sort.RELEVANCE, patience_s: float | None = None
    ) -> Iterator[Findings]:
        """Give everything that a query as typed finds, in one state of the index.

        Raises as ``search`` does.
        """
        query = parse(text)
        with ExitStack() as opened:
            with self._lock:
                # Named first: a commit meanwhile is in the reading and not yet in its name, as
                # it is in an index that was killed before it wrote its position.
                version = self._version()
                reading = opened.enter_context(self.reading())
            yield Findings(reading, query, text, version, sort, Patience(patience_s))

    def highlight(self, query_text: str, report: Report) -> Highlights:
        """Return the places in a report's title and text that the query found.

        Raises ``QueryError``.
        """
        return highlight(parse(query_text), Locator(document_of(report)))

    def close(self) -> None:
        """Let go of files; the searcher is not used afterwards."""
        with self._lock:
            self._engine.close()

    def _asked(self, ask: Callable[[Engine], T]) -> T:
        """Return what the current index answers, whose folder a rebuild may remove meanwhile.

        Raises ``IndexUnusableError`` if it cannot answer.
        """
        for _ in range(_TRIES):
            engine = self._current()
            try:
                return ask(engine)
            except (IndexUnusableError, FileNotFoundError) as error:
                if current_pointer(self._home) != self._pointer:
                    continue
                if isinstance(error, IndexUnusableError):
                    raise
                raise damaged(current_folder(self._home)) from error
        raise IndexUnusableError("the index is being rebuilt again and again: try later")

    def _current(self) -> Engine:
        pointer = current_pointer(self._home)
        if pointer != self._pointer:
            engine = open_index(self._home, self._archive_id)
            self._engine.close()
            self._engine, self._pointer = engine, pointer
        return self._engine

    def _version(self) -> str:
        return f"{current_generation(self._home)}-{self.position} {maker(self._home)}"


def _results(text: str, matches: Matches, took_ms: float, hits: tuple[Hit, ...]) -> Results:
    return Results(
        text,
        matches.total,
        matches.literal_total,
        took_ms,
        hits,
        matches.lines,
        matches.facets,
        matches.barren,
    )


def _hits(reading: Reading, query: Query, matches: Matches, *, explained: bool) -> Iterator[Hit]:
    folded = _folded_of(reading, matches.page)
    for match in matches.page:
        explanation = explain(reading, matches.terms, match) if explained else ()
        yield _hit(query, match, folded[match.ordinal], explanation)


def _folded_of(reading: Reading, page: Sequence[Match]) -> Mapping[int, FoldedDocument]:
    wanted = np.zeros_like(reading.columns.live)
    wanted[[match.ordinal for match in page]] = True
    return dict(reading.folded(wanted))


def _hit(
    query: Query, match: Match, folded: FoldedDocument, explanation: tuple[ScorePart, ...]
) -> Hit:
    document = match.document
    shown = show(query, Locator(document, folded))
    return Hit(
        report_id=document.report_id,
        url=document.url,
        title=document.title,
        issuer=document.issuer,
        published_on=document.published_on,
        place=document.place,
        score=match.score,
        literal=match.literal,
        title_spans=shown.title_spans,
        passages=shown.passages,
        copies=match.copies,
        explanation=explanation,
        doubts=document.doubts,
    )
