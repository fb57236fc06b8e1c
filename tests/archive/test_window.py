"""The hours in which a host may be asked."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.window import Window

NIGHT = Window(time(22), time(6))
NOON = Window(time(11, 30), time(13))


def in_china(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 1, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(
    ("window", "hour", "minute", "hours"),
    [
        (NIGHT, 22, 0, 0),
        (NIGHT, 23, 59, 0),
        (NIGHT, 0, 0, 0),
        (NIGHT, 5, 59, 0),
        (NIGHT, 6, 0, 16),
        (NIGHT, 21, 0, 1),
        (NOON, 11, 30, 0),
        (NOON, 12, 59, 0),
        (NOON, 13, 0, 22.5),
        (NOON, 10, 0, 1.5),
        (NOON, 23, 30, 12),
    ],
)
def test_open_or_how_long_still_closed(
    window: Window, hour: int, minute: int, hours: float
) -> None:
    assert window.opens_in(in_china(hour, minute)) == timedelta(hours=hours)


@given(st.times(), st.times(), st.datetimes(timezones=st.just(UTC)))
def test_it_is_open_when_the_wait_is_over(opens: time, closes: time, now: datetime) -> None:
    if opens == closes or not 2 < now.year < 9000:
        return
    window = Window(opens, closes)
    wait = window.opens_in(now)
    assert timedelta(0) <= wait < timedelta(days=1)
    assert window.opens_in(now + wait) == timedelta(0)


@given(st.times(), st.times())
def test_what_is_written_is_read(opens: time, closes: time) -> None:
    window = Window(opens.replace(second=0, microsecond=0), closes.replace(second=0, microsecond=0))
    if window.opens != window.closes:
        assert Window.parse(str(window)) == window
