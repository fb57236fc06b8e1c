"""The answer key of planted phrases is true, and worth asking."""

from __future__ import annotations

import re

import pytest

from archive.samples import PLANTED, SampleKind, SampleReport, generate
from archive.samples.outline import outline
from archive.samples.planting import Planting, planted_in, plantings

_QUOTES_AND_SPACE = "“”‘’\"'「」『』《》〈〉\n\t "


@pytest.fixture(scope="module")
def reports() -> tuple[SampleReport, ...]:
    return tuple(generate(1000))


def _literally_in(phrase: str, text: str) -> bool:
    """Look for a phrase as a reader would, written apart from the generator's own way."""
    return phrase in "".join(character for character in text if character not in _QUOTES_AND_SPACE)


def test_the_answer_key_is_true(reports: tuple[SampleReport, ...]) -> None:
    for each in reports:
        found = tuple(
            phrase
            for phrase in PLANTED
            if _literally_in(phrase, each.title) or _literally_in(phrase, each.text)
        )
        assert each.planted == found


def test_a_third_holds_the_phrase_everybody_searches(reports: tuple[SampleReport, ...]) -> None:
    share = sum("枫桥经验" in each.planted for each in reports) / len(reports)
    assert 0.25 < share < 0.4


def test_it_stands_with_and_without_quotes_and_is_nearly_missed(
    reports: tuple[SampleReport, ...],
) -> None:
    texts = [each.text for each in reports]
    assert any("“枫桥经验”" in text for text in texts)
    assert any("新时代“枫桥经验”" in text for text in texts)
    assert any(re.search("[^“]枫桥经验", text) for text in texts)
    near = [e for e in reports if "枫桥" in e.text and "枫桥经验" not in e.planted]
    assert any("枫桥，经验" in each.text for each in near)
    assert any("枫桥式" in each.text for each in near)


def test_every_phrase_is_planted_and_none_everywhere(reports: tuple[SampleReport, ...]) -> None:
    for phrase in PLANTED:
        count = sum(phrase in each.planted for each in reports)
        assert 0 < count < len(reports) / 2, phrase


@pytest.mark.parametrize("planting", [p for p in plantings() if p.only])
def test_rare_phrases_stand_in_one_report(
    planting: Planting, reports: tuple[SampleReport, ...]
) -> None:
    assert [e.number for e in reports if planting.phrase in e.planted] == [planting.only]


def test_near_misses_miss() -> None:
    for planting in plantings():
        for pattern in planting.near:
            assert planting.phrase not in planted_in("", pattern.source), pattern.source


def test_no_ordinary_sentence_holds_a_planted_phrase() -> None:
    topics = [t for kind in SampleKind for s in outline(kind).sections for t in s.topics]
    sources = [p.source for t in topics for p in (*t.headings, *t.points, *t.sentences)]
    assert not [source for source in sources if planted_in("", source)]


def test_a_phrase_does_not_reach_from_title_into_text() -> None:
    assert planted_in("新时代枫桥", "经验交流会") == ()
    assert planted_in("", "新时代“枫桥”\n经验") == ("枫桥经验",)
