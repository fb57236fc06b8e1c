"""Raw snapshots: the bytes as they came, under headers that let nothing in them run."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from archive.model import PageKind
from tests.web.fakes import FakeArchive, make_snapshot

URL = "http://www.qingshi.localhost/a/report.html"
GBK = "<meta charset=gbk><script>alert(1)</script><p>青石县人民政府</p>".encode("gbk")


def _raw(
    client: FlaskClient, archive: FakeArchive, **snapshot: object
) -> tuple[bytes, dict[str, str]]:
    kept = make_snapshot(**snapshot)  # type: ignore[arg-type]
    archive.snapshots.held.append(kept)
    response = client.get(f"/snapshot/{kept.digest}/raw")
    assert response.status_code == 200
    return response.data, dict(response.headers)


def test_a_page_keeps_its_bytes_and_gets_its_real_charset(
    client: FlaskClient, archive: FakeArchive
) -> None:
    body, headers = _raw(
        client, archive, url=URL, body=GBK, content_type="text/html; charset=utf-8"
    )
    assert body == GBK
    assert headers["Content-Type"] == "text/html; charset=gb18030"
    assert "Content-Disposition" not in headers


def test_nothing_may_run_or_load(client: FlaskClient, archive: FakeArchive) -> None:
    _, headers = _raw(client, archive, url=URL, body=GBK)
    policy = [part.strip() for part in headers["Content-Security-Policy"].split(";")]
    assert "sandbox" in policy  # without allow-scripts, allow-same-origin, allow-forms
    assert "default-src 'none'" in policy
    assert not [part for part in policy if part.startswith("script-src")]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("application/xhtml+xml", b"<html/>", "text/html; charset=utf-8"),
        ("TEXT/HTML", b"<p>", "text/html; charset=utf-8"),
        ("text/plain", b"<script>", "text/plain; charset=utf-8"),
        (None, "青石县".encode(), "text/plain; charset=utf-8"),
        (None, b"<p>a", "text/html; charset=utf-8"),
    ],
)
def test_text_is_shown(
    client: FlaskClient,
    archive: FakeArchive,
    content_type: str | None,
    body: bytes,
    expected: str,
) -> None:
    _, headers = _raw(client, archive, url=URL, body=body, content_type=content_type)
    assert headers["Content-Type"] == expected


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("image/svg+xml", b"<svg onload=alert(1)>"),
        ("text/xml", b"<a/>"),
        ("application/pdf", b"%PDF-1.7"),
        ("application/javascript", b"alert(1)"),
        ("text/html", b"MZ\x00\x01"),
        ("text/html\r\nx", b"<p>"),
    ],
)
def test_everything_else_is_downloaded(
    client: FlaskClient, archive: FakeArchive, content_type: str, body: bytes
) -> None:
    _, headers = _raw(client, archive, url=URL, body=body, content_type=content_type)
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize(
    ("url", "extension"),
    [
        ("http://a.localhost/x/附件.docx", ".docx"),
        ("http://a.localhost/x.pdf?y=.exe", ".pdf"),
        ("http://a.localhost/x.%22%0d%0aa", ".bin"),
        ("http://a.localhost/x.toolongforthis", ".bin"),
        ("http://a.localhost/", ".bin"),
    ],
)
def test_an_attachment_gets_a_harmless_name(
    client: FlaskClient, archive: FakeArchive, url: str, extension: str
) -> None:
    _, headers = _raw(client, archive, url=url, body=b"<p>", kind=PageKind.ATTACHMENT)
    name = headers["Content-Disposition"].removeprefix("attachment; filename=")
    assert name.endswith(extension)
    assert len(name) == 16 + len(extension)


@pytest.mark.parametrize("digest", ["0" * 64, "abc", "G" * 64, "..%2f..", "A" * 64])
@pytest.mark.parametrize("tail", ["", "/raw"])
def test_an_unknown_digest_is_not_found(client: FlaskClient, digest: str, tail: str) -> None:
    assert client.get(f"/snapshot/{digest}{tail}").status_code == 404
