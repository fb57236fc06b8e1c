"""Citing a report."""

from __future__ import annotations

from datetime import date

from archive.address import IMPORT_SCHEME
from archive.model import Report


def cite(report: Report, seen_on: date | None) -> str:
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
