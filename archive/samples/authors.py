"""Who writes: the bodies of an invented place that issue reports."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from archive.samples.outline import Outline, Place, departments


@dataclass(frozen=True, slots=True)
class Author:
    """A body that issues reports.

    ``role`` is what outlines and topics are limited by, ``subject`` how its titles call it,
    ``issuer`` its full name, ``us`` how it speaks of itself. ``code`` and ``mark`` go into
    index and document numbers.
    """

    place: Place
    role: str
    subject: str
    issuer: str
    us: str
    code: str
    mark: str


@cache
def authors(place: Place, outline: Outline) -> tuple[Author, ...]:
    """Return the bodies of a place that issue such reports."""
    if outline.by:
        return tuple(a for a in _single_bodies(place) if a.role in outline.by)
    return (_government(place), *_departments(place), *_towns(place))


def _government(place: Place) -> Author:
    issuer = f"{place.name}人民政府"
    return Author(place, "government", place.name, issuer, f"我{place.level}", "ZF", "政")


def _single_bodies(place: Place) -> tuple[Author, ...]:
    def body(role: str, suffix: str, us: str, code: str, mark: str) -> Author:
        issuer = f"{place.name}{suffix}"
        return Author(place, role, issuer, issuer, us, code, mark)

    return (
        _government(place),
        body("audit", "审计局", "我局", "SJ", "审"),
        body("statistics", "统计局", "我局", "TJ", "统"),
        body("council", "人大常委会", "常委会", "RD", "人"),
        body("court", "人民法院", "我院", "FY", "法"),
    )


def _departments(place: Place) -> tuple[Author, ...]:
    def body(name: str, code: str) -> Author:
        issuer = f"{place.name}{name}"
        return Author(place, "department", issuer, issuer, "我局", code, name[0])

    return tuple(body(each.name, each.code) for each in departments())


def _towns(place: Place) -> tuple[Author, ...]:
    def body(number: int, name: str) -> Author:
        office = "办事处" if name.endswith("街道") else "人民政府"
        subject = f"{place.name}{name}"
        us = "我街道" if name.endswith("街道") else f"我{name[-1]}"
        return Author(place, "town", subject, f"{subject}{office}", us, f"X{number:02d}", name[0])

    return tuple(body(number, name) for number, name in enumerate(place.towns, 1))
