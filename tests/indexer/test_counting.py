"""Facets: every count is what the search with that filter finds."""

from __future__ import annotations

import gc
import weakref

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.facts import Level, Place
from indexer.answers import evaluate, search
from indexer.answers.counting import COUNTED, FacetCounts, facet_counts
from indexer.document import IndexDocument
from indexer.engine import Reading
from indexer.facets import Facet
from indexer.query import And, Everything, Query
from tests.indexer.conformance.engines import ENGINES, document, empty_engine
from tests.indexer.conformance.questions import queries_about
from tests.indexer.facts import FACTUAL_CORPORA

_OF_ONE_VALUE = (Facet.YEAR, Facet.KIND, Facet.LEVEL, Facet.ORGAN, Facet.PUBLISHED)


def _counts(reading: Reading, query: Query, most: int = 99) -> dict[Facet, FacetCounts]:
    found = evaluate(reading, query).matching
    return {each.facet: each for each in facet_counts(reading.columns, found, most)}


@settings(max_examples=40, deadline=None)
@given(st.data(), FACTUAL_CORPORA)
def test_counts_are_those_of_the_clicked_search(
    data: st.DataObject, corpus: tuple[IndexDocument, ...]
) -> None:
    with empty_engine(ENGINES[0]) as engine:
        engine.commit(corpus, [], 1)
        query = data.draw(st.just(Everything()) | queries_about(corpus))
        with engine.reading() as reading:
            total = search(reading, query, limit=0).total
            counts = _counts(reading, query)
            assert tuple(counts) == COUNTED
            for counted in counts.values():
                assert counted.distinct == len(counted.values)
                for value in counted.values:
                    clicked = search(reading, And((query, value.filter)), limit=0)
                    assert value.count == clicked.total > 0, value
            for facet in _OF_ONE_VALUE:
                known = sum(value.count for value in counts[facet].values)
                assert known + counts[facet].unknown == total, facet


def _with_places(*places: Place | None) -> list[IndexDocument]:
    return [
        IndexDocument(f"{number}", "http://a.localhost/", "枫桥", "", division=place)
        for number, place in enumerate(places)
    ]


def _labels(corpus: list[IndexDocument], facet: Facet, most: int = 99) -> list[tuple[str, int]]:
    with empty_engine(ENGINES[0]) as engine:
        engine.commit(corpus, [], 1)
        with engine.reading() as reading:
            counted = _counts(reading, Everything(), most)[facet]
    return [(value.label, value.count) for value in counted.values]


YUNLING = Place("970000", "云岭省")
QINGSHI = Place("970100", "云岭省", "青石市")
BAILU = Place("970102", "云岭省", "青石市", "白鹭区")
OTHER = Place("980000", "白鹭直辖市")


def test_places_open_level_by_level() -> None:
    assert _labels(_with_places(YUNLING, QINGSHI, BAILU, OTHER, None), Facet.PLACE) == [
        ("云岭省", 3),
        ("白鹭直辖市", 1),
    ]
    assert _labels(_with_places(YUNLING, QINGSHI, BAILU), Facet.PLACE) == [
        ("云岭省", 3),
        ("青石市", 2),
    ]
    assert _labels(_with_places(BAILU, QINGSHI), Facet.PLACE) == [
        ("云岭省", 2),
        ("青石市", 2),
        ("白鹭区", 1),
    ]


def test_years_come_newest_first_and_levels_from_the_top() -> None:
    corpus = [
        IndexDocument(str(number), "http://a.localhost/", "枫桥", "", year=year, level=level)
        for number, (year, level) in enumerate(
            [(2020, Level.COUNTY), (2022, Level.COUNTY), (2020, Level.PROVINCE), (2021, None)]
        )
    ]
    assert _labels(corpus, Facet.YEAR) == [("2022", 1), ("2021", 1), ("2020", 2)]
    assert _labels(corpus, Facet.LEVEL) == [("省", 1), ("县", 2)]
    assert _labels(corpus, Facet.YEAR, most=1) == [("2020", 2)]


def test_counts_follow_a_commit() -> None:
    with empty_engine(ENGINES[0]) as engine:
        for position, report_id in enumerate("ab", 1):
            engine.commit([document(report_id, "枫桥", "")], [], position)
            with engine.reading() as reading:
                (site,) = _counts(reading, Everything())[Facet.SITE].values
                assert (site.label, site.count) == ("www.qingshi.localhost", position)


def test_what_was_counted_with_is_let_go_of() -> None:
    with empty_engine(ENGINES[0]) as engine:
        engine.commit([document("a", "", "枫桥经验")], [], 1)
        with engine.reading() as reading:
            assert _counts(reading, Everything())
            columns = weakref.ref(reading.columns)
        engine.commit([document("b", "", "枫桥经验")], [], 2)
        del reading
        gc.collect()
        assert columns() is None
