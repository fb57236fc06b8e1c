"""Facets as searches: what a click adds is understood and finds what was counted."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given, settings

from indexer.answers import evaluate
from indexer.answers.counting import facet_counts
from indexer.document import IndexDocument
from indexer.facets import Facet
from indexer.query import Everything, Filter, parse
from tests.indexer.conformance.engines import ENGINES, empty_engine
from tests.indexer.facts import FACTUAL_CORPORA
from web import narrowing
from web.narrowing import narrowed

QUERIES = ("甲 OR 乙", "“甲” -乙", "NOT 甲", "甲")


def test_examples() -> None:
    assert doctest.testmod(narrowing).failed == 0


@settings(max_examples=20, deadline=None)
@given(FACTUAL_CORPORA)
def test_what_is_typed_finds_what_was_counted(corpus: tuple[IndexDocument, ...]) -> None:
    with empty_engine(ENGINES[0]) as engine:
        engine.commit(corpus, [], 1)
        with engine.reading() as reading:
            for text in (None, *QUERIES):
                found = evaluate(reading, parse(text) if text else Everything()).matching
                for facet in facet_counts(reading.columns, found):
                    for value in facet.values:
                        clicked = narrowing.filter_text(value.filter)
                        if text:
                            clicked = narrowed(text, value.filter)
                        assert evaluate(reading, parse(clicked)).matching.sum() == value.count


@pytest.mark.parametrize(
    "text",
    ["甲 OR 乙", "甲 乙", "“甲” OR “甲”", "级别:县 OR 级别:县级", "(甲 OR 乙) 丙"],
)
def test_a_filter_is_for_all_of_the_query(text: str) -> None:
    year = parse("年份:2023")
    assert not isinstance(year, Everything)
    assert parse(narrowed(text, year)) == parse(f"({text}) 年份:2023")  # type: ignore[arg-type]


def test_brackets_do_not_pile_up() -> None:
    assert narrowing.narrowable("(甲 OR 乙) 年份:2023") == "(甲 OR 乙) 年份:2023"


def test_a_name_that_begins_like_an_operator_is_quoted() -> None:
    clicked = narrowing.filter_text(Filter(Facet.ISSUER, "-云岭县人民政府"))
    assert parse(clicked) == Filter(Facet.ISSUER, "-云岭县人民政府")
