"""Title, issuer, dates, place, site: what a report is read to be."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clean.facts.title_page import title_of_lines
from archive.clean.words.dates import date_in_address, leading_date, whole_date
from archive.clean.words.issuers import delivered_on, issuer_in_title, read_signature
from archive.clean.words.place import place_of
from archive.clean.words.title_words import collapsed
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
        "2024年01月05日 09时",
        "2024-01-05 09:30:12 星期五",
        "2024年1月5日 9:30(星期五)",
        "2024-01-05 09:30 AM",
        "2024_01_05",
        "二ＯＯ二四年一月五日".replace("ＯＯ", "Ｏ"),
        "2024年一月5日",
        "Fri Jan 5 09:30:12 CST 2024",
        "Fri, 5 Jan 2024 01:30:12 GMT",
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
        (["青石县司法局", "2024年法治政府建设情况报告"], "青石县司法局2024年法治政府建设情况报告"),
        (
            ["青石县融媒体中心", "青石县2024年年度报告"],
            "青石县2024年年度报告",
        ),
        (
            ["关于《青石县实施方案（2021", "—2025年）》落实情况的报告"],
            "关于《青石县实施方案（2021—2025年）》落实情况的报告",
        ),
        (
            ["关于青石县2023年预算执行情况", "和2024年预算草案的报告"],
            "关于青石县2023年预算执行情况和2024年预算草案的报告",
        ),
        (["青石县“十四五”规划", "2024年评估报告"], "青石县“十四五”规划2024年评估报告"),
        (
            ["求真务实 担当作为", "——青石县2024年工作报告"],
            "求真务实 担当作为——青石县2024年工作报告",
        ),
        (["年度报告", "关于调整办公时间的情况报告"], "关于调整办公时间的情况报告"),
        (["青政发〔2024〕3号", "青石县司法局局长 王小青", "2024年年度报告"], "2024年年度报告"),
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
        ("青石县法治政府建设报 告（2024年度）", "青石县法治政府建设报告（2024年度）"),
        ("求真务实 担当作为——青石县 工作报告", "求真务实 担当作为——青石县工作报告"),
        ("青石县委 青石县政府关于工作的报告", "青石县委 青石县政府关于工作的报告"),
        ("青石县<br/>年度报告&nbsp;", "青石县年度报告"),
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


def test_a_title_in_the_head_that_the_page_does_not_show_is_another_pages() -> None:
    head = '<meta name="ArticleTitle" content="临溪市2019年工作总结">'
    page = f"<head>{head}</head><h1>青石县财政局年度报告</h1>{ZOOM}"
    assert report(page).title == "青石县财政局年度报告"
    assert report(f"<head>{head}</head>{ZOOM}").title == "临溪市2019年工作总结"


def test_of_two_metas_the_one_that_was_filled_in_counts() -> None:
    first, second = '<meta name="articletitle" content="{title}">', "青石县年度报告"
    head = f'{first}<meta content="{second}" name="ARTICLETITLE">'
    assert report(f"<head>{head}</head>{ZOOM}").title == "青石县年度报告"


@pytest.mark.parametrize(
    "title",
    [
        "青石县水利局2024年工作总结",
        "青石县推进法治政府建设纪实",
        "青石县司法局2024年工作报告——以高质量服务促发展",
        "青石县住房和城乡建设局（人民防空办公室）关于2024年贯彻落实法治政府建设重大部署情况的年度工作报告",
    ],
)
def test_a_title_may_stand_above_the_text_in_any_element(title: str) -> None:
    crumbs = "<p>当前位置：<a>首页</a> &gt; <a>年度报告</a></p>"
    meta = "<p>发布日期：2024-01-05 来源：青石日报</p>"
    for column in ("", "<title>年度报告-青石县人民政府</title>"):
        page = f"{column}<body>{crumbs}<div class=t>{title}</div>{meta}{ZOOM}</body>"
        assert report(page).title == title
    text = text_report(f"年度报告\n{title}\n发布日期：2024-01-05\n{title[:9]}\n{title[9:]}\n{BODY}")
    assert text.title == title
    assert text.published_on == DAY


def test_a_column_may_be_the_title_where_nothing_else_is() -> None:
    head = (
        '<meta name="ColumnName" content="财政报告"><meta name="ArticleTitle" content="财政报告">'
    )
    assert report(f"<head>{head}</head><h1>财政报告</h1>{ZOOM}").title == "财政报告"


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


def test_the_issuer_is_of_the_place_that_the_title_is_about() -> None:
    title, line = "<h1>江西省2022年统计公报</h1>", "<p>江西省统计局　国家统计局江西调查总队</p>"
    label = "<p>发布机构：宜春市统计局</p>"
    page = f"<body>{title}{label}<div id=zoom>{line}<p>{BODY}</p></div></body>"
    found = report(page)
    assert found.issuer == "江西省统计局 国家统计局江西调查总队"
    named = [one.words for one in found.facts.evidence if one.field == "issuer"]
    assert "宜春市统计局" in named


def test_values_without_labels_stand_below_the_title() -> None:
    values = "<li>青石县不动产登记中心</li><li>2024-01-05</li>"
    page = f"<body><h2>2024年度工作总结</h2><ul>{values}</ul>{ZOOM}</body>"
    found = report(page)
    assert (found.issuer, found.published_on) == ("青石县不动产登记中心", DAY)


def test_of_two_unseen_days_far_apart_the_earlier_is_the_day_of_publication() -> None:
    page = f'<meta name="PubDate" content="{{}}"><h1>青石县2018年年度报告</h1>{ZOOM}'
    url = "http://a.example/201903/t20190304_1.html"
    found = [report(page.format(day), url).published_on for day in ("2022-10-14", "2019-03-05")]
    assert found == [date(2019, 3, 4), date(2019, 3, 5)]
    signed = page.format("2019-01-05").replace(
        "</div>", "<p>青石县司法局</p><p>2019年3月1日</p></div>"
    )
    assert report(signed).published_on is None


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("青政发〔2024〕3号", "青政发〔2024〕3号"),
        ("（青政发【2024】3-1号）", "青政发【2024】3-1号"),
        ("第3号", "第3号"),
        ("公告2024年第3号", "公告2024年第3号"),
        ("青教函2024年12号", "青教函2024年12号"),
        ("第3号建议", None),
    ],
)
def test_document_numbers_on_lines_of_their_own(line: str, number: str | None) -> None:
    assert text_report(f"青石县年度报告\n{line}\n{BODY}").document_number == number


def test_a_number_that_a_title_wraps_at_is_none_of_its_own() -> None:
    title = "青石县对第12号建议办理情况的报告"
    lines = [title, "青石县对", "第12号", "建议办理情况的报告", BODY]
    assert text_report("\n".join(lines)).document_number is None


@pytest.mark.parametrize(
    ("line", "is_index"),
    [
        ("11370000004500XX/2021-00012", True),
        ("01234567-8-00_A/2021-0101001", True),
        ("2021-2025", False),
        ("0531-88881234", False),
        ("2024-01-05", False),
        ("www-qingshi/index", False),
    ],
)
def test_index_numbers_on_lines_of_their_own(line: str, is_index: bool) -> None:
    found = text_report(f"青石县年度报告\n{line}\n{BODY}").index_number
    assert found == (line if is_index else None)


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
