"""Paragraphs stay paragraphs; headings, rows, items, pictures and signatures are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clean.page.cells import Cell, Grid
from archive.clean.page.lines import ROW, Line
from archive.clean.paragraphs.arrange import arranged
from archive.clean.paragraphs.marks import marks_of
from archive.facts import BlockKind, Mark
from tests.archive.clean.pages import report, text_report

PROSE = "2024年，青石县坚持依法行政，全年审查规范性文件30件，各项工作取得新的成效，群众满意。"


def paragraphs(body: str) -> tuple[str, ...]:
    return report(f"<div id=zoom><p>{PROSE}</p>{body}</div>").paragraphs[1:]


def marks(*texts: str) -> list[tuple[BlockKind, int]]:
    found = marks_of([Line(text) for text in texts])
    assert [mark.paragraph for mark in found] == sorted(mark.paragraph for mark in found)
    return [(mark.kind, mark.level) for mark in found]


def test_headings_know_their_level() -> None:
    heading, lead = BlockKind.HEADING, BlockKind.LEAD
    assert marks("一、主要工作", "（一）执法", "1.执法检查", "（1）水利") == [
        (heading, 1), (heading, 2), (heading, 3), (heading, 4),
    ]  # fmt: skip
    assert marks("第一部分 概况", "一、工作", "（一）执法") == [
        (heading, 1), (heading, 2), (heading, 3),
    ]  # fmt: skip
    assert marks("（一）规范执法。全年开展检查27次。") == [(lead, 2)]
    assert marks("一是完善制度；", "2.5万元", "2024年工作", "一、" + PROSE[:-1] * 2) == []


def test_html_headings_count_where_no_number_does() -> None:
    assert marks_of([Line("工作情况", heading=3)]) == (Mark(0, BlockKind.HEADING, 3),)
    assert marks_of([Line("一、工作情况", heading=3)]) == (Mark(0, BlockKind.HEADING, 1),)


def test_signatures_and_notes() -> None:
    signature, note = BlockKind.SIGNATURE, BlockKind.NOTE
    assert marks(PROSE, "青石县司法局", "2025年1月8日") == [(signature, 0), (signature, 0)]
    assert marks(PROSE, "特此报告。", "2025年1月8日") == [(signature, 0)]
    assert marks(PROSE, "2025年1月8日", *[PROSE] * 4) == []
    assert marks("注：1.本表数据为初步统计数。", "①含乡镇。", "[1]见附表") == [(note, 0)] * 3


def test_lists_and_pictures() -> None:
    body = (
        "<ul><li>甲项<ol><li><p>乙项</p></ol><li>丙项</ul><p><img alt='青石县水利工程分布图'></p>"
    )
    cleaned = report(f"<div id=zoom><p>{PROSE}</p>{body}</div>")
    assert cleaned.paragraphs[1:] == ("甲项", "乙项", "丙项", "青石县水利工程分布图")
    assert cleaned.facts.marks == (
        Mark(1, BlockKind.ITEM, 1),
        Mark(2, BlockKind.ITEM, 2),
        Mark(3, BlockKind.ITEM, 1),
        Mark(4, BlockKind.PICTURE),
    )


@pytest.mark.parametrize(
    "alt", ["", "图片", "图片1", "W020250108.jpg", "微信图片_20250108123000", "QQ截图1"]
)
def test_file_names_and_placeholders_are_no_pictures(alt: str) -> None:
    assert paragraphs(f"<p><img alt='{alt}'></p><p>附表</p>") == ("附表",)


def test_an_image_within_a_sentence_does_not_break_it() -> None:
    assert paragraphs("<p>详见<img alt='统计表图标图案'>附表</p>") == ("详见附表",)


def test_merged_cells_are_repeated_and_columns_kept() -> None:
    table = """<table>
    <tr><th rowspan=2>类别<th colspan=2>办件<th rowspan=2>备注
    <tr><th>受理<th>办结
    <tr><td rowspan=3>许可<td>12<td>10<td rowspan=2>含网上办理的件数及上年结转
    <tr><td>3<td>2
    <tr><td>1<td><td>无
    <tr><td><td>16<td>12</table>"""
    cleaned = report(f"<div id=zoom><p>{PROSE}</p>{table}</div>")
    assert cleaned.paragraphs[1:] == (
        "类别\t办件\t办件\t备注",
        "类别\t受理\t办结\t备注",
        "许可\t12\t10\t含网上办理的件数及上年结转",
        "许可\t3\t2",
        "许可\t1\t\t无",
        "\t16\t12",
    )
    repeats = [mark.repeats for mark in cleaned.facts.marks]
    assert repeats == [(2,), (0, 3), (), (0, 3), (0,), ()]
    assert {mark.kind for mark in cleaned.facts.marks} == {BlockKind.ROW}


def test_word_tables_become_rows_too() -> None:
    cell = "<td colspan='{}' style='mso-x:1'><p class=MsoNormal><span>{}<o:p></o:p></span></p></td>"
    rows = "".join(
        f"<tr>{cell.format(span, name)}{cell.format('1', count)}</tr>"
        for span, name, count in [("2", "合计", "9"), ("", "甲", "4"), ("x", "乙", "5")]
    )
    table = f"<div align=center><table class=MsoTableGrid><tbody>{rows}</tbody></table></div>"
    assert paragraphs(table) == ("合计\t合计\t9", "甲\t4", "乙\t5")


def test_a_row_with_one_cell_is_a_caption() -> None:
    table = "<table><tr><td colspan=2>表一 办件<tr><td>受理<td>12</table>"
    assert paragraphs(table) == ("表一 办件", "受理\t12")


CELLS = st.builds(
    Cell,
    st.lists(st.builds(Line, st.sampled_from("甲乙丙")), max_size=1).map(tuple),
    st.integers(1, 60),
    st.integers(1, 400),
)


@given(st.lists(st.lists(CELLS, max_size=4), max_size=6))
def test_no_table_is_too_merged(rows: list[list[Cell]]) -> None:
    grid = Grid()
    for cells in rows:
        lines = grid.row(cells)
        assert all(line.text.count(ROW) < 240 for line in lines)
        for cell in cells:
            assert cell.text in "".join(line.text for line in lines)


WRAPPED = (
    "2024年，青石县水利局坚持以法治思维和法治方式推进水利工",
    "作，全年制定和修订内部管理制度14项，清理规范性文件6件",
    "，开展河道采砂、水土保持等专项执法检查27次，出动执法人",
    "员410人次，立案查处违法案件9起。",
    "一、存在的问题",
    "基层执法力量薄弱，普法宣传的针对性不强，部分干部运用法",
    "治方式解决问题的能力有待提高。",
    "青石县水利局",
)


def test_hard_wrapped_lines_are_joined() -> None:
    expected = ("".join(WRAPPED[:4]), WRAPPED[4], "".join(WRAPPED[5:7]), WRAPPED[7])
    assert text_report("\n".join(WRAPPED)).paragraphs == expected
    broken = "<br>".join(WRAPPED)
    assert report(f"<div id=zoom>{broken}</div>").paragraphs == expected


def test_words_of_a_wrapped_line_stay_apart() -> None:
    line = Line("全年办理涉外法律服务事项二十余件，主要服务 one and")
    joined = arranged([line] * 5)
    assert " and 全年" not in joined[0].text
    assert joined[0].text.startswith(f"{line.text}全年")
    latin = Line("abcdefghij klmnopqrst uvwxyz abcdefghijk x")
    assert arranged([latin] * 5)[0].text == " ".join([latin.text] * 5)


@pytest.mark.parametrize(
    "lines",
    [
        ["青石县司法局", "青石县水利局", "青石县财政局", "青石县教育局", "青石县民政局"],
        [PROSE] * 6,
        [PROSE[:-1] + "，" * 20] * 6,
        [f"第{n}项\t{n}" for n in range(9)],
        [f"（{n}）推进基层治理能力建设，完善矛盾纠纷多元化解的" for n in "一二三四五六"],
        ["推进基层治理能力建设完善矛盾纠纷多元化解的机制"] * 3,
    ],
)
def test_what_nobody_wrapped_is_not_joined(lines: list[str]) -> None:
    assert [line.text for line in arranged([Line(text) for text in lines])] == lines


PARTS = (
    "2024年工作情况如下。",
    f"一、主要工作{PROSE}",
    f"（一）执法。{PROSE}",
    f"（二）普法。{PROSE}{PROSE}",
    f"二、存在问题{PROSE}",
    f"1.执法力量不足。{PROSE}",
    f"2.普法形式单一。{PROSE}{PROSE}",
    f"三、下一步打算{PROSE}",
)


def test_a_body_on_one_line_is_split_at_its_numbers() -> None:
    assert text_report("".join(PARTS)).paragraphs == PARTS
    assert report(f"<div id=zoom>{'　　'.join(PARTS)}</div>").paragraphs == PARTS


def test_a_body_on_one_line_may_begin_with_its_first_number() -> None:
    parts = [
        f"（{number}）{'全年开展专项检查二十七次，立案查处违法案件九起。' * 4}"
        for number in "一二三四五"
    ]
    assert [line.text for line in arranged([Line("".join(parts))])] == parts


def test_a_body_on_one_line_is_split_at_wide_gaps() -> None:
    body = "　　".join([PROSE * 4] * 3)
    assert text_report(body).paragraphs == (PROSE * 4,) * 3


def test_an_enumeration_in_a_paragraph_is_no_division() -> None:
    long = f"{PROSE * 3}包括：一、审查；二、复议；三、应诉。"
    assert text_report(f"{long}\n{PROSE * 9}").paragraphs[0] == long
    once = f"{PROSE * 9}见附件：一、清单。其中3.5万元，第2.条。"
    assert text_report(once).paragraphs == (once,)


@given(st.lists(st.sampled_from([*WRAPPED, *PARTS, "a b", "甲\t乙", PROSE * 5]), max_size=9))
def test_arranging_changes_white_space_only_and_once(texts: list[str]) -> None:
    done = arranged([Line(text) for text in texts])
    assert "".join("".join(line.text for line in done).split()) == "".join("".join(texts).split())
    assert all(line.text.strip() for line in done)
