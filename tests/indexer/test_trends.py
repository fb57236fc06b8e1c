"""Trends: every number beside what it is a part of, against counting one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.facts import Level, Place
from indexer.answers import evaluate
from indexer.answers.leaves import occurrences
from indexer.document import IndexDocument
from indexer.facets import Facet
from indexer.query import (
    And,
    AsWritten,
    Everything,
    Field,
    Filter,
    Not,
    Or,
    Phrase,
    Query,
    Within,
    Words,
    Years,
)
from indexer.trends import Grouping, Period, Tally, Trend, filters_of, trend
from tests.indexer.conformance.engines import ENGINES, empty_engine
from tests.indexer.conformance.questions import queries_about
from tests.indexer.facts import FACTUAL_CORPORA

FENGQIAO = Phrase("枫桥")
SINCE_2020 = Filter(Facet.YEAR, Years(2020, None))


def _trend(
    corpus: tuple[IndexDocument, ...], query: Query, period: Period, grouping: Grouping
) -> Trend:
    with empty_engine(ENGINES[0]) as engine:
        engine.commit(corpus, [], 1)
        with engine.reading() as reading:
            found = evaluate(reading, query).matching
            return trend(reading, query, found, period, grouping)


def _document(number: int, text: str, year: int | None, **facts: object) -> IndexDocument:
    plain = IndexDocument(str(number), "http://a.localhost/", "标题", text, year=year)
    return replace(plain, **facts)  # type: ignore[arg-type] # any facts


YUNLING = Place("970000", "云岭省")
QINGSHI = Place("970100", "云岭省", "青石市")
BAILU = Place("980000", "白鹭省")
LINXI = Place("980100", "白鹭省", "临溪市")
CORPUS = (
    _document(1, "枫桥，枫桥。", 2019, division=YUNLING, published_on=date(2020, 11, 3)),
    _document(2, "普法。", 2019, division=BAILU, published_on=date(2020, 12, 1), level=Level.CITY),
    _document(3, "枫桥。", 2022, division=QINGSHI, published_on=date(2021, 2, 9), level=Level.CITY),
    _document(4, "普法。", 2022, division=LINXI),
    _document(5, "枫桥。", None, level=Level.CITY),
)


def test_years_without_reports_are_there_with_their_denominators() -> None:
    found = _trend(CORPUS, FENGQIAO, Period.YEAR, Grouping.NONE)
    assert [(point.period, point.tally) for point in found.overall.points] == [
        ("2019", Tally(1, 2, 2)),
        ("2020", Tally(0, 0, 0)),
        ("2021", Tally(0, 0, 0)),
        ("2022", Tally(1, 2, 1)),
    ]
    assert found.overall.undated == Tally(1, 1, 1)
    assert found.overall.total == Tally(3, 5, 4)
    assert found.overall.total.share == 0.6
    assert found.overall.points[1].tally.share is None
    assert found.groups == ()


def test_months_go_over_the_end_of_a_year() -> None:
    found = _trend(CORPUS, FENGQIAO, Period.MONTH, Grouping.NONE)
    assert [point.period for point in found.overall.points] == [
        "2020-11", "2020-12", "2021-01", "2021-02",
    ]  # fmt: skip
    published = _trend(CORPUS, FENGQIAO, Period.PUBLISHED_YEAR, Grouping.NONE)
    assert [(p.period, p.tally.reports) for p in published.overall.points] == [
        ("2020", 1), ("2021", 1),
    ]  # fmt: skip
    assert published.overall.undated == Tally(1, 2, 1)


def test_where_there_are_no_reports_there_are_no_periods() -> None:
    nowhere = And((Filter(Facet.PLACE, "无此县"), FENGQIAO))
    for corpus in (CORPUS, ()):
        found = _trend(corpus, nowhere, Period.MONTH, Grouping.PLACE)
        assert (found.overall.points, found.groups) == ((), ())
        assert found.overall.total == Tally(0, 0, 0)
        assert found.overall.first is None


def test_groups_come_by_first_appearance() -> None:
    found = _trend(CORPUS, FENGQIAO, Period.YEAR, Grouping.PLACE)
    assert [(each.name, each.first, each.total) for each in found.groups] == [
        ("云岭省", "2019", Tally(2, 2, 3)),
        ("白鹭省", None, Tally(0, 2, 0)),
        (None, None, Tally(1, 1, 1)),
    ]
    by_level = _trend(CORPUS, FENGQIAO, Period.YEAR, Grouping.LEVEL)
    assert [(each.name, each.first) for each in by_level.groups] == [(None, "2019"), ("市", "2022")]


def test_the_denominator_obeys_the_filters() -> None:
    in_yunling = And((Filter(Facet.PLACE, "云岭省"), FENGQIAO))
    found = _trend(CORPUS, in_yunling, Period.YEAR, Grouping.PLACE)
    assert found.overall.total == Tally(2, 2, 3)
    assert [each.name for each in found.groups] == ["云岭省本级", "青石市"]


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        (FENGQIAO, Everything()),
        (SINCE_2020, SINCE_2020),
        (And((FENGQIAO, SINCE_2020)), SINCE_2020),
        (And((FENGQIAO, Not(SINCE_2020), Words("调解"))), Not(SINCE_2020)),
        (Or((FENGQIAO, SINCE_2020)), Everything()),
        (And((SINCE_2020, Not(FENGQIAO))), SINCE_2020),
        (Or((SINCE_2020, Not(SINCE_2020))), Or((SINCE_2020, Not(SINCE_2020)))),
        (AsWritten(And((FENGQIAO, SINCE_2020))), SINCE_2020),
        (Within(Field.TITLE, And((FENGQIAO, SINCE_2020))), SINCE_2020),
        (
            Or((Within(Field.TITLE, And((FENGQIAO, SINCE_2020))), Within(Field.TEXT, SINCE_2020))),
            SINCE_2020,
        ),
        (
            Or((Within(Field.TITLE, And((FENGQIAO, SINCE_2020))), Within(Field.TEXT, FENGQIAO))),
            Everything(),
        ),
    ],
)
def test_what_of_a_query_says_which_reports_are_looked_at(query: Query, filters: Query) -> None:
    assert filters_of(query) == filters


@settings(max_examples=25, deadline=None)
@given(st.data(), FACTUAL_CORPORA, st.sampled_from(Period), st.sampled_from(Grouping))
def test_everything_adds_up(
    data: st.DataObject, corpus: tuple[IndexDocument, ...], period: Period, grouping: Grouping
) -> None:
    query = data.draw(queries_about(corpus))
    with empty_engine(ENGINES[0]) as engine:
        engine.commit(corpus, [], 1)
        with engine.reading() as reading:
            selection = evaluate(reading, query).matching
            out_of = evaluate(reading, filters_of(query)).matching
            found = trend(reading, query, selection, period, grouping)
            often = int(occurrences(reading, query, selection).sum())
    assert found.overall.total == Tally(int(selection.sum()), int(out_of.sum()), often)
    for series in (found.overall, *found.groups):
        tallies = [*(point.tally for point in series.points), series.undated]
        assert series.total == _sum(tallies)
        assert all(tally.reports <= tally.out_of for tally in tallies)
    if grouping is not Grouping.NONE:
        assert _sum([series.total for series in found.groups]) == found.overall.total


def _sum(tallies: list[Tally]) -> Tally:
    return Tally(
        sum(each.reports for each in tallies),
        sum(each.out_of for each in tallies),
        sum(each.occurrences for each in tallies),
    )
