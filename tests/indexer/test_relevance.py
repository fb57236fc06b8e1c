"""What a query names of a report's kind and year lifts it, and finds nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.facts import ReportKind
from indexer.answers import explain, search
from indexer.answers.relevance import namings
from indexer.engine import Reading
from indexer.engines import ENGINES, EngineName
from indexer.query import parse
from tests.indexer.conformance.engines import document

WORK = replace(
    document("b-work", "青石县政府2020年工作报告", "推进各项建设。" * 9),
    kind=ReportKind.GOVERNMENT_WORK,
    year=2020,
)
LAW = replace(
    document("a-law", "青石县政府2020年法治建设工作报告", "政府工作。报告2020。" * 9),
    kind=ReportKind.RULE_OF_LAW,
    year=2020,
)
YEARS = tuple(map(str, range(2000, 2040)))
ALL_YEARS = document("d", "历年", "、".join(YEARS))
OTHER = replace(document("c", "其他", "其他"), kind=ReportKind.OTHER)


@pytest.fixture(params=EngineName)
def reading(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Reading]:
    engine = ENGINES[request.param].create(tmp_path / "index")
    engine.commit([WORK, LAW, OTHER, ALL_YEARS], (), 1)
    with engine.reading() as reading:
        yield reading
    engine.close()


def test_a_named_kind_comes_first(reading: Reading) -> None:
    found = search(reading, parse("政府 工作 报告 2020"), limit=None)
    assert [match.document.report_id for match in found.page] == ["b-work", "a-law"]


def test_a_named_fact_finds_nothing_by_itself(reading: Reading) -> None:
    assert search(reading, parse("法治政府建设年度报告"), limit=None).total == 0


def test_the_parts_of_a_score_add_up(reading: Reading) -> None:
    found = search(reading, parse("政府 工作 报告 2020"), limit=None)
    for match in found.page:
        parts = explain(reading, found.terms, match)
        assert sum(part.score for part in parts) == pytest.approx(match.score, rel=1e-5)
    assert {part.word for part in explain(reading, found.terms, found.page[0])} >= {
        "类型:政府工作报告",
        "年份:2020",
    }


def test_the_parts_of_a_score_add_up_where_words_are_many(reading: Reading) -> None:
    found = search(reading, parse(" OR ".join(YEARS)), limit=None)
    assert len(found.terms) > 32
    for match in found.page:
        parts = explain(reading, found.terms, match)
        assert sum(part.score for part in parts) == pytest.approx(match.score, rel=1e-5)


def test_what_is_not_known_or_is_no_kind_is_not_named(reading: Reading) -> None:
    assert list(namings(reading.columns, ["其他", "None"])) == []
    assert list(namings(reading.columns, [])) == []
