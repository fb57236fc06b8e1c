"""What looks like chrome, metadata or an error and is the report's; and what looks like none."""

from __future__ import annotations

from datetime import date

import pytest

from archive.clean import clean
from archive.clean.page.lines import ROW
from archive.model import Rejected, Rejection
from tests.archive.clean.pages import report, snapshot

TITLE = "青石县司法局2024年法治政府建设情况报告"
FIRST = "2024年，青石县司法局坚持依法行政，全年审查规范性文件三十件，各项工作取得新的成效。"
LAST = "全年开展执法培训四期，参训人员二百六十人次，群众满意度和合格率均有所提高。"
URL = "http://www.qingshi.example/zwgk/1.html"


def _page(*texts: str, box: str = ' class="TRS_Editor"', above: str = "") -> str:
    text = "".join(t if t.startswith("<") else f"<p>{t}</p>" for t in texts)
    head = f"<head><title>{TITLE}</title></head>"
    return f"<html>{head}<body>{above}<h1>{TITLE}</h1><div{box}>{text}</div></body></html>"


@pytest.mark.parametrize(
    "text",
    [
        "三是加强信息化建设，为全县依法行政工作提供有力的技术支持。",
        "（四）强化技术支持",
        "畅通热线电话、网上举报等渠道，及时回应群众关切，提升群众满意度。",
        "（三）依法查处未经许可从事危险化学品经营的行为，立案12件。",
        "四是督促辖区网站办理ICP备案手续，全年完成备案审核二十件。",
        "本公报部分数据仅供参考，以正式出版的《青石统计年鉴》为准。",
        "加大保护力度，如对涉嫌商标侵权的线索及时移送公安机关。",
        "关注民生热点，开通“青石司法”微信公众号，全年推送信息三百条。",
        "凡本县行政区域内的水源保护工作，经费来源由县财政保障。",
    ],
)
@pytest.mark.parametrize("box", [' class="TRS_Editor"', ""])
def test_last_paragraphs_stay(text: str, box: str) -> None:
    """So does the signature below, where no rule names the container."""
    found = report(_page(FIRST, LAST, text, "青石县司法局", "2025年1月20日", box=box))
    assert found.paragraphs[2:] == (text, "青石县司法局", "2025年1月20日")
    assert found.written_on == date(2025, 1, 20)


@pytest.mark.parametrize(
    "text",
    [
        "今天是新中国成立七十五周年的喜庆日子，我代表县人民政府向大会报告工作。",
        "位置：青石县位于某省东部，东临大海，西接群山，总面积两千平方公里。",
    ],
)
def test_first_paragraphs_stay(text: str) -> None:
    assert report(_page("各位代表：", text, FIRST)).paragraphs[1] == text


def test_time_of_a_meeting_is_no_day_of_publication() -> None:
    lines = ("时间：2025年1月6日上午10:00", "地点：县会议中心", FIRST)
    found = report(_page(*lines))
    assert found.paragraphs == lines
    assert found.published_on is None


def test_numbered_headings_are_never_chrome() -> None:
    heading = "（三）推行扫描二维码亮证执法"
    assert heading in report(_page(FIRST, heading, LAST)).paragraphs


@pytest.mark.parametrize("heading", ["相关情况", "最新进展", "热点问题", "相关信息"])
def test_headings_do_not_end_a_text_that_no_links_follow(heading: str) -> None:
    assert report(_page(FIRST, heading, LAST, box="")).paragraphs == (FIRST, heading, LAST)


@pytest.mark.parametrize("text", [
    "经检索，你申请公开的政府信息不存在，特此告知。",
    "全年收到公开申请1件，因政府信息不存在无法提供1件，均按期答复。",
])  # fmt: skip
def test_information_that_does_not_exist_is_no_missing_page(text: str) -> None:
    assert report(_page(text)).paragraphs == (text,)


def _table(*rows: str) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


@pytest.mark.parametrize("above", [(), (FIRST,)])
def test_rows_of_a_report_are_no_metadata(above: tuple[str, ...]) -> None:
    rows = (
        "文件名称|文号|发布日期",
        "青石县林地办法|青政发〔2020〕3号|2020-03-01",
        "发布日期|2020-01-02",
        "审核|3|5",
    )
    found = report(_page(*above, _table(*rows)))
    assert found.paragraphs == (*above, *(row.replace("|", ROW) for row in rows))
    assert (found.published_on, found.document_number) == (None, None)


def test_sections_that_say_the_same_are_no_second_copy() -> None:
    texts = ("一、主动公开", LAST, "二、依申请公开", LAST, "三、其他")
    assert report(_page(*texts)).paragraphs == texts


