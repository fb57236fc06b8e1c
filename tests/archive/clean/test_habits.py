"""Habits are learned from many pages, never from what could be a report's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clean import Guidance, examine, learn
from archive.clean.chrome.habits import MIN_PAGES
from archive.clean.chrome.stripping import strip_chrome
from archive.clean.page.lines import Line
from archive.clean.page.surroundings import Surroundings
from archive.model import Report
from tests.archive.clean.pages import snapshot

PROSE = "2024年，青石县坚持依法行政，全年审查规范性文件30件，各项工作取得新的成效，群众满意。"
BODY = f"<div><p>{PROSE}</p></div><div><p>一、主要工作</p><p>{PROSE.replace('30', '40')}</p>"


def seen(before: str, after: str, inside: str = "") -> frozenset[str]:
    page = (
        f"<div><div><div>{before}</div><b>x</b></div>{BODY}{inside}</div>"
        f"<div><div>{after}</div><i>y</i></div></div>"
    )
    return examine(snapshot(page.encode()), Guidance()).repeatable


def test_lines_around_the_text_can_be_learned() -> None:
    assert {"青石要闻三则", "民生 直通车"} <= seen("青石要闻三则", "| 民生　直通车")


@pytest.mark.parametrize(
    "line",
    [
        "青石县司法局",
        "2025年1月8日",
        "县委、县政府：",
        "关于2024年法治政府建设情况的报告",
        "青石县县长 李某某",
        "（2025年1月8日）",
        "附件：统计表",
        "无",
        "第一部分",
        "青石县2024年",
        "一、概况",
        PROSE,
        "前言",
    ],
)
def test_what_could_be_the_reports_own_cannot(line: str) -> None:
    assert line not in seen(line, line)


def test_what_stands_among_the_paragraphs_cannot() -> None:
    assert "谢谢大家" not in seen("", "", "<p>谢谢大家</p>")


def test_a_table_cannot() -> None:
    assert not seen("", "<table><tr><td>行政处罚<td>12<tr><td>行政许可<td>13</table>")


def test_a_habit_needs_several_pages() -> None:
    line = frozenset({"青石要闻三则"})
    assert learn([line] * (MIN_PAGES - 1)) == frozenset()
    assert learn([line] * MIN_PAGES) == line
    assert learn([line] * 6 + [frozenset()] * 4) == line
    assert learn([line] * 5 + [frozenset()] * 5) == frozenset()


def test_a_habit_is_taken_off_the_edges_only() -> None:
    lines = [Line(text) for text in ("青石要闻三则", PROSE, "青石要闻三则", PROSE, "青石要闻三则")]
    stripped = strip_chrome(lines, Surroundings(habits=frozenset({"青石要闻三则"})))
    assert [line.text for line in stripped.kept] == [PROSE, "青石要闻三则", PROSE]
    assert {removal.rule for removal in stripped.removed} == {"repeated on this host"}


def test_what_may_be_learned_does_not_depend_on_what_was() -> None:
    page = f"<div><div><div>青石要闻三则</div><b>x</b></div>{BODY}</div></div>".encode()
    first = examine(snapshot(page), Guidance())
    again = examine(snapshot(page), Guidance(habits=frozenset({"青石要闻三则"})))
    assert first.repeatable == again.repeatable
    assert isinstance(first.result, Report)
    assert isinstance(again.result, Report)
    assert "青石要闻三则" in first.result.paragraphs
    assert "青石要闻三则" not in again.result.paragraphs


@given(st.lists(st.frozensets(st.sampled_from("甲乙丙丁")), max_size=12))
def test_everything_learned_stands_on_most_pages(pages: list[frozenset[str]]) -> None:
    for line in learn(pages):
        assert sum(line in page for page in pages) * 2 > len(pages)
