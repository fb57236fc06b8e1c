"""How values look on a page: numbers, moments, addresses."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from urllib.parse import urlsplit

from archive.address import IMPORT_SCHEME, host_of

# Without daylight saving since 1991, so no time zone database is needed.
_BEIJING = timezone(timedelta(hours=8))


def beijing_moment(moment: datetime) -> str:
    """Return an aware time as it stood on a clock in Beijing, to the minute."""
    return moment.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")


def beijing_day(moment: datetime) -> date:
    """Return the date of an aware time in Beijing."""
    return moment.astimezone(_BEIJING).date()


def grouped(number: int) -> str:
    """Return a number with its thousands set off.

    >>> grouped(20000)
    '20,000'
    """
    return f"{number:,}"


def size(count: int) -> str:
    """Return a number of bytes for people.

    >>> size(0), size(1536), size(5_000_000)
    ('0 B', '1.5 KB', '4.8 MB')
    """
    if count < 1024:
        return f"{count} B"
    in_kilobytes = count / 1024
    return f"{in_kilobytes:.1f} KB" if in_kilobytes < 1024 else f"{in_kilobytes / 1024:.1f} MB"


def milliseconds(took_ms: float) -> str:
    """Return a duration for people: a decimal only where it says something.

    >>> milliseconds(0.26), milliseconds(38.4)
    ('0.3', '38')
    """
    return f"{took_ms:.1f}" if took_ms < 10 else f"{took_ms:.0f}"


def percent(share: float | None) -> str:
    """Return a share for people; a dash where there is none.

    >>> percent(0.1234), percent(1.0), percent(0.0004), percent(0.0), percent(None)
    ('12.3%', '100%', '<0.1%', '0%', '—')
    """
    if share is None:
        return "—"
    if 0 < share < 0.001:
        return "<0.1%"
    return f"{share:.1%}".replace(".0%", "%")


def site_name(url: str) -> str:
    """Return the host of an address, or the name of an imported file."""
    if url.startswith(f"{IMPORT_SCHEME}:"):
        return url.partition("/")[2]
    return host_of(url)


def is_linkable(url: str) -> bool:
    """Whether following an address is what it seems: http(s) only, never ``javascript:``."""
    return urlsplit(url).scheme in ("http", "https")


def is_imported(url: str) -> bool:
    """Whether a report came from a file instead of the network."""
    return url.startswith(f"{IMPORT_SCHEME}:")


def iso_day(day: date | None) -> str | None:
    """Return a day as JSON has it."""
    return None if day is None else day.isoformat()
