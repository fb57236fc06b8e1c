"""Citing a report."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from archive.address import IMPORT_SCHEME


class Citable(Protocol):
    """A report, as the archive or as the index has it."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def issuer(self) -> str | None:
        """Who issued it."""

    @property
    def published_on(self) -> date | None:
        """When it was published."""

    @property
    def url(self) -> str:
        """Where it stands."""


def cite(report: Citable, seen_on: date | None) -> str:
    """Return a reference to an online document; ``seen_on`` is when it was fetched last.

    Absent parts are left out rather than filled in.

    Source: GB/T 7714—2015, 4.6 (electronic resources).
    """
    author = f"{report.issuer}. " if report.issuer else ""
    published = f"({report.published_on.isoformat()})" if report.published_on else ""
    seen = f"[{seen_on.isoformat()}]" if seen_on else ""
    dates = f" {published}{seen}." if published or seen else ""
    imported = report.url.startswith(f"{IMPORT_SCHEME}:")
    address = "" if imported else f" {report.url}."
    return f"{author}{report.title}[EB/OL].{dates}{address}"
