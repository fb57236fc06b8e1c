"""Paging, queries asked otherwise, citations, formats."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query import parse
from tests.web.fakes import make_report
from web.citation import cite
from web.formats import beijing_day, beijing_moment, is_linkable, site_name
from web.paging import Pages, whole_number
from web.queries import as_words, literally


@given(st.integers(1, 60), st.integers(1, 60))
def test_numbers_lead_everywhere(current: int, last: int) -> None:
    pages = Pages(min(current, last), last)
    numbers = [number for number in pages.numbers if number is not None]
    assert numbers == sorted(set(numbers))
    assert {1, pages.current, last} <= set(numbers)
    assert pages.previous is None or pages.previous in numbers
    assert pages.next is None or pages.next in numbers


@pytest.mark.parametrize(("total", "last"), [(0, 1), (1, 1), (10, 1), (11, 2), (100, 10)])
def test_pages_hold_all_hits(total: int, last: int) -> None:
    assert Pages.of(total, 10, 1).last == last


@given(st.text(max_size=12))
def test_only_digits_are_numbers(text: str) -> None:
    number = whole_number(text, least=0)
    assert number is None or str(number) == text.lstrip("0").rjust(1, "0")


@pytest.mark.parametrize(
    ("query", "quoted", "words"),
    [
        ("枫桥经验", "“枫桥经验”", None),
        ("矛盾纠纷 “人民调解”", "“矛盾纠纷” “人民调解”", "矛盾纠纷 人民调解"),
        ('"枫桥经验"', None, "枫桥经验"),
        ("“新时代“枫桥经验””", None, "新时代枫桥经验"),
        ('"他说“好"', None, "他说好"),
        ("“。”", None, None),
        (
            "(矛盾 OR “调解”)标题:枫桥 -枫",
            "(“矛盾” OR “调解”)标题:“枫桥” -枫",
            "(矛盾 OR 调解 )标题:枫桥 -枫",
        ),
        ("矛盾*化解 /甲/ 年份:2019", None, None),
    ],
)
def test_asking_otherwise(query: str, quoted: str | None, words: str | None) -> None:
    assert literally(query) == quoted
    assert as_words(query) == words
    assert quoted is None or parse(quoted)


def test_absent_facts_are_left_out_of_a_citation() -> None:
    report = replace(make_report("a", "报告", ("正文",)), issuer=None, published_on=None)
    assert cite(report, None) == "报告[EB/OL]. http://www.qingshi.localhost/a.html."
    seen = cite(report, date(2024, 5, 7))
    assert seen == "报告[EB/OL]. [2024-05-07]. http://www.qingshi.localhost/a.html."


def test_times_are_those_of_beijing() -> None:
    late = datetime(2024, 12, 31, 16, 5, tzinfo=UTC)
    assert beijing_moment(late) == "2025-01-01 00:05"
    assert beijing_day(late) == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("url", "linkable", "name"),
    [
        ("http://www.qingshi.localhost:81/a", True, "www.qingshi.localhost:81"),
        ("https://a.localhost/", True, "a.localhost"),
        ("javascript://a.b/%0aalert(1)", False, "a.b"),
        ("data:text/html,x", False, ""),
        ("import:9f86/汇报/a.txt", False, "汇报/a.txt"),
    ],
)
def test_addresses(url: str, linkable: bool, name: str) -> None:
    assert is_linkable(url) is linkable
    assert site_name(url) == name
