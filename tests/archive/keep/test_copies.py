"""Copies of official reports: found whichever comes first, forgotten when they differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.facts import Caution, Doubt
from archive.keep import Archive
from archive.model import Report
from tests.archive.keep.builders import cleaned, keep

OFFICIAL = "http://www.qingshi.gov.cn/bg/1.html"
SECOND = "http://www.linxi.gov.cn/bg/1.html"  # of another site: those of one site become one report
CLONE = "http://www.qingshi.com/bg/1.html"
FILE = "import:9f86d081884c7d65/a.txt"
TEXT = tuple(
    f"{number}月，全县共办理行政复议案件{number * 17}件，调解矛盾纠纷{number * 31}起，"
    f"开展执法检查{number * 7}次，培训执法人员{number * 13}人。"
    for number in range(1, 13)
)
OTHER = tuple(
    f"第{number}条，城镇新增就业{number * 41}人，完成投资{number}亿元。" for number in range(1, 20)
)


def made(archive: Archive, url: str, text: tuple[str, ...], body: bytes = b"a") -> Report:
    report = replace(cleaned(keep(archive, url, body)), paragraphs=text)
    if url != CLONE:
        return report
    doubt = Caution(Doubt.UNOFFICIAL_HOST, "网址 www.qingshi.com 不属于政府网站")
    return replace(report, facts=replace(report.facts, warnings=(doubt,)))


def store(archive: Archive, url: str, text: tuple[str, ...] = TEXT, body: bytes = b"a") -> str:
    report = made(archive, url, text, body)
    archive.reports.store(report)
    return report.report_id


def copied_from(archive: Archive, report_id: str) -> str:
    """Return the reason why a report is taken for a copy, empty if it is not."""
    warnings = archive.reports.get(report_id).facts.warnings
    return "".join(one.reason for one in warnings if one.doubt is Doubt.COPY_OF_OFFICIAL)


def changed(archive: Archive, after: int) -> list[str]:
    return [change.report_id for change in archive.changes.after(after, 100)]


def last_change(archive: Archive) -> int:
    return max((change.number for change in archive.changes.after(0, 100)), default=0)


@pytest.mark.parametrize("copy_at", [CLONE, FILE])
@pytest.mark.parametrize("copy_first", [True, False])
def test_a_copy_is_told_whichever_comes_first(
    archive: Archive, copy_at: str, copy_first: bool
) -> None:
    order = (copy_at, OFFICIAL) if copy_first else (OFFICIAL, copy_at)
    ids = {url: store(archive, url) for url in order}
    assert copied_from(archive, ids[copy_at]) == f"正文与官方网站 {OFFICIAL} 的报告相同"
    assert copied_from(archive, ids[OFFICIAL]) == ""
    assert archive.reports.find(ids[copy_at][:6]) == archive.reports.get(ids[copy_at])


def test_a_few_words_spliced_in_do_not_hide_a_copy(archive: Archive) -> None:
    store(archive, OFFICIAL)
    spliced = (*TEXT[:4], TEXT[4].replace("全县", "幸运28论坛"), *TEXT[5:])
    assert "的字句相同" in copied_from(archive, store(archive, CLONE, spliced))


def test_spaces_and_punctuation_do_not_count(archive: Archive) -> None:
    store(archive, OFFICIAL)
    spaced = tuple(text.replace("，", ", ") for text in TEXT)
    assert copied_from(archive, store(archive, CLONE, spaced)).endswith("的报告相同")


def test_other_texts_official_ones_and_short_ones_are_no_copies(archive: Archive) -> None:
    store(archive, OFFICIAL)
    half = (*TEXT[:5], *OTHER)
    for url, text in ((CLONE, OTHER), (FILE, half), (SECOND, TEXT)):
        assert copied_from(archive, store(archive, url, text, b"b")) == ""
    store(archive, OFFICIAL, ("详见附件。",), b"c")
    assert copied_from(archive, store(archive, CLONE, ("详见附件。",), b"c")) == ""


def test_two_copies_of_nothing_official_are_not_compared(archive: Archive) -> None:
    store(archive, CLONE)
    assert copied_from(archive, store(archive, FILE)) == ""


def test_a_copy_that_says_something_else_is_none_any_longer(archive: Archive) -> None:
    original, copy = store(archive, OFFICIAL), store(archive, CLONE)
    before = last_change(archive)
    store(archive, OFFICIAL, OTHER, b"b")
    assert copied_from(archive, copy) == ""
    assert sorted(changed(archive, before)) == sorted([original, copy])
    store(archive, CLONE, OTHER, b"b")
    assert copied_from(archive, copy) != ""
    store(archive, CLONE, TEXT, b"c")
    assert copied_from(archive, copy) == ""


def test_the_index_hears_of_a_copy_once(archive: Archive) -> None:
    copy = store(archive, CLONE)
    before = last_change(archive)
    original = store(archive, OFFICIAL)
    assert sorted(changed(archive, before)) == sorted([original, copy])
    before = last_change(archive)
    again = replace(made(archive, OFFICIAL, TEXT), cleaner_version=2)
    archive.reports.store(again)
    second = store(archive, SECOND)
    assert changed(archive, before) == [second]
    assert OFFICIAL in copied_from(archive, copy)
