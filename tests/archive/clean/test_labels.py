"""Labels in all spellings and layouts give up their values exactly."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clean.rules import load
from archive.clean.words.labels import Field, Kind, read_labels, values
from tests.archive.clean.pages import report, text_report

BODY = "2024年,青石县坚持依法行政,全年审查规范性文件30件,各项工作取得新的成效。"
SPELLINGS = [
    (name, Field(entry["field"]), Kind(entry["kind"]))
    for entry in load("labels.toml")["label"]
    for name in entry["names"]
]
SAMPLES = {
    Kind.DATE: "2025-02-19",
    Kind.ORGANISATION: "青石县司法局",
    Kind.CODE: "青政发〔2025〕3号",
    Kind.WORD: "主动公开",
    Kind.TITLE: "青石县司法局2024年法治政府建设情况报告",
    Kind.ABSTRACT: "本文介绍情况",
}
LAYOUTS = [
    "{0}:{1}",
    "{0}：{1}",
    "{0} : {1}",
    "[ {0} ] {1}",
    "【{0}】：{1}",
    "• {0}:{1}",
    "- {0}：{1}",
    "| {0}: | {1} |",
    "{0}：\t{1}",
    "  {0}：\u3000{1}",
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("name", "field", "kind"), SPELLINGS)
def test_every_spelling_in_every_layout(name: str, field: Field, kind: Kind, layout: str) -> None:
    for spelled in (name, " ".join(name), "  ".join(name)):
        labelled = read_labels(layout.format(spelled, SAMPLES[kind]))
        assert labelled is not None
        assert labelled.is_whole
        assert list(values(labelled.found, field)) == [SAMPLES[kind]]


@given(st.lists(st.sampled_from(SPELLINGS), min_size=1, max_size=6), st.data())
def test_empty_values_do_not_swallow_the_next_label(
    labels: list[tuple[str, Field, Kind]], data: st.DataObject
) -> None:
    filled = [data.draw(st.booleans()) for _ in labels]
    line = " ".join(
        f"{name}：{SAMPLES[kind] if is_filled else ''}"
        for (name, _, kind), is_filled in zip(labels, filled, strict=True)
    )
    labelled = read_labels(line)
    assert labelled is not None
    assert [item.value for item in labelled.found] == [
        SAMPLES[kind] if is_filled else ""
        for (_, _, kind), is_filled in zip(labels, filled, strict=True)
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("发布时间:2021-03-2918:26来源:青石县司法局", ["2021-03-2918:26", "青石县司法局"]),
        (
            "发布日期:2021-03-29-18:26:01 信息来源: 青石县司法局 字号:[ ]",
            ["2021-03-29-18:26:01", "青石县司法局"],
        ),
        (
            "发布日期：2021- 03- 29 18: 26 来源：青石县司法局",
            ["2021- 03- 29 18: 26", "青石县司法局"],
        ),
        ("2021/3/29 8:00:00 来源: 青石县司法局 打印", ["2021/3/29 8:00:00", "青石县司法局"]),
        ("时间：2021年3月29日来源：青石县司法局", ["2021年3月29日", "青石县司法局"]),
        (
            "2021-03-29 10:05来源：青石县司法局字号：默认 大 超大|打印收藏留言",
            ["2021-03-29 10:05", "青石县司法局"],
        ),
        (
            "来源：青石县司法局日期：2021年3月29日 【 字体： 打印打印",
            ["青石县司法局", "2021年3月29日"],
        ),
    ],
)
def test_glued_labels_come_apart(line: str, expected: list[str]) -> None:
    labelled = read_labels(line)
    assert labelled is not None
    assert labelled.is_whole
    assert [item.value for item in labelled.found] == expected


@pytest.mark.parametrize(
    "line",
    [
        "会议时间：2025年1月6日，地点：县政府第一会议室，来源：办公室通知。",
        "全年受理案件，来源：各乡镇报送。",
        "经费来源：县财政专项资金",
        "发布机构应当依法公布目录，并及时更新。",
    ],
)
def test_sentences_are_not_metadata(line: str) -> None:
    labelled = read_labels(line)
    assert labelled is None or not labelled.is_whole


@pytest.mark.parametrize("junk", ["无", "无文号", "无号", "无〔〕号", "-", "〔〕", ""])
def test_no_document_number_is_none(junk: str) -> None:
    cleaned = text_report(f"索引号:A-1 文号:{junk} 发布机构:青石县司法局\n{BODY}")
    assert cleaned.document_number is None
    assert cleaned.index_number == "A-1"
    assert cleaned.paragraphs == (BODY,)


@pytest.mark.parametrize(
    "source", ["1", "未知", "本站原创", "本网", "原创", "青石新闻网", "青石日报"]
)
def test_a_junk_source_is_no_issuer(source: str) -> None:
    cleaned = text_report(
        f"来源:{source} 发布时间:2025-01-06\n全年审查文件30件,各项工作取得新的成效,群众满意。"
    )
    assert cleaned.issuer is None


@given(st.text(max_size=200))
def test_reading_labels_never_raises(text: str) -> None:
    labelled = read_labels(text)
    assert labelled is None or labelled.found


def test_a_value_may_stand_on_the_next_line() -> None:
    codes = ["索引号:", "QS-2025-7", "主题分类:", "综合政务"]
    typed = ["发布机构:", "青石县司法局", "发布日期:", "2025年1月6日", "有效性:"]
    lines = [*codes, *typed, BODY]
    cleaned = text_report("\n".join(lines))
    assert cleaned.paragraphs == (BODY,)
    assert (cleaned.index_number, cleaned.issuer) == ("QS-2025-7", "青石县司法局")
    assert str(cleaned.published_on) == "2025-01-06"


@pytest.mark.parametrize(
    "lines",
    [
        ["文号 时效", "青石县工作打算", "发布时间:2025-01-06"],
        ["有效性:", "青石县2024年度工作报告", "发布时间:2025-01-06"],
        ["内容概述:", "青石县工作打算", "发布时间:2025-01-06"],
        ["发布机构:", "青石县2024年工作", "发布时间:2025-01-06"],
        ["主题分类:", "青石县工作打算", BODY],
    ],
)
def test_an_empty_value_does_not_swallow_the_title(lines: list[str]) -> None:
    assert lines[1] in text_report("\n".join([*lines, BODY])).paragraphs


def test_letters_may_stand_apart_unevenly() -> None:
    page = text_report(f"索引 号：QS-2025-7　发文 字号：青司〔2025〕3号\n青石县年度报告\n{BODY}")
    assert (page.index_number, page.document_number) == ("QS-2025-7", "青司〔2025〕3号")
    labelled = read_labels("公开方式：主动公开 类别：报告")
    assert labelled is not None
    assert [item.value for item in labelled.found] == ["主动公开", "报告"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("发文机关青石县第一中学 主题词", ["青石县第一中学", ""]),
        ("索引号/2021-0000", ["/2021-0000"]),
        ("来源：法规科 文章类型：原创 浏览次数：", ["法规科"]),
        ("来源：中国政府网 打印", ["中国政府网"]),
        ("标题\t财政报告\t财政报告\t财政报告", ["财政报告"]),
    ],
)
def test_values_end_where_others_begin(line: str, expected: list[str]) -> None:
    labelled = read_labels(line)
    assert labelled is not None
    assert [item.value for item in labelled.found] == expected


def test_a_title_glued_to_a_value_is_no_part_of_it() -> None:
    title = "青石县司法局2024年法治政府建设情况报告"
    glued = f"{title}\n来源：青石县人民政府{title[:8]}\n时效性：{title}\n{BODY}"
    facts = text_report(glued).facts
    assert (facts.source, facts.validity) == ("青石县人民政府", None)


def test_a_day_that_cannot_be_read_leaves_its_line_metadata() -> None:
    page = text_report(f"青石县年度报告\n发布日期：2025年第3季度末 来源：青石日报\n{BODY}")
    assert page.published_on is None
    assert page.facts.source == "青石日报"
    assert page.paragraphs == ("青石县年度报告", BODY)


FILLERS = "未知来源|本网站|网站原创|$source|{{source}}|--|null|网络转载|信息来源|其他|Admin"


@pytest.mark.parametrize("filler", FILLERS.split("|"))
def test_what_fills_a_field_in_is_no_source(filler: str) -> None:
    head = f'<meta name="ContentSource" content="{filler}">'
    page = f"<head>{head}</head><h1>青石县年度报告</h1><div id=zoom><p>{BODY}</p></div>"
    assert report(page).facts.source is None
    assert text_report(f"青石县年度报告\n来源：{filler}\n{BODY}").facts.source is None


def test_a_word_may_be_a_value_where_a_list_says_so() -> None:
    lines = ["• [ 主题分类 ]", "• 政府信息公开年报", "• [ 发布机构 ]", "• 旅委", "青石县年度报告"]
    page = text_report("\n".join([*lines, BODY]))
    assert (page.facts.subject, page.issuer) == ("政府信息公开年报", "旅委")


def test_an_unknown_label_is_no_value() -> None:
    page = text_report(f"青石县年度报告\n发布日期：2025-03-18 作者： 文章类型：原创\n{BODY}")
    assert page.facts.author is None
    assert page.published_on == date(2025, 3, 18)


def test_merged_cells_give_their_value_once() -> None:
    row = "<tr><td>主题分类</td><td>教育</td><td>教育</td></tr>"
    page = report(f"<table>{row}</table><h1>青石县年度报告</h1><div id=zoom><p>{BODY}</p></div>")
    assert page.facts.subject == "教育"
