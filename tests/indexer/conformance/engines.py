"""The engines under test, and what to ask them."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from indexer import engines
from indexer.answers import Matches, Sort, evaluate, search
from indexer.document import IndexDocument
from indexer.engine import Engine
from indexer.query import Query
from tests.indexer.conformance.reference import ReferenceEngine


@dataclass(frozen=True, slots=True)
class EngineKind:
    """How to make and open one kind of engine."""

    name: str
    create: Callable[[Path], Engine]
    open: Callable[[Path], Engine]


ENGINES = tuple(
    EngineKind(name.value, kind.create, kind.open) for name, kind in engines.ENGINES.items()
)

IDS = st.sampled_from("abcdef")


def document(report_id: str, title: str, text: str) -> IndexDocument:
    return IndexDocument(report_id, f"http://www.qingshi.localhost/{report_id}", title, text)


def ask(
    engine: Engine,
    query: Query,
    *,
    sort: Sort = Sort.RELEVANCE,
    limit: int | None,
    offset: int = 0,
    fold_copies: bool = False,
) -> Matches:
    """Search the newest state of the engine."""
    with engine.reading() as reading:
        return search(
            reading, query, sort=sort, limit=limit, offset=offset, fold_copies=fold_copies
        )


def report_ids(engine: Engine) -> frozenset[str]:
    """Return the ids of all documents."""
    with engine.reading() as reading:
        return reading.columns.report_ids


def ids_of(engine: Engine, query: Query) -> set[str]:
    """Return the report ids of all that a query finds."""
    with engine.reading() as reading:
        found = evaluate(reading, query).matching.nonzero()[0].tolist()
        return {reading.columns.ids[ordinal] for ordinal in found}


@contextmanager
def empty_engine(kind: EngineKind) -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = kind.create(Path(folder) / "index")
        try:
            yield engine
        finally:
            engine.close()


def assert_agrees(engine: Engine, reference: ReferenceEngine, query: Query) -> None:
    """The engine finds what the reference finds, in the order that is promised."""
    matches = ask(engine, query, limit=None)
    ids = [match.document.report_id for match in matches.page]
    assert len(ids) == len(set(ids)) == matches.total
    assert set(ids) == reference.matching(query)
    literal = {match.document.report_id for match in matches.page if match.literal}
    assert literal == reference.literal(query)
    assert matches.literal_total == len(literal)
    keys = [(not m.literal, -m.score, m.document.report_id) for m in matches.page]
    assert keys == sorted(keys)
    assert all(m.document == reference.documents[m.document.report_id] for m in matches.page)
    assert_pages_make_the_whole(engine, query, ids)


def assert_pages_make_the_whole(engine: Engine, query: Query, ids: list[str]) -> None:
    pages = (
        [match.document.report_id for match in ask(engine, query, limit=2, offset=start).page]
        for start in range(0, len(ids) + 2, 2)
    )
    assert list(itertools.chain.from_iterable(pages)) == ids


FIRST_VERSION = [document(name, f"{name}县第一版报告", "推进行政执法。") for name in "abc"]
SECOND_VERSION = [document(name, f"{name}县第二版报告", "完善行政复议。") for name in "abd"]
SECOND_REMOVED = ["c"]

VERSIONED_DOCUMENTS = 5
LAST_VERSION = "第40版"


def version(number: int) -> list[IndexDocument]:
    """All documents of one commit of the reader test."""
    return [
        document(f"{which}", f"第{number}版", "法治政府建设情况")
        for which in range(VERSIONED_DOCUMENTS)
    ]
