"""What is best comes first: the nDCG@10 of the judged set may not fall below what was reached."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from indexer.engines import EngineName
from tests.quality.judged.measuring import JudgedSet, overall, ranking

FLOOR = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["ranking"]


@pytest.fixture(scope="module")
def judged() -> JudgedSet:
    return JudgedSet.made()


def test_every_question_has_an_answer_and_reports_that_are_none(judged: JudgedSet) -> None:
    assert len(judged.grades) >= 60
    for question, grades in judged.grades.items():
        assert {0, max(grades.values())} <= set(grades.values()), question
        assert any(grades.values()), question


@pytest.mark.parametrize("engine", EngineName)
def test_ranking_keeps_its_floor(judged: JudgedSet, engine: EngineName) -> None:
    with ranking(judged.documents(), engine) as ranks:
        scores = judged.scores(ranks)
    print("".join(f"\n{score:.3f} {typed}" for typed, score in sorted(scores.items())))
    print(f"{overall(scores):.4f} in all")
    assert overall(scores) >= FLOOR[engine.value]
