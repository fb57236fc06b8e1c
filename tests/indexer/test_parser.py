"""Queries as typed: what they mean, and what is said when they mean nothing."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.errors import QueryError
from indexer.fold import fold
from indexer.query import And, Phrase, Query, Words, parse
from indexer.query.lexer import MAX_TERMS
from indexer.query.parser import MAX_LENGTH, MAX_WORDS_LENGTH


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("矛盾纠纷", Words("矛盾纠纷")),
        ("  矛盾纠纷　", Words("矛盾纠纷")),
        ("矛盾纠纷 调解", And((Words("矛盾纠纷"), Words("调解")))),
        ("矛盾纠纷\u3000调解", And((Words("矛盾纠纷"), Words("调解")))),
        ("“枫桥经验”", Phrase("枫桥经验")),
        ('"枫桥经验"', Phrase("枫桥经验")),
        ("＂枫桥经验＂", Phrase("枫桥经验")),
        ("「枫桥经验」", Phrase("枫桥经验")),
        ("『枫桥经验』", Phrase("枫桥经验")),
        ("“枫桥”经验", And((Phrase("枫桥"), Words("经验")))),
        ("经验“枫桥”", And((Words("经验"), Phrase("枫桥")))),
        ("“甲”“乙”", And((Phrase("甲"), Phrase("乙")))),
        ("“坚持“枫桥经验”工作法”", Phrase("坚持“枫桥经验”工作法")),
        ("“甲 乙”", Phrase("甲 乙")),
        ("“，”", Phrase("，")),
        ("“的”", Phrase("的")),
        ("100%", Words("100%")),
        ("《实施纲要》", Words("《实施纲要》")),
        ("调解 调解", Words("调解")),
        ("调解 “调解” 调解", And((Words("调解"), Phrase("调解")))),
    ],
)
def test_what_a_query_means(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "position", "suggestion"),
    [
        ("", 0, None),
        (" \u3000\n", 0, None),
        ("，", 0, "“，”"),
        ("《》", 0, None),
        ("枫桥 ， 经验", 3, "枫桥 经验"),
        ("“”", 0, None),
        ("“ 《》”", 0, None),
        ("枫桥 “”", 3, "枫桥"),
        ("“枫桥经验", 0, "“枫桥经验”"),
        ("调解 “枫桥经验", 3, "调解 “枫桥经验”"),
        ("“枫桥经验“", 0, "“枫桥经验”"),
        ('“枫桥经验"', 0, "“枫桥经验”"),
        ('"枫桥经验', 0, '"枫桥经验"'),
        ("枫桥经验”", 4, "“枫桥经验”"),
        ("”枫桥经验”", 0, "“枫桥经验”"),
        ("“", 0, None),
        ("“" * 40, 16, None),
        ("长" * (MAX_LENGTH + 1), MAX_LENGTH, None),
        (
            "词 “乙” " + "长" * (MAX_WORDS_LENGTH + 1) + " 甲",
            6,
            "词 “乙” “" + "长" * (MAX_WORDS_LENGTH + 1) + "” 甲",
        ),
        ("词 " * (MAX_TERMS + 1), 2 * MAX_TERMS, "“" + " ".join("词" * (MAX_TERMS + 1)) + "”"),
    ],
)
def test_errors_say_where_and_suggest_what_works(
    text: str, position: int, suggestion: str | None
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.position == position
    assert caught.value.suggestion == suggestion
    assert _is_one_chinese_line(str(caught.value))


def test_the_longest_and_the_widest_query_are_understood() -> None:
    assert parse("长" * MAX_WORDS_LENGTH) == Words("长" * MAX_WORDS_LENGTH)
    phrase = "长" * (MAX_LENGTH - 2)
    assert parse(f"“{phrase}”") == Phrase(phrase)
    terms = [f"词{number}" for number in range(MAX_TERMS)]
    assert parse(" ".join(terms)) == And(tuple(map(Words, terms)))


@given(st.text("甲乙a1“”\"「」『』〝〞＂'《，%　 \n\u200b", max_size=60) | st.text(max_size=40))
@example("“" * 17 + "甲")
def test_any_text_is_understood_or_refused_with_help(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
        assert _is_one_chinese_line(str(error))
        assert error.suggestion is None or parse(error.suggestion)
    else:
        parts = query.parts if isinstance(query, And) else (query,)
        assert all(isinstance(part, Words | Phrase) and fold(part.text) for part in parts)


def _is_one_chinese_line(message: str) -> bool:
    return message.isprintable() and any("\u4e00" <= character <= "\u9fff" for character in message)
