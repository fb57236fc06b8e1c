"""Collocates: the measure against numbers worked out by hand, and where a word is counted."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.leaves import Locator
from indexer.concordance import collocates, log_likelihood
from indexer.document import IndexDocument
from indexer.query import Phrase

COUNTS = st.integers(0, 50)


def _found(*texts: str) -> list[Locator]:
    url = "http://www.qingshi.localhost/1.html"
    return [Locator(IndexDocument("0" * 16, url, "标题", text)) for text in texts]


def test_the_measure_is_dunnings() -> None:
    # 2 · (10 ln(10/1.8182) + 10 ln(10/18.1818) + 90 ln(90/98.1818) + 990 ln(990/981.8182))
    assert math.isclose(log_likelihood(10, 10, 100, 1000), 22.9078, abs_tol=1e-4)
    assert log_likelihood(5, 5, 10, 10) == 0


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_the_measure_is_never_negative_and_symmetric(a: int, b: int, c: int, d: int) -> None:
    if a + c + b + d:
        value = log_likelihood(a, b, a + c, b + d)
        assert value >= -1e-9
        assert math.isclose(value, log_likelihood(b, a, b + d, a + c), abs_tol=1e-9)


def test_words_are_counted_by_sentence_without_the_occurrence() -> None:
    text = "调解，枫桥经验，矛盾。矛盾，枫桥经验，调解；推进，普法。推进，矛盾。" * 3
    found = collocates(Phrase("枫桥经验"), _found(text, "枫桥经验，调解"))
    (first, *_) = found.words
    assert (first.word, first.near, first.elsewhere, first.reports) == ("调解", 7, 0, 2)
    words = {each.word: each for each in found.words}
    assert "枫桥" not in words
    assert "推进" not in words  # only in other sentences
    assert (words["矛盾"].near, words["矛盾"].elsewhere) == (6, 3)
    assert (found.near_total, found.elsewhere_total) == (7 + 6, 4 * 3)
    share = found.near_total / (found.near_total + found.elsewhere_total)
    assert math.isclose(words["矛盾"].expected, 9 * share)


def test_an_occurrence_over_a_paragraph_end_has_company_on_both_sides() -> None:
    found = collocates(Phrase("枫桥经验"), _found("矛盾枫桥\n经验化解。普法"), at_least=1)
    assert {each.word for each in found.words} == {"矛盾", "化解"}
    assert found.elsewhere_total == 1


def test_rare_company_is_left_out() -> None:
    text = "枫桥经验矛盾。枫桥经验调解。枫桥经验调解。枫桥经验调解。普法"
    found = collocates(Phrase("枫桥经验"), _found(text))
    assert [each.word for each in found.words] == ["调解"]


def test_nothing_found_has_no_company() -> None:
    assert collocates(Phrase("枫桥经验"), _found()).words == ()
