"""Metadata in every layout: what is put into a page's placeholders comes back exactly."""

from __future__ import annotations

import json
from datetime import date
from html import escape

import pytest

from archive.clean import clean
from archive.model import Report
from tests.archive.clean.pages import SHARED, report, snapshot
from tests.archive.clean.skeletons import LABELS, Filled, fill

SKELETONS = SHARED / "facts" / "skeletons.jsonl"
TEXT = "http://www.qingshi.example/zwgk/page.txt"
HTML = "http://www.qingshi.example/zwgk/page.html"
SPELLINGS = [(name, spelling) for name in LABELS for spelling in LABELS[name].split()]
HOLDERS = {
    "issuer": "{S}",
    "source": "{S}",
    "published": "{Y-m-d}",
    "page_date": "{Y-m-d}",
    "updated": "{Y-m-d}",
    "written": "{Y-m-d}",
    "expires": "{Y-m-d}",
}
LAYOUTS = {
    "a line": "{{T}}\n发布日期:{{Y-m-d}} {label}:{holder}\n{{B}}",
    "a line of its own": "{{T}}\n{label}:{holder}\n发布机构:{{S}}\n{{B}}",
    "wide colons": "{{T}}\n{label}：{holder}　　发布机构：{{S}}\n{{B}}",
    "spaces around the colon": "{{T}}\n{label} : {holder}  浏览次数 : \n{{B}}",
    "spaced letters": "{{T}}\n{spaced}：{holder}\n公开日期：{{Y-m-d}}\n{{B}}",
    "square brackets": "• [ {label} ]\n• {holder}\n• [ 公开方式 ]\n• {{v}}\n{{T}}\n{{B}}",
    "bars": "| {label} | {holder} | 公开方式 | |\n| 公开形式 | 公开时限 | ||\n{{T}}\n{{B}}",
    "bars with a rule": "| {label}: | {holder} | 公开方式: | |\n|---|---|---|---|\n{{T}}\n{{B}}",
    "bullets": "  • {label}：{holder}\n  • 公开方式：\n  • 公开范围：\n\n{{T}}\n{{B}}",
    "dashes": "- {label}:{holder}\n- 公开方式:{{v}}\n{{T}}\n{{B}}",
    "above an empty value": "{{T}}\n{label}:{holder}\n主题词:\n公开时限:\n{{B}}",
    "beside buttons": "首页 > 公开\n{{T}}\n{label}：{holder} 【字体：大 中 小】\n{{B}}",
    "everything on one line": "{{T}}\n公开方式:{{v}} {label}:{holder} 公开时限: 主题词:\n{{B}}",
}
DATES = (
    *("Y-m-d", "Y-m-d H:M", "Y-m-d H:M:S", "Y-m-d 00:00", "Y年m月d日", "Y年m月d日 H:M"),
    *("Y/m/d", "Y/m/d H:M:S", "Y.m.d", "Y-m-dH:M glued", "Y- m- d H: M", "Y-m-d-H:M:S"),
)


def readings(found: Report) -> dict[str, str | date | None]:
    """Return what was read, by the names of ``LABELS``."""
    return {
        "title": found.title,
        "issuer": found.issuer,
        "published": found.published_on,
        "page_date": found.published_on,
        "updated": found.published_on,
        "written": found.written_on,
        "index_number": found.index_number,
        "document_number": found.document_number,
        "source": found.facts.source,
        "author": found.facts.author,
        "subject": found.facts.subject,
        "validity": found.facts.validity,
    }


def wanted(filled: Filled) -> dict[str, str | date]:
    """Return what a filled page must give: of several days of publication the surest."""
    expected = {name: value for name, value in filled.expected.items() if name != "expires"}
    for surest, lesser in (("published", ("page_date", "updated")), ("page_date", ("updated",))):
        if surest in expected:
            for name in lesser:
                expected.pop(name, None)
    return expected


def check(filled: Filled, found: Report) -> None:
    expected = wanted(filled)
    got = readings(found)
    assert {name: got[name] for name in expected} == expected
    assert [text for text in filled.body if text not in found.text] == []


def marked_up(text: str) -> str:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    return f"<html><body><div>{paragraphs}</div></body></html>"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("name", "spelling"), SPELLINGS)
def test_every_label_in_every_layout(name: str, spelling: str, layout: str) -> None:
    skeleton = LAYOUTS[layout].format(
        label=spelling, spaced=" ".join(spelling), holder=HOLDERS.get(name, "{v}")
    )
    filled = fill(skeleton)
    assert name in filled.expected
    check(filled, report(filled.text, TEXT))
    check(filled, report(marked_up(filled.text), HTML))


