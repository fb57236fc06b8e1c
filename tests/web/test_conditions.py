"""Filters taken off a query: what is left asks for all that the filter let through, and more."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given, settings

from indexer.answers import evaluate
from indexer.answers.counting import facet_counts
from indexer.document import IndexDocument
from indexer.query import parse
from tests.indexer.conformance.engines import ENGINES, empty_engine
from tests.indexer.facts import FACTUAL_CORPORA
from web import conditions as module
from web.conditions import conditions
from web.narrowing import narrowed

QUERIES = ("甲 OR 乙", "“甲” -乙", "NOT 甲", "标题:甲", "甲 NEAR/5 乙")


def test_examples() -> None:
    assert doctest.testmod(module).failed == 0


@settings(max_examples=20, deadline=None)
@given(FACTUAL_CORPORA)
def test_what_a_click_added_another_takes_off(corpus: tuple[IndexDocument, ...]) -> None:
    with empty_engine(ENGINES[0]) as engine:
        engine.commit(corpus, [], 1)
        with engine.reading() as reading:
            for text in QUERIES:
                found = evaluate(reading, parse(text)).matching
                for facet in facet_counts(reading.columns, found):
                    for value in facet.values:
                        (condition,) = conditions(narrowed(text, value.filter))
                        assert parse(condition.without) == parse(text)


@pytest.mark.parametrize(
    ("query", "text", "without"),
    [
        ("年份:2024 AND 调解", "年份:2024", "调解"),
        ("调解 AND 年份:2024 AND 级别:县", "年份:2024", "调解 AND 级别:县"),
        ("章节:存在的问题 “调解”", "章节:存在的问题", "“调解”"),
        ("地区：“重庆” 调解", "地区：“重庆”", "调解"),
        ("year:2019..2024 调解", "year:2019..2024", "调解"),
    ],
)
def test_a_condition_goes_with_what_joined_it(query: str, text: str, without: str) -> None:
    assert (conditions(query)[0].text, conditions(query)[0].without) == (text, without)


@pytest.mark.parametrize(
    "query",
    [
        "调解",
        "“年份:2024”",
        "调解 (年份:2024)",
        "调解 OR 年份:2024",
        "调解 非 年份:2024",
        "标题:调解",
    ],
)
def test_what_is_no_condition_of_all_results_stays(query: str) -> None:
    assert conditions(query) == ()
