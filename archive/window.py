"""The hours of a day in which a host may be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from typing import Self

_CHINA = timezone(timedelta(hours=8))  # no summer time since 1991
_WRITTEN = re.compile(r"(\d\d?):(\d\d)-(\d\d?):(\d\d)", re.ASCII)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """From one time of day to another, in Chinese time; it may lie over midnight.

    >>> night = Window.parse("22:00-6:00")
    >>> str(night), night.opens_in(datetime(2026, 1, 1, 20, tzinfo=_CHINA))
    ('22:00-06:00', datetime.timedelta(seconds=7200))
    """

    opens: time
    closes: time

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``22:00-06:00``. Raises ``ValueError`` if it is no window or an empty one."""
        written = _WRITTEN.fullmatch(text)
        if not written:
            raise ValueError(f"bad window {text!r}; write it as 22:00-06:00")
        hour, minute, until_hour, until_minute = map(int, written.groups())
        try:
            opens, closes = time(hour, minute), time(until_hour, until_minute)
        except ValueError as error:
            raise ValueError(f"bad window {text!r} ({error}); write it as 22:00-06:00") from error
        if opens == closes:
            raise ValueError(f"bad window {text!r}; it is empty, leave it out for the whole day")
        return cls(opens, closes)

    def opens_in(self, now: datetime) -> timedelta:
        """Return how long it still is closed, zero if it is open; ``now`` is aware."""
        local = now.astimezone(_CHINA)
        opening = datetime.combine(local.date(), self.opens, _CHINA)
        closing = datetime.combine(local.date(), self.closes, _CHINA)
        is_inside = opening <= local or local < closing  # over midnight
        if self.opens < self.closes:
            is_inside = opening <= local < closing
        if is_inside:
            return timedelta(0)
        return (opening if local < opening else opening + _DAY) - local

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"
