"""Folding is per character, idempotent, and finds its way back."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.fold import fold, fold_as_written, fold_with_offsets, folds_as_written

ANY_TEXT = st.text(st.characters(exclude_categories=()))
QUOTED_TEXT = st.text("甲乙“”\"'「」《》 \n\u3000\u200bＡａ㎡，,")


def test_folding_twice_changes_nothing_for_any_character() -> None:
    changed = [code for code in range(sys.maxunicode + 1) if fold(once := fold(chr(code))) != once]
    assert changed == []


@given(ANY_TEXT | QUOTED_TEXT, ANY_TEXT | QUOTED_TEXT)
def test_folding_does_not_care_where_a_text_is_cut(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


@pytest.mark.parametrize(
    "character",
    "“”‘’\"'「」『』〝〞＂＇«»《》〈〉︽︾﹁﹂"
    " \t\r\n\u3000\xa0\u200b\ufeff\xad\u2028\x00\ufe0f\ud800",
)
def test_quotes_title_marks_space_and_the_invisible_go(character: str) -> None:
    assert fold(f"枫{character}桥") == "枫桥"


@pytest.mark.parametrize("character", "。、；：·—…（）【】%/-_+<>#")
def test_other_punctuation_stays(character: str) -> None:
    assert fold(character) != ""


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢＣ", "abc"),
        ("２０２３", "2023"),
        ("㎡", "m2"),
        ("，", ","),
        ("Straße", "strasse"),
        ("ﬁ", "fi"),
    ],
)
def test_width_case_and_compatibility_forms_are_one(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_whether_a_character_folds_as_written_is_what_both_foldings_say() -> None:
    characters = [chr(code) for code in range(0x34000)]  # no letters beyond
    unlike = [each for each in characters if fold(each) != fold_as_written(each)]
    assert folds_as_written("".join(sorted({*characters} - {*unlike})))
    assert [each for each in unlike if folds_as_written(each)] == []
    assert len(unlike) > 2_000


@given(ANY_TEXT | QUOTED_TEXT | st.text("楓桥經验 Ａ“"))
def test_a_text_folds_as_written_if_all_its_characters_do(text: str) -> None:
    assert folds_as_written(text) == (fold(text) == fold_as_written(text))


@given(ANY_TEXT | QUOTED_TEXT)
def test_every_folded_character_knows_its_origin(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.origins) == len(folded.text)
    assert all(
        character in fold(text[origin])
        for character, origin in zip(folded.text, folded.origins, strict=True)
    )


@given(QUOTED_TEXT.filter(fold), st.data())
def test_a_span_holds_what_was_found(text: str, data: st.DataObject) -> None:
    folded = fold_with_offsets(text)
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.span(start, end)
    assert folded.text[start:end] in fold(text[first:last])
    assert fold(text[first]) != ""
    assert fold(text[last - 1]) != ""
