"""Patience runs out by its own clock, and then a query is refused instead of answered."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from indexer.answers import Patience, TooSlowError, evaluate, search
from indexer.query import parse
from tests.indexer.conformance.engines import ENGINES, EngineKind, empty_engine
from tests.indexer.samples import reports


def _hours() -> Callable[[], float]:
    """A clock that says an hour later whenever it is looked at."""
    return itertools.count(0.0, 3600.0).__next__


def test_it_runs_out_after_its_seconds() -> None:
    seconds = itertools.count(0.0, 0.4)
    patience = Patience(1.0, work=lambda: next(seconds), watch=_hours())
    with pytest.raises(TooSlowError, match="1 秒"):
        for _ in range(100):
            patience.check()
    assert next(seconds) == pytest.approx(1.6)


def test_it_asks_how_much_work_it_was_only_now_and_then() -> None:
    asked: list[float] = []
    patience = Patience(
        1.0,
        work=lambda: asked.append(0.0) or 0.0,  # type: ignore[func-returns-value]
        watch=itertools.count(0.0, 0.001).__next__,
    )
    for _ in range(100):
        patience.check()
    assert 5 < len(asked) < 15


def test_without_limit_nobody_looks_at_the_clock() -> None:
    patience = Patience(None, work=_hours(), watch=_hours())
    for _ in range(100):
        patience.check()


@pytest.mark.parametrize(
    "query", ["/的.了/", "/的.了/原", "的 近 了", "标题:“报告”", "章节:情况 甲"]
)
@pytest.mark.parametrize("kind", ENGINES, ids=lambda kind: kind.name)
def test_whatever_reads_texts_can_be_refused(query: str, kind: EngineKind) -> None:
    hurried = Patience(1.0, work=_hours(), watch=_hours())
    with empty_engine(kind) as engine:
        engine.commit(reports(40, seed=2, characters=400), (), 1)
        with engine.reading() as reading:
            assert search(reading, parse(query), limit=1).total >= 0
            with pytest.raises(TooSlowError):
                evaluate(reading, parse(query), hurried)
