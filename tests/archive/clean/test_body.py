"""The main text is found by rule, by prose, or flat; and told from lists and errors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clean import clean
from archive.clean.rules import containers
from archive.model import Rejected, Rejection
from tests.archive.clean.pages import report, snapshot, text_report

PARAGRAPHS = (
    "2024年，青石县坚持依法行政，全年审查规范性文件30件，各项工作取得新的成效。",
    "一、主要工作",
    "清理证明事项12项，开展执法培训4期，参训人员260人次，合格率达到百分之九十八。",
    "青石县司法局",
    "2025年1月6日",
)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
NAVIGATION = '<div><a href="/">首页</a><a href="/a">政务公开</a></div>' + "".join(
    f'<li><a href="{n}.html">关于做好第{n}批项目申报工作的通知</a><span>2025-01-0{n}</span></li>'
    for n in range(1, 10)
)
MARKED = [
    (rule.name, f"<div {attribute}='{name}'>{{}}</div>")
    for rule in containers().rules
    for attribute, names in (("id", rule.ids), ("class", rule.classes))
    for name in sorted(names)  # in one order in all processes that share the tests
] + [
    (rule.name, f"<{tag}>{{}}</{tag}>") for rule in containers().rules for tag in sorted(rule.tags)
]


def rejection(body: str | bytes, url: str = "http://www.qingshi.example/a.html") -> Rejection:
    cleaned = clean(snapshot(body.encode() if isinstance(body, str) else body, url))
    assert isinstance(cleaned, Rejected), cleaned
    return cleaned.reason


@pytest.mark.parametrize(("rule", "markup"), MARKED)
@pytest.mark.parametrize("case", [str, str.upper])
def test_every_container_is_recognised(rule: str, markup: str, case: type[str]) -> None:
    page = f"<body>{NAVIGATION}{case(markup).format(BODY)}{NAVIGATION}</body>"
    cleaned = report(page)
    assert cleaned.rule == f"container {rule}"
    assert cleaned.paragraphs == PARAGRAPHS


def test_comments_mark_a_container() -> None:
    page = f"<p>打印</p><!--ZJEG_RSS.content.begin-->{BODY}<!--ZJEG_RSS.content.end--><p>关闭</p>"
    assert report(page).rule == "container ZJEG_RSS"
    assert report(page).paragraphs == PARAGRAPHS


@pytest.mark.parametrize(
    "wrap",
    [
        "<div>{}</div>",
        "<table><tr><td>{}</td></tr></table>",
        "<form>{}</form>",
        "<section><span>{}</span></section>",
    ],
)
def test_without_a_rule_the_densest_stretch_is_the_text(wrap: str) -> None:
    page = f"<body>{NAVIGATION}{wrap.format(BODY)}{NAVIGATION}</body>"
    assert report(page).rule == "densest stretch"
    assert report(page).paragraphs == PARAGRAPHS


def test_a_body_of_one_paragraph_keeps_its_signature() -> None:
    text = "2024年，青石县坚持依法行政，" * 20
    page = (
        f"<body>{NAVIGATION}<div><p>{text}</p><p>青石县司法局</p><p>2025年1月6日</p></div></body>"
    )
    assert report(page).paragraphs == (text, "青石县司法局", "2025年1月6日")


def test_several_stretches_of_one_container_are_joined() -> None:
    page = (
        f"<div class=TRS_Editor>{BODY}</div><p>附：</p><div class=TRS_Editor><p>附件内容</p></div>"
    )
    assert report(page).paragraphs == (*PARAGRAPHS, "附件内容")


def test_hidden_text_is_left_out_unless_it_is_the_page() -> None:
    hidden = f"<div style='display: none'>{BODY}</div>"
    assert report(f"<div id=zoom>{BODY}{hidden}</div>").paragraphs == PARAGRAPHS
    assert report(f"<p>载入中</p><div id=zoom>{hidden}</div>").paragraphs == PARAGRAPHS


def test_lines_paragraphs_and_rows() -> None:
    page = """<div id=zoom><p>第一行，说明情况，篇幅较长，以便识别为正文。<br>第二行<br/>
    <br/>第三行</p>
    文字<b>加<i>粗</i></b>不断行<ul><li>甲</li><li>乙</li></ul>
    <pre>一\n二</pre>
    <table><tr><th>项目<th>数量<tr><td>复议<td>12</table>
    <table><tr><td>单格表格也是段落</td></tr></table></div>"""
    assert report(page).paragraphs == (
        "第一行，说明情况，篇幅较长，以便识别为正文。",
        "第二行",
        "第三行",
        "文字加粗不断行",
        "甲",
        "乙",
        "一",
        "二",
        "项目\t数量",
        "复议\t12",
        "单格表格也是段落",
    )


def test_equal_rows_all_stay() -> None:
    rows = "<tr><td>行政处罚</td><td>0</td></tr>" * 40
    assert report(f"<table>{rows}</table>").paragraphs == ("行政处罚\t0",) * 40
    assert (
        report(f"{BODY}<div><table>{rows}</table></div>").paragraphs[-40:] == ("行政处罚\t0",) * 40
    )


def test_a_copy_that_a_style_sheet_hides_does_not_outweigh_its_container() -> None:
    table = "<table><tr><td>立案</td><td>210</td></tr></table>"
    page = f"<p>索引号：A-1</p><div id=zoom>{BODY}{table}</div><div class=elder>{BODY}{table}</div>"
    assert report(page).paragraphs == (*PARAGRAPHS, "立案\t210")


def test_layout_tables_are_not_flattened_into_rows() -> None:
    body = "".join(BODY.replace("30件", f"{count}件") for count in range(6))
    columns = f"<table><tr><td><p>左栏</p></td><td>{body}</td></tr></table>"
    page = f"<table><tr><td>页首</td><td>{columns}</td></tr></table>"
    cleaned = report(page)
    assert cleaned.paragraphs.count(PARAGRAPHS[2]) == 6
    assert not any("\t" in paragraph for paragraph in cleaned.paragraphs)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Rejection.EMPTY),
        (b" \n\t ", Rejection.EMPTY),
        ("<html><head><title>空页</title></head><body></body></html>", Rejection.EMPTY),
        (b"%PDF-1.7\n" + b"stream " * 50, Rejection.DAMAGED),
        (b"PK\x03\x04" + b"docx " * 50, Rejection.DAMAGED),
        (bytes(range(256)) * 40, Rejection.NOT_TEXT),
        (b"<html>" + b"\x00\x01\x02" * 500, Rejection.NOT_TEXT),
        (b"<p>" + b"a" * 50_000_000, Rejection.TOO_LARGE),
        (f"<body><ul>{NAVIGATION}</ul></body>", Rejection.LIST_PAGE),
        (f"<body><div class=article><ul>{NAVIGATION}</ul></div></body>", Rejection.LIST_PAGE),
        ("<title>404 Not Found</title><h1>Not Found</h1><p>nginx</p>", Rejection.ERROR_PAGE),
        ("<div id=zoom><p>温馨提示：您访问的页面不存在或已删除！</p></div>", Rejection.ERROR_PAGE),
        ("<p>|</p><p>返回顶部</p>", Rejection.NO_MAIN_TEXT),
    ],
)
def test_what_is_no_report_says_why(body: str | bytes, reason: Rejection) -> None:
    assert rejection(body) == reason


def test_a_report_that_mentions_missing_pages_is_a_report() -> None:
    text = "全年整改网站错链，您访问的页面不存在等问题得到解决。" * 20
    assert report(f"<div id=zoom><p>{text}</p></div>").paragraphs == (text,)


@pytest.mark.parametrize("levels", [300, 2_000, 20_000, 200_000])
def test_nesting_never_loses_the_text(levels: int) -> None:
    page = "<div>" * levels + BODY + "</div>" * levels
    assert report(page).paragraphs == PARAGRAPHS


def test_a_short_text_is_not_lost_below_too_many_levels() -> None:
    page = f"<title>停水通知</title>{'<div>' * 20_000}<p>{PARAGRAPHS[0]}</p>"
    assert report(page).paragraphs == PARAGRAPHS[:1]


def test_the_second_copy_of_a_known_container_is_kept_aside() -> None:
    copied = report(f"<div class=TRS_Editor>{BODY}{BODY}</div>")
    assert copied.paragraphs == PARAGRAPHS
    assert [one.text for one in copied.removed if one.rule == "second copy"] == list(PARAGRAPHS)


@pytest.mark.parametrize("opening", ["<font>", "<span>", "<b>", "<table><tr><td>"])
def test_unclosed_elements_never_lose_the_text(opening: str) -> None:
    page = "".join(f"{opening}{text}<br>" for text in PARAGRAPHS * 800)
    assert set(PARAGRAPHS) <= set(report(page).paragraphs)


@pytest.mark.parametrize("opening", ["<script>", "<style>", "<!--", "<textarea>", "<title>"])
def test_what_is_never_closed_does_not_swallow_the_report(opening: str) -> None:
    filler = PARAGRAPHS[0] * 10
    assert filler in report(f"<body>{opening}{BODY}<p>{filler}</p></body>").text


def test_text_is_told_from_markup() -> None:
    url = "http://www.qingshi.example/a.html"
    assert report(PARAGRAPHS[0], url).rule == "plain text"
    assert report(f"a < b > c，{PARAGRAPHS[0]}", url).rule == "plain text"
    assert text_report(f"<b>不是标记</b>{PARAGRAPHS[0]}").paragraphs[0].startswith("<b>")
    assert text_report(f"<!DOCTYPE html><html><div id=zoom>{BODY}</div>").paragraphs == PARAGRAPHS
    served = clean(snapshot(f"<p>{PARAGRAPHS[0]}".encode(), url, "text/plain; charset=utf-8"))
    assert not isinstance(served, Rejected)
    assert served.rule == "plain text"


def test_plain_text_is_kept_to_the_character() -> None:
    lines = [
        "　　一、 总　则  第1条",
        "\u2002\u2002青石县司法局\xa0",
        PARAGRAPHS[0] + "　　",
        "a\xa0b\tc",
    ]
    expected = ("一、 总　则  第1条", "青石县司法局", PARAGRAPHS[0], "a\xa0b\tc")
    assert text_report("\r\n\r\n".join(lines)).paragraphs == expected


@given(st.binary(max_size=2000))
def test_any_bytes_end_in_a_report_with_text_or_a_reason(body: bytes) -> None:
    cleaned = clean(snapshot(body))
    assert isinstance(cleaned, Rejected) or (cleaned.title and all(cleaned.paragraphs))


MARKUP = st.sampled_from(
    [
        "<div>",
        "</div>",
        "<p>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<br>",
        "<a href=x>",
        "</a>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "</html>",
        "</body>",
        "<html>",
        "<body>",
        "<h1>",
        "<div id=zoom>",
        "<pre>",
        "<svg>",
        "<div class=TRS_Editor>",
        "<ucapcontent>",
        "<span style='display:none'>",
        "<?xml version='1.0'?>",
        "<![CDATA[",
        "<!--ZJEG_RSS.content.begin-->",
        "<!--ZJEG_RSS.content.end-->",
        "<meta name=PubDate content=2024-13-45>",
        "&#0;",
        "&nbsp;",
        "&#x110000;",
        "\0",
        "\ufffe",
        "\u3000",
        "发布时间：",
        "2024年1月5日",
        "来源：",
        "首页 > 公开 > ",
        "字体：",
        "|",
        "现将情况报告如下",
        PARAGRAPHS[0],
        "青石县司法局",
        "\n",
        "\t",
        "<",
        ">",
        "'",
        '"',
        "<o:p>",
        "<a:b:c d:e=f>",
    ]
)


@given(st.lists(MARKUP, max_size=60))
def test_mutated_pages_never_raise_and_are_never_silently_empty(pieces: list[str]) -> None:
    body = "".join(pieces).encode()
    for url in ("http://www.qingshi.example/a.html", "http://www.qingshi.example/a.txt"):
        cleaned = clean(snapshot(body, url))
        assert isinstance(cleaned, Rejected) or (cleaned.title and all(cleaned.paragraphs))
        assert clean(snapshot(body, url)) == cleaned
