"""Whatever is typed, it is answered or refused with a reason; nothing else comes out."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.errors import QueryError
from indexer.searcher import Searcher
from indexer.sync import update_index
from tests.indexer.fakes import FakeArchive
from tests.indexer.hostile import hostile_queries
from tests.indexer.samples import reports

TRIALS = int(os.environ.get("BAOGAO_TRIALS", "1"))


@pytest.fixture
def searcher(tmp_path: Path) -> Iterator[Searcher]:
    archive = FakeArchive()
    for each in reports(20, seed=11, characters=600):
        archive.store(each.report_id, each.title, *each.text.split("\n"))
    update_index(tmp_path, archive)
    searcher = Searcher.open(tmp_path)
    yield searcher
    searcher.close()


def test_every_query_is_answered_or_refused(searcher: Searcher) -> None:
    """With ``BAOGAO_TRIALS=100``: 100,000 queries, and what they cost."""
    answered, slowest = 0, (0.0, "")
    for query in hostile_queries(1_000 * TRIALS, seed=5):
        began = time.thread_time()
        try:
            results = searcher.search(query)
        except QueryError as error:
            assert str(error).isprintable()
            assert error.english.isprintable()
            assert 0 <= error.position <= len(query)
            assert error.suggestion is None or error.suggestion != query
        else:
            assert len(results.hits) <= results.total
            answered += 1
        slowest = max(slowest, (time.thread_time() - began, query))
    print(f"\n{answered} answered; slowest {slowest[0]:.2f} s of work: {slowest[1][:200]!r}")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")
    assert answered > 100
