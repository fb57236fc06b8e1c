"""Queries as typed: what they mean, and what is said when they mean nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.facts import SectionKind
from indexer.answers.leaves import leaves
from indexer.errors import Complaint, QueryError
from indexer.facets import Facet
from indexer.fold import fold
from indexer.query import (
    And,
    AsWritten,
    Days,
    Everything,
    Field,
    Filter,
    InSection,
    Near,
    Not,
    Or,
    Pattern,
    Phrase,
    Query,
    Unit,
    Within,
    Words,
    Years,
    parse,
)
from indexer.query.grammar import MAX_WORDS_LENGTH
from indexer.query.lexer import MAX_TERMS
from indexer.query.parser import MAX_LENGTH
from indexer.query.proximity import MAX_GAP


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
        ("„枫桥经验“", Phrase("枫桥经验")),
        ("‘枫桥经验’", Phrase("枫桥经验")),
        ("'枫桥经验'", Phrase("枫桥经验")),
        ("«枫桥经验»", Phrase("枫桥经验")),
        ("﹁枫桥经验﹂", Phrase("枫桥经验")),
        ("新时代‘枫桥经验’", And((Words("新时代"), Phrase("枫桥经验")))),
        ("it’s ‘don’t", And((Words("it’s"), Phrase("don"), Words("t")))),
        ("it’s don't 'n", And((Words("it’s"), Words("don't"), Words("'n")))),
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


A, B, C = Words("甲"), Words("乙"), Words("丙")
PROBLEMS = InSection(SectionKind.PROBLEMS)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("甲 AND 乙", And((A, B))),
        ("甲 与 乙", And((A, B))),
        ("甲 OR 乙", Or((A, B))),
        ("甲 或 乙 或 甲", Or((A, B))),
        ("甲 OR 乙 丙", Or((A, And((B, C))))),
        ("(甲 OR 乙) 丙", And((Or((A, B)), C))),
        ("（甲 或 乙） 丙", And((Or((A, B)), C))),
        ("((甲))", A),
        ("甲 NOT 乙", And((A, Not(B)))),
        ("甲 非 乙", And((A, Not(B)))),
        ("甲 -乙", And((A, Not(B)))),
        ("甲 -“乙”", And((A, Not(Phrase("乙"))))),
        ("甲 -(乙 OR 丙)", And((A, Not(Or((B, C)))))),
        ("NOT 甲", Not(A)),
        ("NOT NOT 甲", Not(Not(A))),
        ("甲 OR NOT 乙", Or((A, Not(B)))),
        ("甲 OR (NOT 乙 丙)", Or((A, And((Not(B), C))))),
        ("and", Words("and")),
        ("与会", Words("与会")),
        ("A-B", Words("A-B")),
        ("“AND”", Phrase("AND")),
        ("*", Everything()),
        ("-甲 *", And((Not(A), Everything()))),
    ],
)
def test_boolean_operators_nest_as_written(text: str, query: Query) -> None:
    assert parse(text) == query


def _near(*parts: str, most: int | None, inside: Unit | None = None, ordered: bool = False) -> Near:
    return Near(tuple((Phrase(part),) for part in parts), most, inside, ordered)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("“矛盾” NEAR/20 “化解”", _near("矛盾", "化解", most=20)),
        ("矛盾 NEAR 化解", _near("矛盾", "化解", most=20)),
        ("矛盾 近/5 化解", _near("矛盾", "化解", most=5)),
        ("矛盾 ONEAR/0 化解", _near("矛盾", "化解", most=0, ordered=True)),
        ("矛盾 先后/句 化解", _near("矛盾", "化解", most=None, inside=Unit.SENTENCE, ordered=True)),
        ("矛盾 NEAR/p 化解", _near("矛盾", "化解", most=None, inside=Unit.PARAGRAPH)),
        ("甲 NEAR/3 乙 NEAR/3 丙", _near("甲", "乙", "丙", most=3)),
        (
            "(甲 OR “乙”) NEAR/3 丙",
            Near(((Phrase("甲"), Phrase("乙")), (Phrase("丙"),)), 3, None, False),
        ),
        ("NOT 甲 NEAR/3 乙", Not(_near("甲", "乙", most=3))),
        (
            "“矛盾*化解”",
            _near("矛盾", "化解", most=MAX_GAP, inside=Unit.SENTENCE, ordered=True),
        ),
        (
            "矛盾*纠纷*化解",
            _near("矛盾", "纠纷", "化解", most=MAX_GAP, inside=Unit.SENTENCE, ordered=True),
        ),
        ("“张**”", Phrase("张**")),
        ("“*注”", Phrase("*注")),
        ("“甲＊乙”", Phrase("甲＊乙")),
        (r"/行政复议(案件|申请)\d+件/", Pattern(r"行政复议(案件|申请)\d+件")),
        (r"/甲 [“”]\/乙/原 丙", And((Pattern("甲 [“”]/乙", True), C))),
        (r"/甲/ /乙/o", And((Pattern("甲"), Pattern("乙", True)))),
    ],
)
def test_nearness_gaps_and_regular_expressions(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("标题:甲 乙", And((Within(Field.TITLE, A), B))),
        ("title：(甲 OR 乙)", Within(Field.TITLE, Or((A, B)))),
        ("正文:“甲”", Within(Field.TEXT, Phrase("甲"))),
        ("地区:重庆", Filter(Facet.PLACE, "重庆")),
        ("地区: 重庆", Filter(Facet.PLACE, "重庆")),
        ("PLACE:500000", Filter(Facet.PLACE, "500000")),
        ("地区:(重庆 OR 四川)", Or((Filter(Facet.PLACE, "重庆"), Filter(Facet.PLACE, "四川")))),
        ("-地区:重庆", Not(Filter(Facet.PLACE, "重庆"))),
        ("年份:2019", Filter(Facet.YEAR, Years(2019, 2019))),
        ("年份:2019..2024", Filter(Facet.YEAR, Years(2019, 2024))),
        ("年份:2019年-2024年", Filter(Facet.YEAR, Years(2019, 2024))),
        ("year:2019…2024", Filter(Facet.YEAR, Years(2019, 2024))),
        ("年份:2019至2024", Filter(Facet.YEAR, Years(2019, 2024))),
        ("年份:..2024", Filter(Facet.YEAR, Years(None, 2024))),
        ("年份:2019..", Filter(Facet.YEAR, Years(2019, None))),
        ("发布日期:2024", Filter(Facet.PUBLISHED, Days(date(2024, 1, 1), date(2024, 12, 31)))),
        ("发布日期:2024-02", Filter(Facet.PUBLISHED, Days(date(2024, 2, 1), date(2024, 2, 29)))),
        (
            "date:2024年2月3日..",
            Filter(Facet.PUBLISHED, Days(date(2024, 2, 3), None)),
        ),
        ("类型:政府工作报告", Filter(Facet.KIND, "政府工作报告")),
        ("类型:审计", Filter(Facet.KIND, "审计报告")),
        ("kind:audit", Filter(Facet.KIND, "审计报告")),
        ("kind:rule_of_law", Filter(Facet.KIND, "法治政府建设年度报告")),
        ("级别:县级", Filter(Facet.LEVEL, "县")),
        ("机构类别:court", Filter(Facet.ORGAN, "法院")),
        ("机构:司法局", Filter(Facet.ISSUER, "司法局")),
        ("文号:“青政发〔2023〕5号”", Filter(Facet.NUMBER, "青政发〔2023〕5号")),
        ("文号:青政发（2023）5号", Filter(Facet.NUMBER, "青政发（2023）5号")),
        ("文号:青政发(2023)第5号 甲", And((Filter(Facet.NUMBER, "青政发(2023)第5号"), A))),
        (
            "文号:(国办发(2019)12号 OR 青政发〔2023〕5号)",
            Or(
                (
                    Filter(Facet.NUMBER, "国办发(2019)12号"),
                    Filter(Facet.NUMBER, "青政发〔2023〕5号"),
                )
            ),
        ),
        ("站点:www.qingshi.localhost", Filter(Facet.SITE, "www.qingshi.localhost")),
        ("状态:疑似掺入广告", Filter(Facet.STATUS, "疑似掺入广告")),
        ("章节:存在的问题 甲 乙", Within(PROBLEMS, And((A, B)))),
        ("甲 章节:问题", Within(PROBLEMS, A)),
        ("section:problems", Within(PROBLEMS, Everything())),
        ("章节:组织保障 甲", Within(InSection(heading="组织保障"), A)),
        ("章节:问题 -甲", Within(PROBLEMS, Not(A))),
        ("(章节:问题 甲) OR 乙", Or((Within(PROBLEMS, A), B))),
        ("-章节:问题 甲", And((Not(Within(PROBLEMS, Everything())), A))),
        (
            "章节:(问题 OR 保障) 甲",
            Or((Within(PROBLEMS, A), Within(InSection(heading="保障"), A))),
        ),
        ("繁简:区分 “臺灣”", AsWritten(Phrase("臺灣"))),
        ("繁简:不区分 “臺灣”", Phrase("臺灣")),
        ("http://a.b", Words("http://a.b")),
        ("12:30", Words("12:30")),
    ],
)
def test_fields_filter_and_say_where_to_look(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "complaint", "position", "suggestion"),
    [
        ("(甲", Complaint.BRACKET_UNPAIRED, 0, "甲"),
        ("甲) 乙", Complaint.BRACKET_UNPAIRED, 1, "甲 乙"),
        ("甲 (乙 丙", Complaint.BRACKET_UNPAIRED, 2, "甲 乙 丙"),
        ("甲 ()", Complaint.EMPTY_BRACKETS, 2, "甲"),
        (")", Complaint.BRACKET_UNPAIRED, 0, "“)”"),
        ("(" * 17 + "甲" + ")" * 17, Complaint.TOO_DEEP, 16, None),
        ("-" * 17 + "甲", Complaint.TOO_DEEP, 16, None),
        ("甲 AND", Complaint.OPERATOR_ALONE, 2, "甲"),
        ("OR 甲", Complaint.OPERATOR_ALONE, 0, "甲"),
        ("甲 OR OR 乙", Complaint.OPERATOR_ALONE, 2, "甲 OR 乙"),
        ("(甲 AND) 乙", Complaint.OPERATOR_ALONE, 3, "(甲) 乙"),
        ("NOT", Complaint.OPERATOR_ALONE, 0, "“NOT”"),
        ("甲 NEAR/5", Complaint.OPERATOR_ALONE, 2, "甲"),
        ("甲 NEAR/5 乙 NEAR/6 丙", Complaint.NEAR_MIXED, 11, "甲 NEAR/5 乙 丙"),
        ("甲 NEAR/5 (乙 丙)", Complaint.NEAR_OF_WHAT, 2, "甲 (乙 丙)"),
        ("甲 NEAR/5 /乙/", Complaint.NEAR_OF_WHAT, 2, "甲 /乙/"),
        ("甲 NEAR/5 地区:乙", Complaint.NEAR_OF_WHAT, 2, "甲 地区:乙"),
        ("甲 NEAR／5000 乙", Complaint.NEAR_TOO_FAR, 2, "甲 NEAR/1000 乙"),
        ("甲 NEAR/5000 乙", Complaint.NEAR_TOO_FAR, 2, "甲 NEAR/1000 乙"),
        ("甲 近 乙 近 丙 近 丁 近 戊", Complaint.NEAR_TOO_MANY, 2, "甲 乙 丙 丁 戊"),
        ("“甲*乙*丙*丁*戊”", Complaint.GAPS_TOO_MANY, 0, "“甲” “乙” “丙” “丁” “戊”"),
        ("甲 “乙*《》”", Complaint.EMPTY_PHRASE, 2, "甲 “乙”"),
        ("/甲", Complaint.PATTERN_NOT_CLOSED, 0, "/甲/"),
        ("甲 /(乙", Complaint.PATTERN_NOT_CLOSED, 2, "甲 “/(乙”"),
        ("甲 /(乙/原", Complaint.BAD_PATTERN, 2, "甲 /(乙)/原"),
        ("/[甲/", Complaint.BAD_PATTERN, 0, "/[甲]/"),
        ("/甲)/", Complaint.BAD_PATTERN, 0, r"/甲\)/"),
        ("/a{1,5000}/", Complaint.BAD_PATTERN, 0, r"/a\{1\,5000\}/"),
        (r"/\C/", Complaint.BAD_PATTERN, 0, r"/\\C/"),
        ("/甲*/", Complaint.PATTERN_OF_NOTHING, 0, "/甲+/"),
        ("/“”/", Complaint.PATTERN_OF_NOTHING, 0, None),
        ("/甲/ " * 9, Complaint.TOO_MANY_PATTERNS, 32, "/甲/ " * 7 + "/甲/"),
        ("地址:青石", Complaint.UNKNOWN_FIELD, 0, "地区:青石"),
        ("yaer:2020", Complaint.UNKNOWN_FIELD, 0, "year:2020"),
        ("主持人：你好", Complaint.UNKNOWN_FIELD, 0, "“主持人：你好”"),
        ("甲 地区:", Complaint.EMPTY_VALUE, 2, "甲"),
        ("地区:/甲/", Complaint.EMPTY_VALUE, 0, "/甲/"),
        ("地区:“”", Complaint.EMPTY_VALUE, 0, None),
        ("标题:标题:甲", Complaint.EMPTY_VALUE, 0, "标题:甲"),
        ("年份:去年 甲", Complaint.BAD_VALUE, 3, "甲"),
        ("年份:2024..2019", Complaint.BAD_VALUE, 3, "年份:2019..2024"),
        ("年份:..", Complaint.BAD_VALUE, 3, None),
        ("发布日期:2023-02-30", Complaint.BAD_VALUE, 5, "发布日期:2023-02-28"),
        ("发布日期:2023-00", Complaint.BAD_VALUE, 5, None),
        ("发布日期:2023-05-00", Complaint.BAD_VALUE, 5, None),
        ("发布日期:20230501", Complaint.BAD_VALUE, 5, "发布日期:2023-05-01"),
        ("年份:二〇一九", Complaint.BAD_VALUE, 3, "年份:2019"),
        ("年份:>2019", Complaint.BAD_VALUE, 3, "年份:2020.."),
        ("年份:<=2019", Complaint.BAD_VALUE, 3, "年份:..2019"),
        ("年份:19", Complaint.BAD_VALUE, 3, "年份:2019"),
        ("年份:2019、2021", Complaint.BAD_VALUE, 3, "年份:(2019 OR 2021)"),
        ("类型:院工作", Complaint.BAD_VALUE, 3, "类型:(法院工作报告 OR 检察院工作报告)"),
        ("地区:(甲 乙)", Complaint.VALUES_NOT_JOINED, 6, "地区:(甲 OR 乙)"),
        ("地区:(甲 AND 乙)", Complaint.VALUES_NOT_JOINED, 6, "地区:(甲 OR 乙)"),
        ("地区:-甲", Complaint.EMPTY_VALUE, 0, "-地区:甲"),
        ("年分:2019", Complaint.UNKNOWN_FIELD, 0, "年份:2019"),
        ("甲 || 乙", Complaint.NO_LETTERS, 2, "甲 OR 乙"),
        ("甲 !乙", Complaint.FOREIGN_OPERATOR, 2, "甲 -乙"),
        ("甲|乙||丙 丁", Complaint.FOREIGN_OPERATOR, 0, "(甲 OR 乙 OR 丙) 丁"),
        ("甲 NEAR/x 乙", Complaint.NEAR_HOW_FAR, 2, "甲 NEAR 乙"),
        ("甲 near/ 乙", Complaint.NEAR_HOW_FAR, 2, "甲 NEAR 乙"),
        ("甲 NEAR/99999999999 乙", Complaint.NEAR_TOO_FAR, 2, "甲 NEAR/1000 乙"),
        (
            "发布日期:2024..2023-05",
            Complaint.BAD_VALUE,
            5,
            "发布日期:2023-05-01..2024-12-31",
        ),
        ("类型:政府工作报吿", Complaint.BAD_VALUE, 3, "类型:政府工作报告"),
        ("级别:星", Complaint.BAD_VALUE, 3, None),
        ("繁简:是", Complaint.BAD_VALUE, 3, "繁简:区分"),
    ],
)
def test_complaints_say_what_where_and_what_would_work(
    text: str, complaint: Complaint, position: int, suggestion: str | None
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    error = caught.value
    assert (error.complaint, error.position, error.suggestion) == (complaint, position, suggestion)
    assert _is_one_chinese_line(str(error))
    assert error.english.isprintable()


def test_the_longest_and_the_widest_query_are_understood() -> None:
    assert parse("长" * MAX_WORDS_LENGTH) == Words("长" * MAX_WORDS_LENGTH)
    phrase = "长" * (MAX_LENGTH - 2)
    assert parse(f"“{phrase}”") == Phrase(phrase)
    terms = [f"词{number}" for number in range(MAX_TERMS)]
    assert parse(" ".join(terms)) == And(tuple(map(Words, terms)))


LANGUAGE = [
    *"甲乙a1“”\"「」『』〝〞＂'《，%　 \n\u200b()（）-*/:：",
    " AND ",
    " OR ",
    " NOT ",
    "地区:",
]
LANGUAGE += [
    "年份:",
    "章节:",
    "标题:",
    " NEAR/5 ",
    "2019..2024",
    "/甲\\d+/",
    "繁简:区分",
    "[^甲]",
    "|",
]


@given(st.lists(st.sampled_from(LANGUAGE), max_size=40).map("".join) | st.text(max_size=40))
@example("“" * 17 + "甲")
def test_any_text_is_understood_or_refused_with_help(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
        assert _is_one_chinese_line(str(error))
        assert error.suggestion is None or parse(error.suggestion)
    else:
        assert all(
            fold(leaf.sought.text)
            for leaf in leaves(query)
            if isinstance(leaf.sought, Words | Phrase)
        )


def _is_one_chinese_line(message: str) -> bool:
    return message.isprintable() and any("\u4e00" <= character <= "\u9fff" for character in message)
