"""What a server's answer asks of us."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.fetching.reply import Reply

NOW = datetime(2026, 3, 1, 2, 0, 0, tzinfo=UTC)


def wait(value: str, status: int = 503) -> float:
    return Reply("http://a.example/", status, (("retry-AFTER", value),), b"").retry_after_s(NOW)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Sun, 01 Mar 2026 02:10:00 GMT", 600),
        ("Sunday, 01-Mar-26 02:10:00 GMT", 600),  # RFC 9110, 5.6.7: obsolete forms count
        ("Sun Mar  1 02:10:00 2026", 600),
        ("Sun, 01 Mar 2026 01:00:00 GMT", 0),
        ("-5", 0),
        ("1.5", 0),
        ("١٢", 0),
        ("soon", 0),
        ("", 0),
        ("Sun, 99 Mar 2026 02:10:00 GMT", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float) -> None:
    assert wait(value) == seconds


@pytest.mark.parametrize(("status", "seconds"), [(200, 0), (301, 9), (429, 9), (503, 9)])
def test_only_those_that_sent_us_away_ask_for_it(status: int, seconds: float) -> None:
    assert wait("9", status) == seconds


@given(st.text(st.characters(max_codepoint=255), max_size=40))
def test_whatever_it_says_it_is_no_error(value: str) -> None:
    assert wait(value) >= 0


@pytest.mark.parametrize(
    ("raw", "location"),
    [
        (b"/a/b.html?x=1", "/a/b.html?x=1"),
        ("/报告/".encode(), "/%E6%8A%A5%E5%91%8A/"),
        ("/报告/".encode("gb18030"), "/%B1%A8%B8%E6/"),
        (b"", ""),
    ],
)
def test_a_redirect_keeps_the_bytes_it_was_told_in(raw: bytes, location: str) -> None:
    headers = (("LOCATION", raw.decode("latin-1")),)
    assert Reply("http://a.example/", 302, headers, b"").location == location
