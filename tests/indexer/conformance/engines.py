"""The engines under test, and what to ask them."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from indexer import engines
from indexer.answers import Matches, Sort, search
from indexer.document import IndexDocument
from indexer.engine import Engine
from indexer.fold import fold
from indexer.query import And, Phrase, Query, Words
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

# Few characters, some of them in most texts, so that phrases are often found: letters of
# several bytes and widths, the marks that fold away, some that stay, and words of jieba's.
_COMMON = ("甲", "的", "，", "矛盾", "纠纷", "枫桥", "经验", "“", "\n") * 3
_RARE = (*"乙a1Ａ。”《 \u200b㎡𠀀é\ud800", "e\u0301", "化解矛盾")
PIECES = st.sampled_from(_COMMON + _RARE)
TEXTS = st.lists(PIECES, min_size=4, max_size=20).map("".join)
IDS = st.sampled_from("abcdef")


def document(report_id: str, title: str, text: str) -> IndexDocument:
    return IndexDocument(report_id, f"http://www.qingshi.localhost/{report_id}", title, text)


DOCUMENTS = st.builds(document, IDS, TEXTS, TEXTS)
CORPORA = st.lists(DOCUMENTS, min_size=3, max_size=6, unique_by=lambda each: each.report_id)
PHRASES = st.lists(PIECES, min_size=1, max_size=3).map("".join).filter(fold)


def queries_about(documents: Collection[IndexDocument]) -> st.SearchStrategy[Query]:
    """Queries of which many find something: most of their parts are cut out of a text."""
    texts = [text for each in documents for text in (each.title, each.text) if fold(text)]
    phrases = st.one_of(st.sampled_from(texts).flatmap(_slices), PHRASES) if texts else PHRASES
    leaves = st.builds(Phrase, phrases) | st.builds(Words, phrases)
    return st.recursive(
        leaves, lambda inner: st.lists(inner, min_size=2, max_size=3).map(lambda q: And(tuple(q)))
    )


def _slices(text: str) -> st.SearchStrategy[str]:
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 4))
    return places.map(lambda place: text[place[0] : sum(place)]).filter(fold)


def ask(
    engine: Engine, query: Query, *, sort: Sort = Sort.RELEVANCE, limit: int | None, offset: int = 0
) -> Matches:
    """Search the newest state of the engine."""
    with engine.reading() as reading:
        return search(reading, query, sort=sort, limit=limit, offset=offset)


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
