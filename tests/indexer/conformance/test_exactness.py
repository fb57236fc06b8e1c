"""Exactness: an engine finds the documents that a scan of their texts finds, all and only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from archive.samples import PLANTED, generate
from indexer.document import IndexDocument
from indexer.query import And, Phrase, Words
from tests.indexer import exactness
from tests.indexer.conformance.engines import (
    ENGINES,
    IDS,
    EngineKind,
    ask,
    assert_agrees,
    document,
    empty_engine,
    report_ids,
)
from tests.indexer.conformance.questions import CORPORA, documents, queries_about
from tests.indexer.conformance.reference import ReferenceEngine
from tests.indexer.samples import as_document

TRIALS = int(os.environ.get("BAOGAO_TRIALS", "1"))
CASES = Path(__file__).resolve().parents[4] / "shared" / "cases" / "phrases.tsv"

pytestmark = pytest.mark.parametrize("kind", ENGINES, ids=lambda kind: kind.name)


def test_any_query_over_any_texts(kind: EngineKind) -> None:
    found: list[int] = []

    @settings(max_examples=25 * TRIALS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(CORPORA, st.data())
    def agrees(documents: list[IndexDocument], data: st.DataObject) -> None:
        reference = ReferenceEngine()
        reference.commit(documents, (), 1)
        with empty_engine(kind) as engine:
            engine.commit(documents, (), 1)
            for _ in range(8):
                query = data.draw(queries_about(documents))
                assert_agrees(engine, reference, query)
                found.append(len(reference.matching(query)))

    agrees()
    assert sum(count > 1 for count in found) > 0.1 * len(found), "too little is ever found"


def test_any_phrase_of_any_text_is_found_as_a_scan_finds_it(kind: EngineKind) -> None:
    """``python -m tests.indexer.exactness`` does the same with 10,000 over 20,000."""
    corpus = exactness.documents(160, seed=5)
    asked = list(exactness.phrases(corpus, 1_000 * TRIALS, seed=17))
    with empty_engine(kind) as engine:
        engine.commit(corpus, (), 1)
        with engine.reading() as reading:
            outcome = exactness.compare(reading, corpus, asked)
    assert outcome.differences == []
    assert 0 < outcome.without < 500 * TRIALS < outcome.places


def test_planted_phrases_are_found_where_they_were_planted(kind: EngineKind) -> None:
    samples = list(generate(200, seed=8, characters=900))
    with empty_engine(kind) as engine:
        engine.commit([as_document(sample) for sample in samples], (), 1)
        for planted in PLANTED:
            matches = ask(engine, Phrase(planted), limit=None)
            assert {match.document.report_id for match in matches.page} == {
                as_document(each).report_id for each in samples if planted in each.planted
            }


def test_phrases_never_reach_over_an_edge(kind: EngineKind) -> None:
    documents = [document("a", "青石县报告", "推进工作"), document("b", "临溪市报告", "总体情况")]
    with empty_engine(kind) as engine:
        engine.commit(documents, (), 1)
        for phrase in ("报告推进", "推进工作临溪", "工作临溪市"):
            assert ask(engine, Phrase(phrase), limit=None).total == 0
        assert ask(engine, Phrase("青石县 “报告”"), limit=None).total == 1


def test_known_pairs_of_text_and_phrase(kind: EngineKind) -> None:
    if not CASES.exists():
        pytest.skip("the shared cases are not beside this checkout")
    pairs = [line.split("\t") for line in CASES.read_text("utf-8").splitlines()[1:]]
    documents = [document(f"{n:03}", "", text) for n, (text, _) in enumerate(pairs)]
    reference = ReferenceEngine()
    reference.commit(documents, (), 1)
    with empty_engine(kind) as engine:
        engine.commit(documents, (), 1)
        for number, (_, phrase) in enumerate(pairs):
            found = ask(engine, Phrase(phrase), limit=None)
            assert f"{number:03}" in {match.document.report_id for match in found.page}
            assert_agrees(engine, reference, Phrase(phrase))
            assert_agrees(engine, reference, Words(phrase))


def test_words_match_apart_but_phrases_do_not(kind: EngineKind) -> None:
    documents = [
        document("apart", "", "矛盾和纠纷的调解"),
        document("together", "", "矛盾纠纷调解"),
    ]
    with empty_engine(kind) as engine:
        engine.commit(documents, (), 1)
        matches = ask(engine, Words("矛盾纠纷"), limit=None)
        assert [(m.document.report_id, m.literal) for m in matches.page] == [
            ("together", True),
            ("apart", False),
        ]
        assert (matches.total, matches.literal_total) == (2, 1)
        assert ask(engine, Phrase("矛盾纠纷"), limit=None).total == 1
        both = And((Words("矛盾纠纷"), Phrase("的调解")))
        assert [m.document.report_id for m in ask(engine, both, limit=None).page] == ["apart"]


def test_equals_come_in_the_order_of_their_ids(kind: EngineKind) -> None:
    documents = [document(report_id, "报告", "推进调解。") for report_id in "dbeac"]
    with empty_engine(kind) as engine:
        engine.commit(documents, (), 1)
        for query in (Phrase("调解"), Phrase("。"), Words("报告")):
            page = ask(engine, query, limit=None).page
            assert [match.document.report_id for match in page] == [*"abcde"]


def test_what_was_replaced_or_removed_is_found_no_more(kind: EngineKind) -> None:
    with empty_engine(kind) as engine:
        engine.commit([document(name, "", "矛盾和纠纷") for name in "abc"], (), 1)
        engine.commit([document("a", "", "普法")], ["b"], 2)
        for query in (Words("矛盾纠纷"), Words("矛盾"), Phrase("矛盾和"), Phrase("和")):
            matches = ask(engine, query, limit=None)
            assert [match.document.report_id for match in matches.page] == ["c"]
            assert matches.total == 1


def test_more_occurrences_and_titles_rank_higher(kind: EngineKind) -> None:
    documents = [
        document("a-once", "报告", "推进调解。" + "依法行政。" * 5),
        document("b-thrice", "报告", "推进调解。" * 3 + "依法行政。" * 3),
        document("c-title", "调解报告", "依法行政。" * 6),
        document("d-none", "报告", "依法行政。" * 6),
    ]
    with empty_engine(kind) as engine:
        engine.commit(documents, (), 1)
        page = ask(engine, Phrase("调解"), limit=None).page
        assert [match.document.report_id for match in page][-1] == "a-once"
        assert len(page) == 3


class Life(RuleBasedStateMachine):
    """Adding, replacing, removing, reopening and asking in any order."""

    kind: EngineKind

    @initialize()
    def begin(self) -> None:
        self.context = empty_engine(self.kind)
        self.engine = self.context.__enter__()
        self.reference = ReferenceEngine()
        self.position = 0

    @rule(
        added=st.lists(documents(), min_size=1, max_size=4, unique_by=lambda each: each.report_id)
    )
    def add(self, added: list[IndexDocument]) -> None:
        self._commit(added, [])

    @rule(removed=st.lists(IDS, max_size=2, unique=True))
    def remove(self, removed: list[str]) -> None:
        self._commit([], removed)

    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        query = data.draw(queries_about(self.reference.documents.values()))
        assert_agrees(self.engine, self.reference, query)

    @precondition(lambda self: self.position)
    @rule()
    def count(self) -> None:
        assert report_ids(self.engine) == self.reference.documents.keys()
        assert self.engine.position == self.position

    def _commit(self, documents: list[IndexDocument], removed: list[str]) -> None:
        self.position += 1
        self.engine.commit(documents, removed, self.position)
        self.reference.commit(documents, removed, self.position)

    def teardown(self) -> None:
        self.context.__exit__(None, None, None)


def test_any_life_of_an_index(kind: EngineKind) -> None:
    machine = type("LifeOfOne", (Life,), {"kind": kind})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=15 * TRIALS, stateful_step_count=12, deadline=None)
    )
