"""Words are jieba's, whichever jieba there is."""

from __future__ import annotations

import random
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import words as words_module
from indexer.fold import fold, simplified
from indexer.words import query_words, words

SENTENCE = "青石县坚持和发展新时代枫桥经验完善矛盾纠纷多元化解机制推进行政复议体制改革共办结案件"


def test_rjieba_and_jieba_cut_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = list(_texts(3_000))
    with_rjieba = [(words(text), query_words(text)) for text in texts]
    monkeypatch.setitem(sys.modules, "rjieba", None)
    words_module._cutters.cache_clear()
    try:
        with_jieba = [(words(text), query_words(text)) for text in texts]
    finally:
        words_module._cutters.cache_clear()
    assert with_jieba == with_rjieba


def _texts(count: int) -> list[str]:
    """Sentences' characters, any Han character and the borders where the two jiebas differ."""
    chance = random.Random(11)
    han = [chr(code) for code in range(0x4E00, 0x9FD6)]
    pools: list[str | list[str]] = [SENTENCE, SENTENCE, SENTENCE, han, "aB9.%-+#&_ 　\n，㐀𠀀ß１"]
    return [
        "".join(chance.choice(chance.choice(pools)) for _ in range(chance.randint(1, 40)))
        for _ in range(count)
    ]


def test_width_and_case_make_no_difference() -> None:
    assert words("ＧＤＰ增长５.２％") == words("gdp增长5.2%") == ["增长", "gdp", "5.2"]


@given(st.text("矛盾糾紛㈠㍿\uf90a\u0301e１．Ａ㐀\U0002f804　，：(", max_size=12))
def test_words_are_those_of_the_text_made_normal(text: str) -> None:
    normal = simplified(unicodedata.normalize("NFKC", text).casefold())
    assert words(text) == words(normal)


def test_half_a_character_is_no_word() -> None:
    assert words("枫桥\ud800经验") == ["枫桥", "经验"]


def test_quotes_and_space_divide() -> None:
    assert words("枫桥\n经验") == ["枫桥", "经验"]


def test_texts_have_the_words_inside_words_and_queries_do_not() -> None:
    assert set(words("化解矛盾")) == {"化解", "矛盾", "化解矛盾"}
    assert query_words("化解矛盾") == ["化解矛盾"]


@given(st.text("矛盾纠纷化解人民共和国中华法治政府 ，", max_size=12))
def test_what_is_one_word_of_a_text_stands_in_it(text: str) -> None:
    for word in words(text):
        assert word in text


def test_characters_beyond_the_dictionary_stand_alone() -> None:
    assert words("㐀𠀀") == ["㐀", "𠀀"]


def test_only_punctuation_is_no_word() -> None:
    assert words("，。——《》“”（）%…-_+ \n") == []


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_gives_words_that_can_be_stored_and_found(text: str) -> None:
    for word in words(text):
        assert word.encode().decode() == word
        # Python may not know the newest Han characters of the planes that are all Han.
        assert any(each.isalnum() or "\U00020000" <= each <= "\U0003ffff" for each in word)
        assert fold(word) != ""
