"""Each format gives the paragraphs that were written; a bad file says what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.clean.attachments import read_file
from archive.facts import Doubt
from archive.files import FileText, FileType
from archive.model import Rejection
from tests.archive.clean.attachments import files
from tests.archive.clean.attachments.files import PARAGRAPHS, PROSE, SECOND, SIGNED, TITLE

COLUMN = [(90.0, 760.0 - 28 * row, text) for row, text in enumerate(PARAGRAPHS)]


def read(body: bytes) -> FileText:
    text = read_file(body)
    assert isinstance(text, FileText), text
    return text


def test_wrapped_lines_of_a_pdf_become_its_paragraphs_again() -> None:
    text = read(files.typeset(PARAGRAPHS))
    assert text.file_type is FileType.PDF
    assert text.paragraphs == PARAGRAPHS
    assert [removal.rule for removal in text.removed] == ["page number"]


def test_paragraphs_go_on_over_pages_and_heads_go() -> None:
    head = "青石县司法局"
    body = [TITLE, *(f"第{number}项，{PROSE}" for number in "一二三四五六七八"), *SIGNED]
    text = read(files.typeset(body, head=head, per_page=5))
    assert text.paragraphs == tuple(body)
    assert [r.text for r in text.removed if r.rule == "running head"].count(head) >= 5


def test_a_head_may_count_the_pages() -> None:
    body = [TITLE, *(f"第{number}项，{PROSE}" for number in "一二三四五六七八"), *SIGNED]
    pages = files.typeset(body, head="青石县2023年报告第{}页", per_page=5)
    text = read(pages)
    assert text.paragraphs == tuple(body)
    assert "青石县2023年报告第2页" in [one.text for one in text.removed]


def test_lines_that_a_long_number_ended_early_go_on() -> None:
    first = "全年受理人民调解案件一百二十件而且调解成功率达到"
    rest = "2023.12345%，群众满意度持续提升。"
    lines = [(90.0, 700.0, first), (90.0, 672.0, rest), (90.0, 644.0, "满" * 30 + "。")]
    assert read(files.pdf(lines)).paragraphs == (first + rest, "满" * 30 + "。")


def test_spread_letters_are_no_words() -> None:
    assert read(files.pdf([(90.0, 700.0, "政 府 工 作 报 告")])).paragraphs == ("政府工作报告",)


def test_rows_of_a_pdf_keep_their_columns_and_a_numbered_list_is_no_table() -> None:
    rows = [("乡镇", "受理", "办结"), ("城关镇", "12", "11"), ("双河镇", "8", "8")]
    placed = [
        (90.0 + 120 * column, 700.0 - 28 * row, cell)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]
    assert read(files.pdf(placed)).paragraphs == tuple("\t".join(cells) for cells in rows)
    items = [
        (x, 700.0 - 28 * n, text) for n in range(3) for x, text in ((90.0, "一、"), (150.0, "加强"))
    ]
    assert read(files.pdf(items)).paragraphs == ("一、 加强",) * 3


def test_two_columns_are_read_one_after_the_other() -> None:
    paragraphs = [f"第{number}项，{PROSE}" for number in "一二三四"]
    width = 14
    lines = [text[at : at + width] for text in paragraphs for at in range(0, len(text), width)]
    half = -(-len(lines) // 2)
    placed = [(180.0, 760.0, "青石县2023年法治政府建设年度报告")]
    for row in range(half):
        for column, number in ((0, row), (1, half + row)):
            if number < len(lines):
                placed.append((60.0 + 250 * column, 720.0 - 20 * row, lines[number]))
    assert read(files.pdf(placed)).paragraphs == (placed[0][2], *paragraphs)


def test_a_number_at_a_pages_edge_that_does_not_count_stays() -> None:
    pages = [[(90.0, 700.0, text)] for text in ("2021", "2022", "2022")]
    assert read(files.pdf(*pages)).paragraphs == ("2021", "2022", "2022")
    pages = [[(90.0, 700.0, "青石县"), (280.0, 40.0, str(number))] for number in (7, 8)]
    assert read(files.pdf(*pages)).paragraphs == ("青石县", "青石县")


def test_a_scan_has_no_text_and_says_so() -> None:
    text = read(files.pdf([], [], image=True))
    assert text.paragraphs == ()
    (caution,) = text.cautions
    assert caution.doubt is Doubt.SCANNED
    assert caution.reason == "2 页都是图像，没有文字"


def test_a_scanned_page_among_others_is_named() -> None:
    text = read(files.pdf(COLUMN, [], image=True))
    assert text.paragraphs
    assert [caution.reason for caution in text.cautions] == ["第 2 页是图像，没有文字"]


def test_word_keeps_paragraphs_insertions_boxes_and_notes() -> None:
    body = (
        files.paragraph(TITLE)
        + f"<w:sdt><w:sdtContent>{files.paragraph(PROSE)}</w:sdtContent></w:sdt>"
        + "<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r>"
        "</w:del><w:r><w:tab/><w:t>补</w:t><w:br/><w:t>另行</w:t></w:r></w:p><w:p/>"
    )
    note = f'<w:footnote w:type="separator">{files.paragraph("-")}</w:footnote>'
    note += f"<w:footnote>{files.paragraph('数据来源：县统计局。')}</w:footnote>"
    text = read(files.docx(body, note))
    assert text.paragraphs == (TITLE, PROSE, "增 补", "另行", "数据来源：县统计局。")


def test_merged_cells_of_word_tables_are_repeated() -> None:
    rows = (
        files.cell("表一", '<w:gridSpan w:val="3"/>'),
        files.cell("乡镇", '<w:vMerge w:val="restart"/>') + files.cell("年份") + files.cell("件数"),
        files.cell("", "<w:vMerge/>") + files.cell("2023") + files.cell("12"),
        files.cell("合计", '<w:gridSpan w:val="2"/>') + files.cell("12"),
    )
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    text = read(files.docx(f"<w:tbl>{table}</w:tbl>"))
    assert text.paragraphs == ("表一", "乡镇\t年份\t件数", "乡镇\t2023\t12", "合计\t合计\t12")


def test_automatic_numbers_of_word_are_written_out() -> None:
    items = ((0, "工作成效"), (1, "建章立制"), (1, "规范执法"), (0, "存在问题"), (1, "力量不足"))
    body = "".join(files.numbered(text, level) for level, text in items)
    levels = [("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）")]
    text = read(files.docx(body, levels=levels))
    assert text.paragraphs == (
        *("一、工作成效", "（一）建章立制", "（二）规范执法"),
        *("二、存在问题", "（一）力量不足"),
    )


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", ("1.甲", "2.甲")),
        ("upperRoman", ("I.甲", "II.甲")),
        ("lowerLetter", ("a.甲", "b.甲")),
        ("decimalEnclosedCircleChinese", ("①.甲", "②.甲")),
        ("bullet", ("甲", "甲")),
        ("unheardOf", ("1.甲", "2.甲")),
    ],
)
def test_numbers_of_every_form(form: str, shown: tuple[str, ...]) -> None:
    body = files.numbered("甲", 0) * 2
    assert read(files.docx(body, levels=[(form, "%1.")])).paragraphs == shown


def test_what_word_hides_is_not_read() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
    ruby = (
        "<w:r><w:ruby><w:rt><w:r><w:t>xuǎn</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>烜</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    assert read(files.docx(f"<w:p>{hidden}{ruby}</w:p>")).paragraphs == ("烜",)


def test_binary_word_reads_both_kinds_of_pieces_fields_and_rows() -> None:
    written = f"{TITLE}\r甲\x07乙\x07\x07\x13HYPERLINK x\x14链接\x15文字\r{PROSE}\x0b{SECOND}\r"
    text = read(files.doc(written))
    assert text.file_type is FileType.DOC
    assert text.paragraphs == (TITLE, "甲\t乙", "链接文字", PROSE, SECOND, "Report")


def test_sheets_give_rows_with_merged_cells_repeated() -> None:
    rows: list[list[object]] = [
        ["乡镇", "", "件数"],
        ["城关镇", 2023, 12.5],
        ["", "", ""],
        ["合计", True, 7],
    ]
    text = read(files.xlsx(rows, merged="A1:B1"))
    assert text.paragraphs == ("乡镇\t乡镇\t件数", "城关镇\t2023\t12.5", "合计\tTRUE\t7")


def test_hidden_sheets_are_not_read() -> None:
    book = files.xlsx([["乡镇", "件数"]], hidden=[["内部数据", "1"]])
    assert read(book).paragraphs == ("乡镇\t件数",)


def test_ofd_places_its_text_like_print() -> None:
    lines = [(180.0, 700.0, "右"), (50.0, 700.0, "左"), (50.0, 760.0, TITLE), (50.0, 640.0, PROSE)]
    text = read(files.ofd(lines))
    assert text.file_type is FileType.OFD
    assert text.paragraphs == (TITLE, "左 右", PROSE)


def test_a_zip_gives_its_files_below_their_names() -> None:
    body = files.zipped({
        "报告.docx": files.docx(files.paragraph(TITLE)),
        "附表.xlsx": files.xlsx([["乡镇", "件数"]]),
        "说明.exe": b"MZ",
        "空.docx": b"PK\x03\x04",
    })  # fmt: skip
    assert read(body).paragraphs == ("报告", TITLE, "附表", "乡镇\t件数")
    assert read(files.zipped({"a.docx": files.docx(files.paragraph(TITLE))})).paragraphs == (TITLE,)


def test_a_zip_gives_one_file_in_two_formats_once() -> None:
    body = files.zipped({
        "报告.pdf": files.pdf([], image=True),
        "报告.docx": files.docx(files.paragraph(TITLE)),
        "报告.doc": files.doc(PROSE),
    })  # fmt: skip
    assert read(body).paragraphs == (TITLE,)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"%PDF-1.7 cut off", Rejection.DAMAGED),
        (files.pdf([]), Rejection.EMPTY),
        (files.typeset(PARAGRAPHS)[:400], Rejection.DAMAGED),
        (b"PK\x03\x04 no package", Rejection.DAMAGED),
        (files.zipped({}), Rejection.EMPTY),
        (files.zipped({"a.exe": b"MZ"}), Rejection.NOT_TEXT),
        (files.zipped({"a.zip": files.zipped({"b.zip": b""})}), Rejection.NOT_TEXT),
        (files.bomb(300 << 20), Rejection.TOO_LARGE),
        (files.docx(""), Rejection.EMPTY),
        (files.docx("<w:p>"), Rejection.DAMAGED),
        (files.zipped({"word/document.xml": "<x/>"}), Rejection.DAMAGED),
        (files.zipped({"xl/workbook.xml": "<x/>"}), Rejection.DAMAGED),
        (files.zipped({"OFD.xml": "<x/>"}), Rejection.EMPTY),
        (files.zipped({"OFD.xml": "<x><DocRoot>none.xml</DocRoot></x>"}), Rejection.DAMAGED),
        (files.doc("", flags=0x0100), Rejection.ENCRYPTED),
        (files.doc("", version=0x65), Rejection.NOT_TEXT),
        (files.compound({"EncryptedPackage": bytes(5000)}), Rejection.ENCRYPTED),
        (files.compound({"Other": bytes(5000)}), Rejection.NOT_TEXT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100, Rejection.DAMAGED),
        (b"MZ", Rejection.NOT_TEXT),
    ],
)
def test_a_bad_file_says_what_is_wrong(body: bytes, reason: Rejection) -> None:
    assert read_file(body) is reason


def test_entities_of_a_hostile_package_are_not_resolved() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "1234567890"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    assert read_file(files.zipped({"OFD.xml": bomb})) is Rejection.EMPTY


NOISE = st.tuples(st.integers(0, 20_000), st.binary(max_size=4))
SOUND = {
    "pdf": files.typeset(PARAGRAPHS),
    "docx": files.docx("".join(map(files.paragraph, PARAGRAPHS))),
    "doc": files.doc("\r".join(PARAGRAPHS)),
    "xlsx": files.xlsx([PARAGRAPHS]),
    "ofd": files.ofd(COLUMN),
}


@pytest.mark.parametrize("name", SOUND)
@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 20_000), noise=st.lists(NOISE, max_size=4))
def test_damage_never_raises_and_never_passes_for_nothing(
    name: str, cut: int, noise: list[tuple[int, bytes]]
) -> None:
    body = bytearray(SOUND[name])
    for place, junk in noise:
        body[place % len(body) : place % len(body) + len(junk)] = junk
    result = read_file(bytes(body[: max(1, cut % (2 * len(body)))]))
    assert isinstance(result, Rejection) or result.paragraphs or result.cautions
