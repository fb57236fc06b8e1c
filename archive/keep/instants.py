"""Instants as the database holds them: whole microseconds since 1970, UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def utc_now() -> datetime:
    """Return the present as an aware datetime."""
    return datetime.now(UTC)


def microseconds(moment: datetime) -> int:
    """Return an aware datetime as the database holds it.

    >>> microseconds(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return (moment - _EPOCH) // _MICROSECOND


def instant(value: int) -> datetime:
    """Return what :func:`microseconds` made ``value`` of, in UTC.

    >>> instant(1000000).isoformat()
    '1970-01-01T00:00:01+00:00'
    """
    return _EPOCH + value * _MICROSECOND


def optional_instant(value: int | None) -> datetime | None:
    """Return :func:`instant` of a column that may be NULL."""
    return None if value is None else instant(value)
