"""What a reader would lose and gain is counted in characters, whatever happens to paragraphs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from archive.facts import Facts
from archive.model import PageKind, Report, Snapshot
from archive.pipeline.comparing import compared, is_kept
from archive.proposal import Comparison, Effect
from tests.archive.keep.builders import cleaned

FIRST = "青石县水利局坚持依法治水，全年开展河道采砂专项执法检查二十七次。"
SECOND = "下一步，将加强队伍建设，创新普法形式，推动各项工作再上新台阶。"
THIRD = "临溪市司法局组织案卷评查两次，评查行政处罚案卷三十份，发现问题十一个。"
URL = "http://www.qingshi.example/bg/1.html"
SNAPSHOT = Snapshot(
    1, URL, datetime(2026, 3, 1, tzinfo=UTC), PageKind.DOCUMENT, 200, (), "", b"body"
)
TEXTS = st.text("青石县水利局报告一二三", max_size=40)


def report(*paragraphs: str) -> Report:
    return replace(cleaned(SNAPSHOT), paragraphs=paragraphs)


def test_the_same_report_is_the_same() -> None:
    assert compared(report(FIRST), report(FIRST)) == Comparison(Effect.SAME)


def test_what_one_place_lacks_is_counted_to_the_character() -> None:
    found = compared(report(FIRST, SECOND, THIRD), report(FIRST, THIRD))
    assert (found.effect, found.lost, found.gained) == (Effect.TEXT, len(SECOND), 0)
    assert found.lost_words == SECOND[:60]
    assert "paragraphs" in found.fields


def test_paragraphs_that_are_cut_otherwise_lose_nothing() -> None:
    found = compared(report(FIRST, SECOND), report(FIRST[:9], FIRST[9:] + SECOND))
    assert (found.effect, found.lost, found.gained) == (Effect.TEXT, 0, 0)


def test_losses_and_gains_do_not_balance() -> None:
    found = compared(report(FIRST, SECOND), report(THIRD, FIRST))
    assert len(SECOND) <= found.lost <= len(SECOND) + 8
    assert len(THIRD) <= found.gained <= len(THIRD) + 8
    assert found.gained_words in THIRD + FIRST


def test_reports_that_go_and_come_count_whole() -> None:
    gone, come = compared(report(FIRST), None), compared(None, report(FIRST))
    assert (gone.effect, gone.lost, gone.gained) == (Effect.LOST, len(FIRST), 0)
    assert (come.effect, come.lost, come.gained) == (Effect.FOUND, 0, len(FIRST))
    assert compared(None, None).effect is Effect.SAME


def test_facts_are_named() -> None:
    old = report(FIRST)
    new = replace(old, title="另一个标题", facts=replace(old.facts, publisher="青石县人民政府"))
    found = compared(old, new)
    assert (found.effect, found.fields) == (Effect.FACTS, ("title", "publisher"))


def test_how_a_report_was_made_is_no_difference_but_is_not_kept() -> None:
    old = report(FIRST)
    assert is_kept(old, replace(old, cleaner_version=99))
    elsewhere = replace(old, rule="zoom", removed=(), facts=Facts())
    assert compared(old, elsewhere).effect is Effect.SAME
    assert not is_kept(old, elsewhere)
    assert not is_kept(None, old)


@given(TEXTS, TEXTS)
def test_losses_and_gains_add_up(one: str, other: str) -> None:
    found = compared(report(one), report(other))
    assert found.gained - found.lost == len(other) - len(one)
    assert min(found.lost, found.gained) >= 0
    back = compared(report(other), report(one))
    assert (back.lost, back.gained) == (found.gained, found.lost)
