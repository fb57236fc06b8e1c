"""Title, issuer, dates, place, site: what a report is read to be."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clean.dates import date_in_address, leading_date, whole_date
from archive.clean.issuers import delivered_on, issuer_in_title, read_signature
from archive.clean.place import place_of
from archive.clean.title_page import title_of_lines
from archive.clean.title_words import collapsed
from tests.archive.clean.pages import report, text_report

BODY = "2024年，青石县坚持依法行政，全年审查规范性文件30件，各项工作取得新的成效。"
ZOOM = f"<div id=zoom><p>{BODY}</p></div>"
DAY = date(2024, 1, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-05",
        "2024-1-5",
        "2024/01/05",
        "2024.1.5",
        "2024年1月5日",
        "2024年01月05日 09:30",
        "2024-01-0509:30",
        "2024-01-05 09:30:12",
        "2024-01-05-09:30:12",
        "2024- 01- 05 09: 30",
        "2024-01-05T09:30:00",
        "2024-01-05 00:00:00",
        "二〇二四年一月五日",
        "二○二四年一月五日",
        "二零二四年一月五日",
        "20241月5日",
    ],
)
def test_every_form_of_a_date(text: str) -> None:
    assert whole_date(text) == DAY
    assert whole_date(f"({text})") == DAY


@pytest.mark.parametrize(
    "text", ["2024-13-05", "2024年2月30日", "201511日", "2024年1月", "2024年度", "5月1日", ""]
)
def test_what_is_no_date(text: str) -> None:
    assert whole_date(text) is None


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_dates_come_back(day: date) -> None:
    assert leading_date(f"{day:%Y-%m-%d} 来源")[0] == day
    assert leading_date(f"{day.year}年{day.month}月{day.day}日")[0] == day


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/x/202401/t20240105_123.html",
        "http://a.example/art/2024/1/5/art_80_38.html",
        "http://a.example/2024-01/05/content_1.shtml",
        "http://a.example/c/2024-01-05/71.shtml",
        "http://a.example/2024/01-05/36.html",
        "http://a.example/columns/u/202401/05/u.html",
        "http://a.example/20240105/a/c.html",
    ],
)
def test_dates_in_addresses(url: str) -> None:
    assert date_in_address(url) == DAY


@pytest.mark.parametrize(
    "url", ["http://a.example/content/post_2486190.html", "http://a.example/t20241399_1.html"]
)
def test_addresses_without_a_date(url: str) -> None:
    assert date_in_address(url) is None


def test_published_by_order_of_trust() -> None:
    head = '<meta name="PubDate" content="2023-03-03"><title>年度报告</title>'
    shown = "<p>时间：2023-02-02</p><p>发布日期：2023-01-01</p>"
    url = "http://a.example/202304/t20230404_1.html"
    page = "<html><head>{}</head><body><div>{}</div><div id=zoom><p>{}</p></div></body></html>"
    assert report(page.format(head, shown, BODY), url).published_on == date(2023, 1, 1)
    assert report(page.format(head, "<p>时间：2023-02-02</p>", BODY), url).published_on == date(
        2023, 2, 2
    )
    assert report(page.format(head, "", BODY), url).published_on == date(2023, 3, 3)
    assert report(page.format("", "", BODY), url).published_on == date(2023, 4, 4)
    assert report(page.format("", "<p>今天是2026年1月3日 星期六</p>", BODY)).published_on is None


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["青石县司法局2024年法治政府建设情况报告"], "青石县司法局2024年法治政府建设情况报告"),
        (
            ["青石县人民政府", "关于2024年法治政府", "建设情况的报告"],
            "青石县人民政府关于2024年法治政府建设情况的报告",
        ),
        (
            ["青石县司法局关于2024年法治政府建设情况", "的报告"],
            "青石县司法局关于2024年法治政府建设情况的报告",
        ),
        (["法治政府", "青石县2023年政府工作报告"], "青石县2023年政府工作报告"),
        (["政 府 工 作 报 告", "——2024年1月5日在会上"], "政府工作报告"),
        (["青石县2023年统计公报（节选）"], "青石县2023年统计公报（节选）"),
        (["县委、县政府:", "情况报告"], None),
        ([], None),
    ],
)
def test_titles_in_the_first_lines(lines: list[str], title: str | None) -> None:
    assert title_of_lines(lines) == title


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("青石县2023年政府工作报告青石县2023年政府工作报告", "青石县2023年政府工作报告"),
        ("【专项】青石县科技局年度报告", "青石县科技局年度报告"),
        ("青石县科技局年度报告(文字版)", "青石县科技局年度报告"),
        ("  青石县\n科技局年度报告 ", "青石县科技局年度报告"),
        ("坚持依法行政 建设法治政府", "坚持依法行政 建设法治政府"),
    ],
)
def test_titles_are_collapsed(given: str, title: str) -> None:
    assert collapsed(given) == title


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("青石县财政局年度报告_青石县人民政府", "青石县财政局年度报告"),
        ("青石县财政局年度报告 - 青石县人民政府门户网站", "青石县财政局年度报告"),
        ("青石县人民政府 | 青石县财政局年度报告", "青石县财政局年度报告"),
        (
            "青石县财政局年度报告-年报公开-青石县财政局",
            "青石县财政局年度报告-年报公开-青石县财政局",
        ),
        ("深化改革——青石县财政局年度报告", "深化改革——青石县财政局年度报告"),
    ],
)
def test_title_tag_loses_its_site(head: str, title: str) -> None:
    assert report(f"<head><title>{head}</title></head>{ZOOM}").title == title


def test_a_template_or_column_is_no_title() -> None:
    head = (
        '<meta name="ArticleTitle" content="{{ title }}">'
        '<meta name="ColumnName" content="年度报告公开">'
        "<title>年度报告公开</title>"
    )
    page = f"<head>{head}</head><h1>青石县财政局年度报告</h1>{ZOOM}"
    assert report(page).title == "青石县财政局年度报告"


def test_a_title_cut_off_is_completed() -> None:
    head = '<meta name="ArticleTitle" content="青石县财政局2024年预算..."><title>x</title>'
    page = f"<head>{head}</head><h1>青石县财政局2024年预算执行报告</h1>{ZOOM}"
    assert report(page).title == "青石县财政局2024年预算执行报告"


@pytest.mark.parametrize(
    ("first", "signed", "title"),
    [
        (
            "现将县司法局2024年法治政府建设情况报告如下。",
            "青石县司法局",
            "青石县司法局2024年法治政府建设情况报告",
        ),
        (
            "2024年,成效明显,现将我区法治建设工作情况报告如下。",
            "",
            "2024年我区法治建设工作情况报告",
        ),
        (
            "2020年,扎实推进,现将我局法治建设工作情况汇报如下:",
            "青石县应急管理局",
            "2020年青石县应急管理局法治建设工作情况汇报",
        ),
        ("现将有关情况报告如下。", "", "现将有关情况报告如下。"),
        (BODY + BODY, "", (BODY + BODY)[:40] + "…"),
    ],
)
def test_a_text_without_title_gets_one(first: str, signed: str, title: str) -> None:
    cleaned = text_report("\n".join(filter(None, [first, "二、" + BODY, signed])))
    assert cleaned.title == title
    assert cleaned.paragraphs[0] == first


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("青石县司法局2024年法治政府建设情况报告", "青石县司法局"),
        ("2024年青石县市场监督管理局法治政府建设情况报告", "青石县市场监督管理局"),
        (
            "中共青石县委青石县人民政府关于2023年法治政府建设工作的年度报告",
            "中共青石县委青石县人民政府",
        ),
        ("临溪市人民政府办公室关于印发要点的通知", "临溪市人民政府办公室"),
        ("临溪市发展和改革委员会2021年政府信息公开工作年度报告", "临溪市发展和改革委员会"),
        ("青石县法治政府建设年度报告", None),
        ("政府工作报告", None),
        ("2024年我区法治建设工作情况报告", None),
    ],
)
def test_issuers_in_titles(title: str, issuer: str | None) -> None:
    assert issuer_in_title(title) == issuer


@pytest.mark.parametrize(
    ("end", "issuer", "day"),
    [
        (["青石县司法局", "2024年1月5日"], "青石县司法局", DAY),
        (["（青石县统计局）"], "青石县统计局", None),
        (["青石县司法局2024年1月5日"], "青石县司法局", DAY),
        (["青石县司法局  2024年1月5日"], "青石县司法局", DAY),
        (
            ["青石县司法局", "二〇二四年一月五日", "附件：统计表", "（此件公开发布）"],
            "青石县司法局",
            DAY,
        ),
        (["2024年1月5日"], None, DAY),
        (["各单位要抓好落实。"], None, None),
        (["加强基层司法所建设"], None, None),
    ],
)
def test_signatures(end: list[str], issuer: str | None, day: date | None) -> None:
    signature = read_signature([BODY, *end])
    assert (signature.issuer, signature.signed_on) == (issuer, day)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (["青石县2024年工作报告", "——2024年1月5日在青石县人民代表大会上"], DAY),
        (["青石县2024年工作报告", "（2024年1月5日）"], DAY),
        (["（2024年1月5日在青石县人民代表大会上）"], DAY),
        (["2024年1月5日会议纪要"], None),
        (["青石县2024年工作报告"], None),
    ],
)
def test_dates_below_the_title(head: list[str], day: date | None) -> None:
    assert delivered_on(head) == day
    assert text_report("\n".join([*head, BODY])).written_on == day


def test_issuer_by_order_of_trust() -> None:
    label, signed = "发布机构:临溪市司法局", "青石县司法局\n2024年1月5日"
    titled, source = "云岭区司法局2023年工作报告", "来源:白杨镇人民政府"
    assert text_report(f"{label}\n{titled}\n{source}\n{BODY}\n{signed}").issuer == "临溪市司法局"
    assert text_report(f"{titled}\n{source}\n{BODY}\n{signed}").issuer == "青石县司法局"
    assert text_report(f"{titled}\n{source}\n{BODY}").issuer == "云岭区司法局"
    assert text_report(f"{source}\n{BODY}").issuer == "白杨镇人民政府"
    assert text_report(BODY).issuer is None


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        (("青石县司法局",), "青石县"),
        (("临溪市云岭区人民政府",), "临溪市云岭区"),
        (("巫山县司法局",), "重庆市巫山县"),
        (("夏县司法局",), "山西省运城市夏县"),
        (("重庆市司法局",), "重庆市"),
        (("南京市鼓楼区司法局",), "江苏省南京市鼓楼区"),
        (("鼓楼区司法局", None, "南京市人民政府"), "江苏省南京市鼓楼区"),
        (("鼓楼区司法局",), "鼓楼区"),
        (("县司法局", "青石县2024年报告"), "青石县"),
        (("梨树县双河乡人民政府",), "吉林省四平市梨树县双河乡"),
        (("中共青石县委青石县人民政府",), "青石县"),
        (("住房和城乡建设局",), None),
        (("市场监督管理局",), None),
        (("区城市管理局",), None),
        (("国务院办公厅",), None),
        (("我区法治建设情况",), None),
        ((None, None), None),
    ],
)
def test_places(texts: tuple[str | None, ...], place: str | None) -> None:
    assert place_of(*texts) == place


def test_site_names() -> None:
    body = f"<body><div id=zoom><p>{BODY}</p></div></body>"
    named = (
        '<head><meta content="青石县人民政府" name="SiteName"><title>报告 - 别处网</title></head>'
    )
    assert report(named + body).site == "青石县人民政府"
    assert (
        report(f"<head><title>青石县年度报告_青石县政务网</title></head>{body}").site
        == "青石县政务网"
    )
    assert report(f"<body><p>欢迎访问青石县人民政府门户网站！</p>{body}").site == "青石县人民政府"
    assert report(f"<title>青石县年度报告-青石县人民政府</title>{body}").site == "青石县人民政府"
    assert report(f"<meta name=SiteName content='{{{{name}}}}'>{body}").site is None
    assert report(body).site is None
