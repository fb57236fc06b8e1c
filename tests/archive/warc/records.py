"""Visits to write, and what a WARC file holds as another reader than ours sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from archive.model import Keeper, Outcome, PageKind, PastVisit
from archive.warc import warc_chunks

ARCHIVE_ID = "7103932f-26b9-40d6-a3b0-06b2d0e10ab7"
AT = datetime(2026, 3, 1, 20, 0, 0, 250, tzinfo=UTC)
BODY = "<html><title>报告</title>枫桥经验</html>".encode("gbk")
URL = "http://www.qingshi.example/bg/1.html"
FETCHED = PastVisit(
    visit_id=1,
    url=URL,
    visited_at=AT,
    outcome=Outcome.FETCHED,
    kind=PageKind.DOCUMENT,
    status=200,
    headers=(("Content-Type", "text/html"), ("content-encoding", "gzip"), ("Set-Cookie", "a=1"),
             ("Set-Cookie", "b=2")),
    detail="",
    tls_unverified=False,
    body=BODY,
    digest=sha256(BODY).hexdigest(),
)  # fmt: skip
AGAIN = replace(
    FETCHED, visit_id=2, visited_at=AT + timedelta(days=1), body=None, kept_with=Keeper(URL, AT)
)
STILL = replace(AGAIN, visit_id=3, outcome=Outcome.NOT_MODIFIED, status=304, headers=())
GONE = replace(
    FETCHED, visit_id=4, outcome=Outcome.GONE, status=404, headers=(), body=None, digest=None
)
SAME_TEXT = replace(FETCHED, visit_id=5, body=None)
SILENT = replace(GONE, visit_id=6, outcome=Outcome.TIMEOUT, status=None, detail="30 s\r\nX: y")
SAVED = replace(
    FETCHED, visit_id=7, url="import:97c38ae7/报告.txt", outcome=Outcome.IMPORTED, status=None,
    headers=(("Content-Type", "text/plain"),),
)  # fmt: skip
ALL = (FETCHED, AGAIN, STILL, GONE, SAME_TEXT, SILENT, SAVED)


def written(path: Path, *visits: PastVisit) -> Path:
    path.write_bytes(b"".join(warc_chunks(visits, ARCHIVE_ID, AT)))
    return path


def records(path: Path) -> list[tuple[Any, bytes]]:
    """Return the records with their payloads; none has another digest than it says."""
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            found.append((record, record.content_stream().read()))
    return found
