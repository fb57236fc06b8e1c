"""Sections by headings of the first level, whatever their numbering."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clean.paragraphs.sections import find_sections, section_kind
from archive.facts import SectionKind

WORDINGS = {
    SectionKind.ACHIEVEMENTS: (
        "2024年推进法治政府建设的主要举措和成效",
        "主要做法及取得的成绩",
        "2023年工作情况",
        "过去五年工作回顾",
        "总体情况",
        "着力解决突出问题的主要做法",
        "一年来的主要工作",
        "法治政府建设基本情况",
        "主动公开政府信息情况",
        "2024年重点工作完成情况",
        "主要举措和成效，以及主要负责人履行职责情况",
        "审计查出问题整改情况",
    ),
    SectionKind.PROBLEMS: (
        "存在的问题和不足",
        "存在的主要问题及改进情况",
        "推进法治政府建设存在的不足",
        "问题与不足",
        "主要问题、原因分析和下一步工作",
        "存在的短板和差距",
        "薄弱环节",
        "面临的困难挑战",
        "当前存在的困难和问题",
        "不足与短板",
        "存在的问题及下一步打算",
        "审计发现的主要问题",
        "差距与不足",
    ),
    SectionKind.LEADERSHIP: (
        "主要负责人履行推进法治建设第一责任人职责情况",
        "党政主要负责人履行法治建设职责情况",
        "主要负责同志述法情况",
    ),
    SectionKind.NEXT_STEPS: (
        "下一步工作打算",
        "下步工作安排",
        "2025年法治政府建设工作思路",
        "今后努力方向",
        "2025年工作要点",
        "改进措施",
        "未来五年的目标任务",
        "审计建议",
        "2025年推进法治政府建设的主要安排",
        "2024年预算草案",
        "整改措施",
    ),
    SectionKind.OTHER: (
        "坚持问题导向，健全机制",
        "深化改革开放",
        "聚焦急难愁盼问题",
        "补齐民生短板",
        "其他需要报告的事项",
        "关于支持企业主辅分离问题",
        "妥善处理历史遗留问题",
        "科技成果转化激励方面",
        "推动党政主要负责人履行职责落到实处",
    ),
}
NUMBERINGS = (
    ("一、", "二、", "三、"),
    ("第一部分 ", "第二部分 ", "第三部分 "),
    ("（一）", "（二）", "（三）"),
    ("1. ", "2. ", "3. "),
    ("1．", "2．", "3．"),
    ("## ", "## ", "## "),
    ("（1）", "（2）", "（3）"),
    ("Ⅰ.", "Ⅱ.", "Ⅲ."),
    ("①", "②", "③"),
    ("", "", ""),
)
BODY = "全县各级各部门认真落实各项部署，共办理行政复议案件312件，化解矛盾纠纷一千余起。"


@pytest.mark.parametrize(
    ("kind", "words"), [(kind, words) for kind, all_ in WORDINGS.items() for words in all_]
)
def test_a_heading_says_what_its_section_is_about(kind: SectionKind, words: str) -> None:
    assert section_kind(words) is kind


@pytest.mark.parametrize("numbers", NUMBERINGS, ids=lambda numbers: repr(numbers[0]))
def test_every_numbering_makes_sections(numbers: tuple[str, ...]) -> None:
    words = ("主要举措和成效", "存在的问题", "下一步工作打算")
    headings = [number + word for number, word in zip(numbers, words, strict=True)]
    text = ["青石县委：", BODY]
    for heading in headings:
        text += [heading, BODY, BODY]
    sections = find_sections(text)
    assert [(one.heading, one.first, one.end) for one in sections] == [
        (heading.strip(), 2 + 3 * n, 5 + 3 * n) for n, heading in enumerate(headings)
    ]
    assert [one.kind for one in sections] == [
        SectionKind.ACHIEVEMENTS,
        SectionKind.PROBLEMS,
        SectionKind.NEXT_STEPS,
    ]


def test_only_the_first_level_makes_sections() -> None:
    text = (
        "一、工作成效",
        "（一）建章立制",
        "1.制度建设",
        BODY,
        "二、存在问题",
        "（一）力量不足",
        BODY,
    )
    sections = find_sections(text)
    assert [one.heading for one in sections] == ["一、工作成效", "二、存在问题"]
    assert [(one.first, one.end) for one in sections] == [(0, 4), (4, 7)]


def test_a_heading_may_have_its_text_behind_it() -> None:
    sections = find_sections((f"一、工作成效。{BODY}", f"二、存在的问题。{BODY}"))
    assert [one.heading for one in sections] == ["一、工作成效", "二、存在的问题"]


def kinds(text: list[str]) -> list[tuple[str, SectionKind]]:
    return [(one.heading, one.kind) for one in find_sections(text)]


def test_a_heading_may_end_with_a_colon_before_its_text() -> None:
    text = [f"一、工作成效：{BODY}", f"二、存在的问题：{BODY}"]
    assert [heading for heading, _ in kinds(text)] == ["一、工作成效", "二、存在的问题"]


def test_headings_that_lost_their_number_are_found() -> None:
    text = ["一、压实各方责任", BODY, "、存在的问题", BODY, "2025年工作安排", BODY]
    assert kinds(text) == [
        ("一、压实各方责任", SectionKind.OTHER),
        ("、存在的问题", SectionKind.PROBLEMS),
    ]
    text = ["一、压实各方责任", BODY, "二、规范执法", BODY, "2025年工作安排", BODY]
    assert kinds(text)[2:] == [("2025年工作安排", SectionKind.NEXT_STEPS)]
    inside = ["一、工作成效", BODY, "二、存在的问题及打算", BODY, "下一步打算", BODY]
    assert [heading for heading, _ in kinds(inside)] == ["一、工作成效", "二、存在的问题及打算"]


def test_numbers_that_begin_anew_stand_below_headings_without_one() -> None:
    text = ["青石县报告"]
    for heading in ("工作成效", "存在的问题", "下一步打算"):
        text += [heading, f"1.加强领导。{BODY}", f"2.规范执法。{BODY}"]
    assert [heading for heading, _ in kinds(text)] == ["工作成效", "存在的问题", "下一步打算"]


def test_a_table_of_contents_makes_no_sections() -> None:
    headings = ["一、工作成效", "二、存在的问题", "三、下一步打算"]
    text = ["目录", *(f"{heading}……3" for heading in headings)]
    for heading in headings:
        text += [heading, BODY]
    assert kinds(text) == [
        ("一、工作成效", SectionKind.ACHIEVEMENTS),
        ("二、存在的问题", SectionKind.PROBLEMS),
        ("三、下一步打算", SectionKind.NEXT_STEPS),
    ]


def test_numbered_sentences_and_rows_are_no_headings() -> None:
    assert find_sections((f"一、{BODY * 2}", f"二、{BODY * 2}", "一、\t存在的问题")) == ()


@given(st.lists(st.text("一二、（）()1.#第部分 问题存在的\t下一步，。", max_size=12), max_size=8))
def test_sections_touch_and_stay_inside_the_report(paragraphs: list[str]) -> None:
    text = [paragraph for paragraph in paragraphs if paragraph.strip()]
    sections = find_sections(text)
    assert all(one.first < one.end for one in sections)
    assert all(one.end == next_.first for one, next_ in itertools.pairwise(sections))
    assert not sections or sections[-1].end == len(text)


def test_of_two_years_the_later_is_to_come() -> None:
    text = ("一、2024年主要工作", BODY, "二、2025年主要工作", BODY, "三、加强组织领导", BODY)
    assert [one.kind for one in find_sections(text)] == [
        SectionKind.ACHIEVEMENTS,
        SectionKind.NEXT_STEPS,
        SectionKind.OTHER,
    ]
    alone = ("一、2024年主要工作", BODY, "二、加强组织领导", BODY)
    assert [one.kind for one in find_sections(alone)] == [SectionKind.OTHER] * 2
