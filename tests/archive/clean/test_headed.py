"""A text follows its page's heading, however short it is and whatever else a page holds."""

from __future__ import annotations

import pytest

from archive.clean import Guidance, SiteRules, explain
from archive.clean.page.page_heading import page_headings
from archive.clean.page.tree import Page, parse, read_page
from archive.model import Rejected, Rejection, Report
from tests.archive.clean.pages import snapshot

TITLE = "关于暂停办理社会保险业务的通知"
HEAD = f"<title>{TITLE}-青石县人民政府</title>"
NAV = "".join(f"<li><a href={n}>栏目第{n}号</a></li>" for n in range(9))
SHORT = ["因系统升级，定于3月8日至10日暂停办理社会保险业务。", "青石县社会保险中心", "2025年3月5日"]
ABSTRACT = (
    "近日，临溪市召开经济形势分析会，会议通报了前三季度主要经济指标完成情况，分析了存在的困难"
    "和问题，安排部署了下一阶段工作，要求各部门压实责任，确保完成全年目标任务。"
)
ABSTRACTS = f"<div><div><a href=a>临溪市召开经济形势分析会</a><p>{ABSTRACT}</p></div></div>" * 3
COMMENTS = (
    "<div><h3>评论(2)</h3><div>网友甲<p>写得真好，这条路我天天走，确实变了样，给城管局点赞！</p>"
    "<a>回复</a></div><div>网友乙<p>希望我们小区也能早点列入计划，电梯的事情拖了好几年了。</p>"
    "<a>回复</a></div></div>"
)


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def cleaned(body: str, head: str = HEAD) -> Report | Rejected:
    page = f"<html><head>{head}</head><body><ul>{NAV}</ul>{body}</body></html>"
    return explain(snapshot(page.encode()), Guidance(SiteRules(built_in=False))).result


def kept(body: str, head: str = HEAD) -> list[str]:
    report = cleaned(body, head)
    assert isinstance(report, Report)
    assert report.rule == "under the heading"
    assert report.title == TITLE
    return list(report.paragraphs)


@pytest.mark.parametrize("around", [ABSTRACTS, COMMENTS, f"<ul>{NAV}</ul>"])
@pytest.mark.parametrize(
    "body",
    [
        f"<h1>{TITLE}</h1><div>{paragraphs(SHORT)}</div>",
        f"<h2>{TITLE}</h2><p>2025-03-05 来源：人社局</p>{paragraphs(SHORT)}",
        f"<table><tr><td>{TITLE}</td></tr><tr><td>{paragraphs(SHORT)}</td></tr></table>",
        f"<div>{TITLE}</div><div>{'<br>'.join(SHORT)}</div>",
        f"<div>关于暂停办理<br>社会保险业务的通知</div><div>{'<br>'.join(SHORT)}</div>",
    ],
)
def test_a_short_text_wins_over_longer_ones_elsewhere(body: str, around: str) -> None:
    assert kept(f"<div>{body}</div>{around}") == SHORT
    assert kept(f"<div>{body}{around}</div>") == SHORT


def test_a_list_of_names_is_a_text() -> None:
    names = ["赵明", "钱晓岚", "孙文博", "李建国"]
    assert kept(f"<div><h1>{TITLE}</h1><div>{paragraphs(names)}</div></div>{ABSTRACTS}") == names


def test_a_table_keeps_what_stands_above_and_below_it() -> None:
    table = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>教育</td><td>12</td></tr></table>"
    text = f"<p>决算总表（单位：万元）</p>{table}<p>注：数据四舍五入。</p>"
    expected = ["决算总表（单位：万元）", "项目\t金额", "教育\t12", "注：数据四舍五入。"]
    assert kept(f"<div><h1>{TITLE}</h1>{text}</div>") == expected


def test_names_of_files_belong_to_the_text() -> None:
    files = '<p><a href="1.docx">附件：1.办理须知</a></p><p>青石县社会保险中心</p>'
    text = kept(f"<div><h1>{TITLE}</h1><div><p>{SHORT[0]}</p>{files}</div></div>{ABSTRACTS}")
    assert text == [SHORT[0], "附件：1.办理须知", "青石县社会保险中心"]


def test_a_text_with_its_heading_inside_stays_whole() -> None:
    letter = "现将《关于暂停办理社会保险业务的通知》印发给你们，请认真遵照执行，做好解释工作。"
    text = f"<div><p>{letter}</p><p>{TITLE}</p>{paragraphs(SHORT)}</div>"
    assert kept(text) == [letter, TITLE, *SHORT]


def test_a_heading_over_links_is_that_of_a_list() -> None:
    rejected = cleaned(f"<div><h1>{TITLE}</h1><ul>{NAV}</ul></div>")
    assert isinstance(rejected, Rejected)
    assert rejected.reason is Rejection.LIST_PAGE


def test_a_long_text_elsewhere_is_not_given_up_for_a_heading() -> None:
    report = cleaned(f"<div><h1>{TITLE}</h1><p>见正文。</p></div><div>{paragraphs([ABSTRACT] * 9)}")
    assert isinstance(report, Report)
    assert ABSTRACT in report.paragraphs


def _page(markup: str) -> Page:
    root = parse(markup)
    assert root is not None
    return read_page(root)


@pytest.mark.parametrize(
    ("body", "headings"),
    [
        (f"<p>首页</p><p>{TITLE}</p>", ((1, 2),)),
        (f"<p><a href=a>{TITLE}</a></p><p>{TITLE}</p>", ((1, 2),)),
        (f"<h1><a href=a>{TITLE}</a></h1>", ((0, 1),)),
        (f"<p>当前位置：首页 > {TITLE}</p>", ()),
        ("<p>关于暂停办理</p><p>社会保险业务的通知</p>", ((0, 2),)),
        (f"<p>{TITLE}</p><p>正文</p><p>{TITLE}</p>", ((0, 1), (2, 3))),
        ("<p>青石县人民政府</p>", ((0, 1),)),
        (f"<p>青石县人民政府</p><p>{TITLE}</p>", ((1, 2),)),
        ("<p>通知</p>", ()),
    ],
)
def test_headings_are_the_lines_that_the_title_names(
    body: str, headings: tuple[tuple[int, int], ...]
) -> None:
    found = page_headings(_page(HEAD + body))
    assert tuple((one.start, one.end) for one in found) == headings