@pytest.mark.parametrize("form", DATES)
@pytest.mark.parametrize("label", ["发布日期:", "成文日期：", "时间 : ", "[ 发布时间 ] "])
def test_every_form_of_a_date(form: str, label: str) -> None:
    filled = fill(f"{{T}}\n{label}{{{form}}} 来源:{{S}}\n{{B}}")
    check(filled, report(filled.text, TEXT))


WRITTEN_OUT = """2025-03-18|2025-3-18|2025/3/18|2025.3.18|2025－03－18|2025—03—18|[2025-03-18]
【2025-03-18】|（2025-03-18）|２０２５年３月１８日|2025 年 3 月 18 日|2025年3月18号|20250318
2025-03-18 星期二|2025年03月18日 星期二 15:11|2025年3月18日 下午3:11|2025年3月18日15时11分
2025-03-18T15:11:08Z|2025-03-18T15:11:08+08:00|2025-03-18 15:11:08.0|2025-03-18  15：11
二〇二五年三月十八日|二○二五年三月十八日|二零二五年三月十八日|2025年三月十八日"""


@pytest.mark.parametrize("day", WRITTEN_OUT.replace("\n", "|").split("|"))
def test_every_way_to_write_a_day(day: str) -> None:
    for label in ("发布日期：", "时间 : ", "[ 发布时间 ] "):
        filled = fill("{T}\n" + label + "DAY 来源:{S} 浏览次数:12\n{B}")
        found = report(filled.text.replace("DAY", day), TEXT)
        assert found.published_on == date(2025, 3, 18)
        check(filled, found)


@pytest.mark.parametrize("day", ["2025-13-18", "2025年3月", "2025-03-48", "20251318", "长期", "-"])
def test_what_is_no_day_is_not_guessed(day: str) -> None:
    filled = fill("{T}\n发布日期:DAY\n发布机构:{S}\n{B}")
    assert report(filled.text.replace("DAY", day), TEXT).published_on is None


NEED_COMPANY = ("时间", "日期", "作者", "分类")  # alone they may begin anything
CELLS = {
    "a table": "<table><tr><td>{label}<td>{value}<tr><td>公开方式<td></table>",
    "heads": "<table><tr><th>{label}：</th><td>{value}</td><th>公开时限：<td></table>",
    "a definition list": "<dl><dt>{label}</dt><dd>{value}</dd><dt>公开方式</dt><dd></dd></dl>",
    "items": "<ul><li>{label}：<span>{value}</span></li><li>公开方式：</li></ul>",
    "bold": "<p><b>{label}：</b>{value}　<b>公开方式：</b></p>",
    "blocks": "<div><div>{label}：</div><div>{value}</div></div>",
    "spaced": "<table><tr><td>{spaced}：</td><td>{value}</td></tr></table>",
}


@pytest.mark.parametrize("layout", CELLS)
@pytest.mark.parametrize(
    ("name", "spelling"), [one for one in SPELLINGS if one[1] not in NEED_COMPANY]
)
def test_every_label_in_markup(name: str, spelling: str, layout: str) -> None:
    filled = fill(f"{spelling}:{HOLDERS.get(name, '{v}')}\n{{T}}\n{{B}}")
    value = filled.text.split("\n")[0].partition(":")[2]
    cells = CELLS[layout].format(label=spelling, spaced="　".join(spelling), value=value)
    rest = "".join(f"<p>{line}</p>" for line in filled.text.split("\n")[2:])
    title = filled.expected["title"]
    page = f"<html><body>{cells}<h1>{title}</h1><div id=zoom>{rest}</div></body></html>"
    check(filled, report(page, HTML))


def test_values_without_labels() -> None:
    filled = fill("政府信息公开\n{T}\n{indexno}\n{Y-m-d}\n{S}\n\n{T}\n\n{B}")
    check(filled, report(filled.text, TEXT))


@pytest.mark.skipif(not SKELETONS.is_file(), reason="no shared skeletons beside the checkout")
@pytest.mark.parametrize("is_html", [False, True])
def test_shared_skeletons(is_html: bool) -> None:
    rows = [json.loads(line)["skeleton"] for line in SKELETONS.read_text("utf-8").splitlines()]
    tried = 0
    for skeleton in dict.fromkeys(rows):
        if "{B" in skeleton:
            filled = fill(skeleton)
            text = marked_up(filled.text) if is_html else filled.text
            found = clean(snapshot(text.encode(), HTML if is_html else TEXT))
            assert isinstance(found, Report), skeleton
            check(filled, found)
            tried += 1
    assert tried > 100
