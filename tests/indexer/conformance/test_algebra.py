"""Queries obey the laws of sets, and orders the facts they go by."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.answers import Sort
from indexer.answers.leaves import Locator, leaves
from indexer.columns import Selection
from indexer.document import IndexDocument
from indexer.query import (
    And,
    AsWritten,
    Everything,
    Not,
    Or,
    Phrase,
    Query,
    Within,
    Words,
)
from indexer.ranking import K1, TITLE_WEIGHT, B, idf
from indexer.words import words
from tests.indexer.conformance.engines import (
    ENGINES,
    EngineKind,
    ask,
    document,
    empty_engine,
    ids_of,
)
from tests.indexer.conformance.questions import CORPORA, SCOPES, queries_about

TRIALS = int(os.environ.get("BAOGAO_TRIALS", "1"))
pytestmark = pytest.mark.parametrize("kind", ENGINES, ids=lambda kind: kind.name)
FEW = settings(
    max_examples=15 * TRIALS, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def test_queries_obey_the_laws_of_sets(kind: EngineKind) -> None:
    @FEW
    @given(CORPORA, st.data())
    def hold(documents: list[IndexDocument], data: st.DataObject) -> None:
        a, b, c = (data.draw(queries_about(documents)) for _ in range(3))
        scope = data.draw(SCOPES)
        with empty_engine(kind) as engine:
            engine.commit(documents, (), 1)

            def of(query: Query) -> set[str]:
                return ids_of(engine, query)

            everything = {each.report_id for each in documents}
            assert of(Everything()) == everything
            assert of(a) <= of(Or((a, b)))
            assert of(And((a, b))) <= of(a)
            assert of(And((a, Not(a)))) == set()
            assert of(Or((a, Not(a)))) == everything
            assert of(Not(Not(a))) == of(a)
            assert of(Not(Or((a, b)))) == of(And((Not(a), Not(b))))
            assert of(Not(And((a, b)))) == of(Or((Not(a), Not(b))))
            assert of(And((a, b))) == of(And((b, a))) == of(a) & of(b)
            assert of(Or((a, b))) == of(Or((b, a))) == of(a) | of(b)
            assert of(And((a, Or((b, c))))) == of(Or((And((a, b)), And((a, c)))))
            assert of(Within(scope, Not(a))) == of(Within(scope, Everything())) - of(
                Within(scope, a)
            )

    hold()


def test_literal_and_as_written_find_less(kind: EngineKind) -> None:
    phrases = st.sampled_from(("矛盾糾紛", "矛盾纠纷", "著", "着", "枫桥经验", "化解矛盾"))

    @FEW
    @given(CORPORA, phrases)
    def hold(documents: list[IndexDocument], text: str) -> None:
        with empty_engine(kind) as engine:
            engine.commit(documents, (), 1)
            assert ids_of(engine, Phrase(text)) <= ids_of(engine, Words(text))
            assert ids_of(engine, AsWritten(Phrase(text))) <= ids_of(engine, Phrase(text))

    hold()


def test_orders_go_by_facts_and_ids(kind: EngineKind) -> None:
    """Unknown days and places come last; ties are broken by id; pages make the whole."""

    @FEW
    @given(CORPORA, st.data())
    def hold(documents: list[IndexDocument], data: st.DataObject) -> None:
        query = data.draw(st.just(Everything()) | queries_about(documents))
        by_id = {each.report_id: each for each in documents}
        with empty_engine(kind) as engine:
            engine.commit(documents, (), 1)
            expected = ids_of(engine, query)
            for sort, key in _keys(query).items():
                found = ask(engine, query, sort=sort, limit=None).page
                order = [match.document.report_id for match in found]
                assert order == sorted(expected, key=lambda id_, key=key: (key(by_id[id_]), id_))  # type: ignore[misc]
                pages = [
                    ask(engine, query, sort=sort, limit=2, offset=start).page
                    for start in range(0, len(order), 2)
                ]
                assert [m.document.report_id for page in pages for m in page] == order

    hold()


def test_pages_of_the_best_make_the_whole(kind: EngineKind) -> None:
    @FEW
    @given(CORPORA, st.data())
    def hold(documents: list[IndexDocument], data: st.DataObject) -> None:
        query = data.draw(queries_about(documents))
        with empty_engine(kind) as engine:
            engine.commit(documents, (), 1)
            whole = ask(engine, query, limit=None).page
            keys = [(not m.literal, -m.score, m.document.report_id) for m in whole]
            assert keys == sorted(keys)
            for size in (1, 2, 3):
                pages = [
                    ask(engine, query, limit=size, offset=start)
                    for start in range(0, len(whole) + size, size)
                ]
                assert tuple(match for page in pages for match in page.page) == whole
                assert {page.total for page in pages} == {len(whole)}

    hold()


def test_scores_are_those_of_the_formula(kind: EngineKind) -> None:
    @FEW
    @given(CORPORA, st.data())
    def hold(documents: list[IndexDocument], data: st.DataObject) -> None:
        counts = {each.report_id: _weighted(each) for each in documents}
        known = sorted(frozenset[str]().union(*counts.values()))
        asked = data.draw(st.sets(st.sampled_from([*known, "没有的"]), max_size=4))
        with empty_engine(kind) as engine:
            # What was replaced must not count.
            engine.commit([replace(each, text=f"旧稿。{each.text}") for each in documents], (), 1)
            engine.commit(documents, (), 2)
            with engine.reading() as reading:
                live = np.flatnonzero(reading.columns.live).tolist()
                scores = reading.scores(asked, reading.columns.live)
                found = {reading.columns.ids[each]: float(scores[each]) for each in live}
                assert found == pytest.approx(_expected(counts, asked))
                some = reading.columns.live & data.draw(_selections(len(scores)))
                assert (reading.scores(asked, some)[some] == scores[some]).all()

    hold()


def _weighted(document: IndexDocument) -> Counter[str]:
    return Counter(words(document.text) + TITLE_WEIGHT * words(document.title))


def _selections(size: int) -> st.SearchStrategy[Selection]:
    return st.lists(st.booleans(), min_size=size, max_size=size).map(
        lambda chosen: np.array(chosen, np.bool_)
    )


def _expected(counts: Mapping[str, Counter[str]], asked: Collection[str]) -> dict[str, float]:
    """Return the scores as the documentation of ``indexer.ranking`` has them."""
    mean = sum(each.total() for each in counts.values()) / len(counts) or 1.0
    scores = dict.fromkeys(counts, 0.0)
    for word in asked:
        having = sum(1 for each in counts.values() if word in each)
        for report_id, each in counts.items():
            w, length = each[word], K1 * (1 - B + B * each.total() / mean)
            scores[report_id] += idf(len(counts), having) * w * (K1 + 1) / (w + length or 1.0)
    return scores


def _keys(query: Query) -> dict[Sort, Callable[[IndexDocument], tuple[object, ...]]]:
    def day(document: IndexDocument) -> int:
        return (document.published_on or date.min).toordinal() - 1

    def place(document: IndexDocument) -> tuple[object, ...]:
        if document.division is not None:
            return (0, document.division.code)
        return (1, document.place) if document.place else (2, "")

    def occurrences(document: IndexDocument) -> int:
        locator = Locator(document)
        return sum(1 for leaf in leaves(query) for _ in locator.all_places([leaf]))

    return {
        Sort.NEWEST: lambda each: (day(each) == 0, -day(each)),
        Sort.OLDEST: lambda each: (day(each) == 0, day(each)),
        Sort.PLACE: place,
        Sort.OCCURRENCES: lambda each: (-occurrences(each),),
    }


def test_near_identical_documents_fold_into_one_line(kind: EngineKind) -> None:
    text = "".join(f"第{number}项工作在青石县各乡镇扎实推进，" for number in range(60))
    documents = [document(name, "报告", text) for name in "abc"]
    documents += [document("d", "报告", text.replace("第7项", "第八项"))]
    documents += [document("e", "报告", "青石县" + text[::-1])]
    with empty_engine(kind) as engine:
        engine.commit(documents, (), 1)
        with engine.reading() as reading:
            kin = {reading.columns.ids[each] for each in reading.columns.kin.tolist()}
        assert kin == {"a", "e"}
        matches = ask(engine, Phrase("青石县"), limit=None, fold_copies=True)
        assert (matches.total, matches.lines) == (5, 2)
        assert sorted((m.document.report_id, m.copies) for m in matches.page) == [
            ("a", 3),
            ("e", 0),
        ]
        second = ask(engine, Phrase("青石县"), limit=1, offset=1, fold_copies=True)
        assert second.page == matches.page[1:]
        engine.commit([], ["a"], 2)
        matches = ask(engine, Phrase("八项"), limit=None, fold_copies=True)
        assert [(m.document.report_id, m.copies) for m in matches.page] == [("d", 0)]
