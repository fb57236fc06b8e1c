"""CSV and XLSX as other programs read them: every report, nothing that runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings

from indexer.answers.leaves import Locator
from indexer.concordance import capture_names
from indexer.document import IndexDocument
from indexer.query import Pattern
from tests.web.exports.examples import (
    ANY_DOCUMENTS,
    DOCUMENTS,
    SEEN_ON,
    document,
    exported,
    provenance,
)
from web.exports import FORMATS, rows
from web.exports.csv_file import csv_line
from web.exports.table import columns, storable
from web.exports.xlsx_file import xlsx_chunks


def _csv(documents: Sequence[IndexDocument]) -> list[list[str]]:
    content = b"".join(FORMATS["csv"].chunks(exported(documents), provenance(len(documents))))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _book(documents: Sequence[IndexDocument], most_rows: int = 10) -> Any:
    chunks = xlsx_chunks(exported(documents), provenance(len(documents)), most_rows=most_rows)
    return openpyxl.load_workbook(io.BytesIO(b"".join(chunks)))


def test_csv_is_read_back() -> None:
    headings, first, second, third = _csv(DOCUMENTS)
    assert headings[:-1] == [column.heading for column in columns(provenance())]
    assert headings[-1] == (
        "检索式：“枫桥经验”；导出时间：2024-05-07 02:30（北京时间）；命中报告：3；"
        "其中原文逐字含有：3；索引内报告总数：20000；索引版本：000001-9 whoosh-2"
    )
    assert first == [
        "0000000000000001", "青石县“枫桥经验”报告", "青石县司法局", "2024-03-05", "2023",
        "政府工作报告", "县", "青石县", "970102", "云岭省", "青石市", "青石县", "青政发〔2024〕3号",
        "青石县人民政府网", "http://www.qingshi.localhost/1.html", "14", "2", "坚持“枫桥 经验”。",
        "",
    ]  # fmt: skip
    assert second[1:3] == ['\'=HYPERLINK("http://evil","看")', "'@临溪市 & {其他}_%"]
    assert (third[2], third[16]) == ("+86", "1")


def test_the_concordance_is_a_table_of_occurrences_with_what_was_captured() -> None:
    query = Pattern("(?P<which>青石|临溪)(县)?")
    found = rows(query, map(Locator, DOCUMENTS), SEEN_ON.get)
    about = replace(provenance(), captures=capture_names(query))
    content = b"".join(FORMATS["kwic"].chunks(found, about)).decode("utf-8-sig")
    headings, first, *_ = csv.reader(io.StringIO(content, newline=""))
    assert headings[-9:-1] == [
        "所在", "起", "止", "左文", "命中", "右文", "捕获 which", "捕获 2",
    ]  # fmt: skip
    assert first[0] == "0000000000000001"
    assert first[-9:] == ["标题", "0", "3", "", "青石县", "“枫桥经验”报告", "青石", "县", ""]
    assert content.count("\n") == 2


def test_captured_groups_are_columns_of_reports() -> None:
    query = Pattern("枫桥|(推进|坚持)")
    found = rows(query, map(Locator, DOCUMENTS), SEEN_ON.get)
    about = replace(provenance(), captures=capture_names(query))
    content = b"".join(FORMATS["csv"].chunks(found, about)).decode("utf-8-sig")
    headings, *records = csv.reader(io.StringIO(content, newline=""))
    assert headings[-2] == "捕获 1"
    assert [record[-2] for record in records] == ["坚持；推进", "", ""]


def test_an_empty_export_still_says_of_what() -> None:
    (headings,) = _csv(())
    assert "“枫桥经验”" in headings[-1]
    assert "命中报告：0" in headings[-1]


@given(ANY_DOCUMENTS)
def test_csv_has_every_report_and_nothing_that_runs(documents: list[IndexDocument]) -> None:
    _, *records = _csv(documents)
    assert [record[0] for record in records] == [document.report_id for document in documents]
    for record, each in zip(records, documents, strict=True):
        assert record[1].removeprefix("'") == storable(each.title).removeprefix("'")
        for cell in record:
            assert not cell.startswith(tuple("=@\t\r\n＝＋－＠"))
            assert not cell.startswith(("+", "-")) or cell.strip("+-%0123456789,.") == ""


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1", "'=1"), ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"), ("-12.4%", "-12.4%"),
        ("+3,975", "+3,975"), ("+1+1", "'+1+1"), ("＝1", "'＝1"), ("枫桥", "枫桥"),
    ],
)  # fmt: skip
def test_cells_that_a_spreadsheet_would_run(cell: str, safe: str) -> None:
    ((read,),) = csv.reader(io.StringIO(csv_line([cell]).decode()))
    assert read == safe


def test_xlsx_is_read_back() -> None:
    book = _book(DOCUMENTS)
    assert book.sheetnames == ["报告", "说明"]
    headings, first, second, third = book["报告"].iter_rows(values_only=True)
    assert headings == tuple(column.heading for column in columns(provenance()))
    assert str(first[3]) == "2024-03-05 00:00:00"
    assert (first[4], first[15:17]) == (2023, (14, 2))
    assert second[1] == '=HYPERLINK("http://evil","看")'
    assert third[3].year == 2022
    assert {cell.data_type for row in book["报告"].iter_rows() for cell in row} <= {"s", "n", "d"}
    about = dict(book["说明"].iter_rows(values_only=True))
    assert about["检索式"] == "“枫桥经验”"
    assert (about["命中报告"], about["索引版本"]) == ("3", "000001-9 whoosh-2")


def test_a_cell_that_is_full_says_so() -> None:
    for title in ("枫" * 40_000, "\U00020000" * 20_000, "a" + "\U00020000" * 20_000):
        (_, (_, cell, *_)) = _book([document(1, title, "")])["报告"].iter_rows(values_only=True)
        shown, mark, _ = cell.partition("……")
        assert mark
        assert title.startswith(shown)
        assert 32_760 <= len(cell.encode("utf-16-le")) // 2 <= 32_767
    whole = "枫" * 32_767
    (_, (_, cell, *_)) = _book([document(1, whole, "")])["报告"].iter_rows(values_only=True)
    assert cell == whole


def test_a_sheet_that_is_full_is_followed_by_another() -> None:
    book = _book(DOCUMENTS, most_rows=2)
    assert book.sheetnames == ["报告", "报告2", "说明"]
    ids = [
        row[0] for name in book.sheetnames[:2] for row in book[name].iter_rows(2, values_only=True)
    ]
    assert ids == [document.report_id for document in DOCUMENTS]


@settings(max_examples=20)
@given(ANY_DOCUMENTS)
def test_xlsx_opens_whatever_it_holds(documents: list[IndexDocument]) -> None:
    _, *records = _book(documents)["报告"].iter_rows(values_only=True)
    assert [record[0] for record in records] == [document.report_id for document in documents]
