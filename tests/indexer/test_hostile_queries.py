"""Whatever is typed, it is answered or refused with a reason; nothing else comes out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.searcher import Searcher
from indexer.sync import update_index
from tests.fuzz import Watch, searched
from tests.indexer.fakes import FakeArchive
from tests.indexer.hostile import hostile_queries
from tests.indexer.samples import reports


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
    """``python -m tests.fuzz`` asks 100,000 of 2,000 reports, and the pages, too."""
    watch = Watch()
    for query in hostile_queries(400, seed=5):
        searched(searcher, query, watch)
    print("\n".join(watch.lines()))
    assert watch.outcomes["search answered"] > 100
    assert len(watch.outcomes) > 15, "too few reasons are ever given"
