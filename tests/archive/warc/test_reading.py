"""What we read in WARC files of ours and of others, whole ones and what is left of them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.model import Outcome, PageKind
from archive.warc import NoWarcError, PassedOver, WarcPage, is_warc, read_warc
from tests.archive.warc.records import ALL, AT, BODY, FETCHED, SAVED, URL, written

LONG = 1 << 20


def pages(path: Path, most_bytes: int = LONG) -> list[WarcPage]:
    return [each for each in _all(path, most_bytes) if isinstance(each, WarcPage)]


def _all(path: Path, most_bytes: int = LONG) -> Iterator[WarcPage | PassedOver]:
    return read_warc(path, lambda url, media_type: media_type != "image/png", most_bytes)


def foreign(
    path: Path, payload: bytes, *headers: tuple[str, str], status: str = "200 OK",
    is_packed: bool = False, url: str = URL, date: str = "2019-05-06T07:08:09Z",
) -> Path:  # fmt: skip
    """Add a response to a WARC 1.0 file as another crawler writes it."""
    with path.open("ab") as file:
        writer = WARCWriter(file, gzip=is_packed)
        record = writer.create_warc_record(
            url, "response", BytesIO(payload), len(payload), "", {"WARC-Date": date},
            http_headers=StatusAndHeaders(status, list(headers), "HTTP/1.1"),
        )  # fmt: skip
        writer.write_record(record)
    return path


def test_what_was_written_is_read(tmp_path: Path) -> None:
    part = replace(
        FETCHED, visit_id=8, kind=PageKind.PART, first_page=URL, tls_unverified=True,
        url="http://www.qingshi.example/bg/1_2.html",
    )  # fmt: skip
    fetched, again, saved, further = pages(written(tmp_path / "a.warc.gz", *ALL, part))
    assert (fetched.visit.url, fetched.visit.visited_at, fetched.visit.body) == (URL, AT, BODY)
    assert (fetched.visit.status, fetched.visit.outcome) == (200, Outcome.IMPORTED)
    assert ("Set-Cookie", "b=2") in fetched.visit.headers
    assert (fetched.first_page, fetched.visit.tls_unverified) == (None, False)
    assert fetched.visit.detail.startswith(f"{tmp_path / 'a.warc.gz'} <urn:uuid:")
    assert (again.visit.body, again.digest) == (None, FETCHED.digest)
    assert (saved.visit.url, saved.visit.status, saved.visit.body) == (SAVED.url, None, BODY)
    assert saved.visit.headers == (("Content-Type", "text/plain"),)
    assert (further.visit.kind, further.first_page) == (PageKind.PART, URL)
    assert further.visit.tls_unverified


@pytest.mark.parametrize("is_packed", [False, True])
def test_the_body_is_what_a_browser_would_get(tmp_path: Path, is_packed: bool) -> None:
    packed = gzip.compress(BODY)
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in (packed[:9], packed[9:]))
    path = foreign(
        tmp_path / "other.warc", chunked + b"0\r\n\r\n", ("Content-Type", "text/html"),
        ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), is_packed=is_packed,
    )  # fmt: skip
    (page,) = pages(path)
    assert page.visit.body == BODY
    assert page.visit.visited_at == datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert page.visit.kind is PageKind.DOCUMENT


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "other.warc"
    foreign(path, b"\x89PNG", ("Content-Type", "image/png"))
    foreign(path, b"not here", ("Content-Type", "text/html"), status="404 Not Found")
    foreign(path, BODY, ("Content-Type", "text/html"))
    assert [isinstance(each, WarcPage) for each in _all(path)] == [False, False, True]


def test_what_cannot_be_kept_says_why(tmp_path: Path) -> None:
    path = foreign(tmp_path / "other.warc", b"x" * (LONG + 1), ("Content-Type", "text/html"))
    foreign(path, BODY, ("Content-Type", "text/html"), date="last spring")
    assert list(_all(path)) == [
        PassedOver(URL, "over 1 MB"),
        PassedOver(URL, "its record has no usable date"),
    ]


@pytest.mark.parametrize("digest", ["sha1:junk", f"sha1:{'A' * 32}Ä"])
def test_a_digest_that_is_none_is_another(tmp_path: Path, digest: str) -> None:
    path = foreign(tmp_path / "other.warc", BODY, ("Content-Type", "text/html"))
    start, _, rest = path.read_bytes().partition(b"WARC-Block-Digest: ")
    end = rest.partition(b"\r\n")[2]
    path.write_bytes(start + f"WARC-Block-Digest: {digest}\r\n".encode() + end)
    assert [isinstance(each, PassedOver) for each in _all(path)] == [True]


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-10:00"])
def test_a_date_out_of_the_calendar_is_none(tmp_path: Path, date: str) -> None:
    path = foreign(tmp_path / "other.warc", BODY, ("Content-Type", "text/html"), date=date)
    assert list(_all(path)) == [PassedOver(URL, "its record has no usable date")]


@pytest.mark.parametrize(
    "url", ["metadata://gnu.org/software/wget/warc/wget.log", f"urn:text:{URL}"]
)
def test_what_crawlers_say_of_themselves_is_no_page(tmp_path: Path, url: str) -> None:
    path = tmp_path / "other.warc"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        content = (BytesIO(BODY), len(BODY), "text/plain")
        writer.write_record(writer.create_warc_record(url, "resource", *content))
    assert list(_all(path)) == [PassedOver(url)]


def test_x_gzip_is_gzip(tmp_path: Path) -> None:
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "x-gzip"))
    (page,) = pages(foreign(tmp_path / "other.warc", gzip.compress(BODY), *headers))
    assert page.visit.body == BODY


def test_behind_a_record_without_address_reading_goes_on(tmp_path: Path) -> None:
    path = foreign(tmp_path / "other.warc", BODY, ("Content-Type", "text/html"))
    nameless = path.read_bytes().replace(f"WARC-Target-URI: {URL}\r\n".encode(), b"")
    path.write_bytes(nameless + path.read_bytes())
    assert [isinstance(each, WarcPage) for each in _all(path)] == [False, True]


def test_a_file_cut_off_in_its_headers_says_so(tmp_path: Path) -> None:
    path = foreign(tmp_path / "other.warc", BODY, ("Content-Type", "text/html"))
    content = path.read_bytes()
    path.write_bytes(content + content[: content.index(b"WARC-Block-Digest")])
    with pytest.raises(NoWarcError):
        list(_all(path))


def test_a_record_of_ours_is_a_page_if_its_body_was_kept(tmp_path: Path) -> None:
    (page,) = pages(written(tmp_path / "a.warc.gz", replace(FETCHED, status=203)))
    assert page.visit.status == 203


def test_a_record_of_ours_is_a_page_whatever_its_type(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.warc.gz", replace(FETCHED, headers=(("Content-Type", "image/png"),))
    )
    assert len(pages(path)) == 1


def test_a_record_that_was_changed_is_not_taken(tmp_path: Path) -> None:
    path = foreign(tmp_path / "other.warc", BODY, ("Content-Type", "text/html"))
    path.write_bytes(path.read_bytes().replace(BODY[-9:], b"</other/>"))
    (damaged,) = _all(path)
    assert isinstance(damaged, PassedOver)
    assert "another digest" in damaged.reason


@pytest.mark.parametrize(
    "content", [b"", b"no WARC", gzip.compress(b"no WARC", mtime=0), b"\x1f\x8b\x08"],
    ids=["empty", "plain", "packed", "cut off"],
)  # fmt: skip
def test_what_is_no_warc_file_is_an_error_or_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content)
    if not content:
        assert list(_all(path)) == []
        return
    with pytest.raises(NoWarcError):
        list(_all(path))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_of_a_file_that_was_cut_off_all_whole_pages_are_read(
    tmp_path: Path, data: st.DataObject
) -> None:
    visits = [
        replace(FETCHED, visit_id=number, body=BODY * number, digest=None) for number in range(1, 6)
    ]
    path = written(tmp_path / "a.warc.gz", *visits)
    content = path.read_bytes()
    members = [at for at in range(len(content)) if content.startswith(b"\x1f\x8b\x08\x00", at)]
    size = data.draw(st.integers(0, len(content)))
    path.write_bytes(content[:size])
    found: list[bytes | None] = []
    is_complete = True
    try:
        for each in _all(path):
            found += [each.visit.body] if isinstance(each, WarcPage) else []
    except NoWarcError:
        is_complete = False
    whole = sum(end <= size for end in [*members[2:], len(content)])
    # Of a member that lacks only its checksum, the record's own digest tells that it is whole.
    assert whole <= len(found) <= whole + (not is_complete)
    assert found == [BODY * number for number in range(1, len(found) + 1)]
    assert is_complete == (size in (0, len(content), *members))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_of_a_damaged_file_no_other_body_is_read(tmp_path: Path, data: st.DataObject) -> None:
    body = Random(1).randbytes(50_000)
    visits = (replace(FETCHED, visit_id=number, body=body, digest=None) for number in range(2))
    path = written(tmp_path / "a.warc.gz", *visits)
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    try:
        for each in _all(path):
            assert not isinstance(each, WarcPage) or each.visit.body == body
    except NoWarcError:
        pass


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.warc", True), ("A.WARC.GZ", True), ("a.gz", False), ("warc", False), ("a.html", False)],
)
def test_names_of_warc_files(name: str, expected: bool) -> None:
    assert is_warc(Path(name)) == expected
