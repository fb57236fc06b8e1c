"""Asking the index: text in, hits with passages out. What the web and the command line use."""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from indexer.engine import Engine, Match
from indexer.hits import Hit, Results, Spans
from indexer.passages import best_passages, highlight
from indexer.query import Query, parse
from indexer.store import current_generation, open_index


class Searcher:
    """A long-lived reader of a home's index; it follows commits and rebuilds by itself.

    Safe to share between threads.
    """

    def __init__(self, home: Path, archive_id: str | None = None) -> None:
        """Open the index; see ``open``."""
        self._home = home
        self._archive_id = archive_id
        self._lock = threading.RLock()
        self._generation = current_generation(home)
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
        with self._lock:
            return self._current().document_count

    @property
    def position(self) -> int:
        """Number of the last change that is in the index."""
        with self._lock:
            return self._current().position

    def search(self, text: str, *, limit: int | None = 10, offset: int = 0) -> Results:
        """Return what a query as typed finds: hits from ``offset`` on, ``limit`` or all.

        Raises ``QueryError`` if the query cannot be understood, ``IndexUnusableError`` if the
        index became unusable.
        """
        started = time.perf_counter()
        query = parse(text)
        with self._lock:
            matches = self._current().search(query, limit=limit, offset=offset)
        hits = tuple(_hit(query, match) for match in matches.page)
        took_ms = (time.perf_counter() - started) * 1000
        return Results(text, matches.total, matches.literal_total, took_ms, hits)

    def highlight(self, query_text: str, text: str) -> Spans:
        """Return the places in ``text`` that the query found. Raises ``QueryError``."""
        return highlight(parse(query_text), text)

    def highlight_paragraphs(self, query_text: str, paragraphs: Sequence[str]) -> tuple[Spans, ...]:
        """Return the places in each paragraph; a find may reach over from one to the next.

        Raises ``QueryError``.
        """
        spans = highlight(parse(query_text), "\n".join(paragraphs))
        starts = list(accumulate((len(each) + 1 for each in paragraphs[:-1]), initial=0))
        return _divided(spans, starts, paragraphs)

    def close(self) -> None:
        """Let go of files; the searcher is not used afterwards."""
        with self._lock:
            self._engine.close()

    def _current(self) -> Engine:
        generation = current_generation(self._home)
        if generation != self._generation:
            engine = open_index(self._home, self._archive_id)
            self._engine.close()
            self._engine, self._generation = engine, generation
        return self._engine


def _hit(query: Query, match: Match) -> Hit:
    document = match.document
    return Hit(
        report_id=document.report_id,
        url=document.url,
        title=document.title,
        issuer=document.issuer,
        published_on=document.published_on,
        place=document.place,
        score=match.score,
        literal=match.literal,
        title_spans=highlight(query, document.title),
        passages=best_passages(query, document.text),
    )


def _divided(spans: Spans, starts: Sequence[int], paragraphs: Sequence[str]) -> tuple[Spans, ...]:
    divided: list[list[tuple[int, int]]] = [[] for _ in paragraphs]
    for start, end in spans:
        number = bisect_right(starts, start) - 1
        while number < len(paragraphs) and starts[number] < end:
            first = max(start - starts[number], 0)
            last = min(end - starts[number], len(paragraphs[number]))
            if first < last:
                divided[number].append((first, last))
            number += 1
    return tuple(map(tuple, divided))
