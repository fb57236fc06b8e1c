"""Snapshots for the cleaner's tests, and where the pages shared beside the checkout are."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from archive.clean import clean
from archive.model import PageKind, Report, Snapshot

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
URL = "http://www.qingshi.example/zwgk/page.html"


def snapshot(body: bytes, url: str = URL, content_type: str | None = None) -> Snapshot:
    """Return a fetched document with that body."""
    return Snapshot(
        snapshot_id=7,
        url=url,
        visited_at=datetime(2026, 1, 5, tzinfo=UTC),
        kind=PageKind.DOCUMENT,
        status=200,
        headers=(("content-type", content_type),) if content_type else (),
        digest=hashlib.sha256(body).hexdigest(),
        body=body,
    )


def report(body: str | bytes, url: str = URL) -> Report:
    """Return the report of a page that must be one."""
    cleaned = clean(snapshot(body.encode() if isinstance(body, str) else body, url))
    assert isinstance(cleaned, Report), cleaned
    return cleaned


def text_report(text: str) -> Report:
    """Return the report of a plain text that must be one."""
    return report(text, "http://www.qingshi.example/zwgk/page.txt")