def test_elements_of_word_do_not_cut_a_paragraph() -> None:
    text = (
        '<p>建成<st1:chmetcnv w:st="on">120平方米</st1:chmetcnv>的<st1:place>中心</st1:place>。</p>'
    )
    assert report(_page(FIRST, text)).paragraphs[1] == "建成120平方米的中心。"


def test_links_may_name_their_file_in_words_only() -> None:
    address = "/system/_content/download.jsp?owner=1&amp;wbfileid=123"
    link = f'<p>附件【<a href="{address}">{TITLE}.pdf</a>】已下载<span>12</span>次</p>'
    cleaned = clean(snapshot(_page(link).encode(), URL))
    assert isinstance(cleaned, Rejected)
    assert cleaned.reason is Rejection.AWAITS_FILE
    assert [wanted.title for wanted in cleaned.attachments] == [f"{TITLE}.pdf"]
    (shown,) = report(
        _page(FIRST, '<p><a href="/d.do?id=3">清单.xls（12KB）</a></p>')
    ).facts.attachments
    assert shown.url.endswith("/d.do?id=3")
    assert report(_page(FIRST, '<p><a href="/a/3.html">清单.xls</a></p>')).facts.attachments == ()


@pytest.mark.parametrize("date_of_other", [
    "关于防汛工作的通知</a> <span>2026-01-02</span>", "关于防汛工作的通知</a><p>2026-01-02</p>",
])  # fmt: skip
def test_dates_of_other_articles_above_are_not_its_own(date_of_other: str) -> None:
    above = f'<ul><li><a href="/2">{date_of_other}</li></ul>'
    assert report(_page(FIRST, LAST, above=above)).published_on is None
    dated = report(_page("<p>2025-02-20</p>", FIRST, LAST, above=above))
    assert dated.published_on == date(2025, 2, 20)


def test_last_name_of_a_list_signs_nothing() -> None:
    title = "青石县人民政府关于公布2024年度执法主体的公告"
    page = _page("现将执法主体公告如下：", "青石县公安局", "青石县司法局", "青石县气象局").replace(
        TITLE, title
    )
    assert report(page).issuer == "青石县人民政府"


def test_dates_in_an_annex_do_not_sign() -> None:
    signed = ("青石县司法局", "2025年1月20日")
    found = report(_page(FIRST, LAST, *signed, "附件", "整改清单", "2024年6月30日"))
    assert (found.issuer, found.written_on) == ("青石县司法局", date(2025, 1, 20))


def test_issuer_that_is_also_the_site_stays_in_the_title() -> None:
    title = "青石县人民政府关于“十四五”规划实施情况的报告"
    head = f"<head><title>{title} - 青石县人民政府</title></head>"
    found = report(f'{head}<div class="TRS_Editor"><p>{FIRST}</p></div>')
    assert (found.title, found.issuer) == (title, "青石县人民政府")


@pytest.mark.parametrize(
    "written",
    ["二\u041e二五年一月二十日", "二\u25ef二五年一月二十日", "2025．1．20", "Jan. 20, 2025"],
)
def test_signs_for_zero_and_dots(written: str) -> None:
    assert report(_page(FIRST, "青石县司法局", written)).written_on == date(2025, 1, 20)


@pytest.mark.parametrize("line", ["青政发﹝2025﹞3号", "青政发﹝2025﹞3号　　签发人：张三"])
def test_document_numbers_in_small_brackets_and_beside_their_signer(line: str) -> None:
    assert report(_page(line, TITLE, FIRST)).document_number == "青政发﹝2025﹞3号"


@pytest.mark.parametrize("line", [
    "分享到： QQ好友 QQ空间 新浪微博 微信 腾讯微博", "分享本文：", "打印文章",
    "[打印本稿] [关闭本页]",
    "【我要打印】【关闭】", "【返回顶部】", "返回目录", "字体显示：大 中 小", "视力保护色：",
    "点击播放语音",
    "信息浏览次数：12", "本文共计阅读 12 次", "浏览量：正在加载", "文本下载", "PDF下载",
    "一审一校：张三 二审二校：李四 三审三校：王五", "供稿：县司法局办公室", "发布人：admin",
    "中文域名：青石县人民政府.政务", "Produced By 大汉网络 大汉版通发布系统", "【相关解读】",
    "您访问的链接即将离开“青石县人民政府门户网站”网站 是否继续？", "扫码关注“青石发布”",
])  # fmt: skip
def test_chrome_below_a_text_goes(line: str) -> None:
    assert report(_page(FIRST, LAST, line)).paragraphs == (FIRST, LAST)
