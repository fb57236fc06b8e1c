"""What others read in a WARC file of ours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.model import Outcome
from archive.warc import WarcPage, read_warc
from tests.archive.warc.records import (
    AGAIN,
    ALL,
    BODY,
    FETCHED,
    GONE,
    SAME_TEXT,
    SAVED,
    SILENT,
    STILL,
    URL,
    records,
    written,
)


def test_every_visit_has_a_record_of_its_own_kind(tmp_path: Path) -> None:
    found = records(written(tmp_path / "a.warc.gz", *ALL))
    assert [record.rec_type for record, _ in found] == [
        *("warcinfo", "response", "revisit", "revisit", "response", "response", "metadata"),
        "resource",
    ]
    assert len({record.rec_headers.get_header("WARC-Record-ID") for record, _ in found}) == 8


def test_a_body_is_there_as_it_was_kept(tmp_path: Path) -> None:
    _, (record, payload) = records(written(tmp_path / "a.warc.gz", FETCHED))
    assert payload == BODY
    assert record.rec_headers.get_header("WARC-Target-URI") == URL
    assert record.rec_headers.get_header("WARC-Date") == "2026-03-01T20:00:00.000250Z"
    assert record.http_headers.statusline == "200 OK"
    assert record.http_headers.headers == [
        ("Content-Type", "text/html"),
        ("X-Archive-Orig-content-encoding", "gzip"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("Content-Length", str(len(BODY))),
    ]


def test_what_came_again_refers_to_where_the_body_is(tmp_path: Path) -> None:
    _, (again, _), (still, _) = records(written(tmp_path / "a.warc.gz", AGAIN, STILL))
    for record, profile in ((again, "identical-payload-digest"), (still, "server-not-modified")):
        fields = record.rec_headers
        assert fields.get_header("WARC-Profile").endswith(f"/1.1/revisit/{profile}")
        assert fields.get_header("WARC-Refers-To-Target-URI") == URL
        assert fields.get_header("WARC-Refers-To-Date") == "2026-03-01T20:00:00.000250Z"
        assert fields.get_header("WARC-Payload-Digest") == f"sha256:{FETCHED.digest}"


def test_what_brought_no_body_says_so(tmp_path: Path) -> None:
    path = written(tmp_path / "a.warc.gz", GONE, SAME_TEXT, SILENT)
    _, (gone, nothing), (same, _), (silent, said) = records(path)
    assert (gone.http_headers.statusline, nothing) == ("404 Not Found", b"")
    assert gone.rec_headers.get_header("WARC-Truncated") == "unspecified"
    assert same.rec_headers.get_header("Baogao-Digest") == f"sha256:{FETCHED.digest}"
    assert (silent.content_type, said) == (
        "application/warc-fields",
        b"outcome: timeout\r\ndetail: 30 s X: y\r\n",
    )


def test_an_imported_file_is_a_resource(tmp_path: Path) -> None:
    _, (record, payload) = records(written(tmp_path / "a.warc.gz", SAVED))
    assert (record.content_type, payload) == ("text/plain", BODY)
    assert record.rec_headers.get_header("WARC-Target-URI") == SAVED.url


def test_an_imported_page_keeps_what_its_server_said(tmp_path: Path) -> None:
    headers = (("content-type", "text/html"), ("last-modified", "yesterday"))
    page = replace(FETCHED, outcome=Outcome.IMPORTED, headers=headers)
    told = replace(SAVED, headers=headers)
    _, (record, _), (saved, _) = records(written(tmp_path / "a.warc.gz", page, told))
    assert (record.rec_type, record.http_headers.headers[:2]) == ("response", list(headers))
    assert (saved.rec_type, saved.content_type) == ("resource", "text/html")


@pytest.mark.parametrize("name", ["a b.txt", "a\nWARC-Type: x\r\n.txt", "100%25.txt", "<a>.txt"])
def test_the_name_of_a_file_stays_one(tmp_path: Path, name: str) -> None:
    saved = replace(SAVED, url=f"import:97c38ae7/{name}")
    path = written(tmp_path / "a.warc.gz", saved)
    assert records(path)[1][0].rec_type == "resource"
    _, read = read_warc(path, lambda *_: True, 1 << 20)
    assert isinstance(read, WarcPage)
    assert read.visit.url == saved.url


def test_odd_headers_break_nothing(tmp_path: Path) -> None:
    odd = replace(FETCHED, status=799, headers=(("X-A", "一\udce9\r\nX-B: 1"), ("X-C", 'a="b; c"')))
    _, (record, payload) = records(written(tmp_path / "a.warc.gz", odd))
    assert (record.http_headers.statusline, payload) == ("799 -", BODY)
    assert record.http_headers.headers[:2] == [
        ("X-A", "%E4%B8%80%E9 X-B: 1"),
        ("X-C", 'a="b; c"'),
    ]


def test_written_again_a_record_has_the_same_name(tmp_path: Path) -> None:
    first, second = (
        records(written(tmp_path / name, *ALL))[1:] for name in ("1.warc.gz", "2.warc.gz")
    )
    names = [
        [record.rec_headers.get_header("WARC-Record-ID") for record, _ in found]
        for found in (first, second)
    ]
    assert names[0] == names[1]
