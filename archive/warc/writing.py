"""Recorded visits as the records of a WARC file.

A body stands in the record of the visit that first brought it: a ``response``, or a
``resource`` if it was a saved file. A visit that found it once more is a ``revisit``. What
answered without a body being kept is a ``response`` of headers, truncated; what did not answer
is ``metadata`` that says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.metadata import version
from io import BytesIO
from urllib.parse import quote
from uuid import UUID, uuid5

from warcio.recordbuilder import RecordBuilder
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.address import IMPORT_SCHEME
from archive.model import Outcome, PastVisit
from archive.warc import fields

_WARC_1_1 = "1.1"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
# They speak of bytes on the wire; bodies are kept without what they name.
_OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_NO_ADDRESS = frozenset(" %<>\x7f") | frozenset(map(chr, range(0x20)))
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))

_builder = RecordBuilder(warc_version=_WARC_1_1)


def warc_chunks(
    visits: Iterable[PastVisit], archive_id: str, written_at: datetime
) -> Iterator[bytes]:
    """Yield the bytes of a compressed WARC file, a record at a time.

    Records of one visit have the same id whenever they are written.
    """
    yield _member(_warcinfo(archive_id, written_at))
    for visit in visits:
        yield _member(_record(visit, UUID(archive_id)))


def _member(record: ArcWarcRecord) -> bytes:
    """Return a record as a gzip member of its own, so that it can be read by itself."""
    buffer = BytesIO()
    WARCWriter(buffer, gzip=True, warc_version=_WARC_1_1).write_record(record)
    return buffer.getvalue()


def _warcinfo(archive_id: str, written_at: datetime) -> ArcWarcRecord:
    about = {
        "software": f"baogao/{version('baogao')}",
        "format": "WARC File Format 1.1",
        "isPartOf": archive_id,
        "description": "Visits in the order in which they ended; bodies without "
        "Content-Encoding and Transfer-Encoding, as they were kept.",
    }
    content = "".join(f"{name}: {value}\r\n" for name, value in about.items()).encode()
    name = uuid5(UUID(archive_id), _date(written_at))
    named = {"WARC-Record-ID": f"<urn:uuid:{name}>", "WARC-Date": _date(written_at)}
    return _builder.create_warc_record("", "warcinfo", BytesIO(content), len(content), "", named)


def _record(past: PastVisit, archive_id: UUID) -> ArcWarcRecord:
    named = _named(past, archive_id)
    if past.body is not None:
        return _with_body(past, past.body, named)
    if past.kept_with is not None:
        return _revisit(past, named)
    if past.status is not None:
        return _truncated(past, named)
    content = f"outcome: {past.outcome}\r\ndetail: {_line(past.detail)}\r\n".encode()
    return _builder.create_warc_record(
        _uri(past.url), "metadata", BytesIO(content), len(content), warc_headers_dict=named
    )


def _named(past: PastVisit, archive_id: UUID) -> dict[str, str]:
    named = {
        "WARC-Record-ID": f"<urn:uuid:{uuid5(archive_id, str(past.visit_id))}>",
        "WARC-Date": _date(past.visited_at),
        fields.KIND: past.kind.value,
    }
    if past.first_page is not None:
        named[fields.FIRST_PAGE] = past.first_page
    if past.tls_unverified:
        named[fields.TLS] = fields.UNVERIFIED
    return named


def _with_body(past: PastVisit, body: bytes, named: Mapping[str, str]) -> ArcWarcRecord:
    named = {**named, "WARC-Payload-Digest": f"sha256:{past.digest}"}
    if past.status is None:
        return _builder.create_warc_record(
            _uri(past.url), "resource", BytesIO(body), len(body), _media_type(past), named
        )
    return _response(past, body, named)


def _truncated(past: PastVisit, named: Mapping[str, str]) -> ArcWarcRecord:
    digest = {fields.DIGEST: f"sha256:{past.digest}"} if past.digest else {}
    return _response(past, b"", {**named, **digest, "WARC-Truncated": "unspecified"})


def _response(past: PastVisit, body: bytes, named: Mapping[str, str]) -> ArcWarcRecord:
    http = _http_headers(past)
    http.add_header("Content-Length", str(len(body)))
    return _builder.create_warc_record(
        _uri(past.url), "response", BytesIO(body), len(body), "", named, http_headers=http
    )


def _revisit(past: PastVisit, named: Mapping[str, str]) -> ArcWarcRecord:
    assert past.kept_with is not None
    first = past.kept_with
    record = _builder.create_revisit_record(
        _uri(past.url),
        f"sha256:{past.digest}",
        _uri(first.url),
        _date(first.visited_at),
        _http_headers(past) if past.status else None,
        named,
    )
    if past.outcome is Outcome.NOT_MODIFIED:
        record.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED)
    return record


def _media_type(past: PastVisit) -> str:
    told = (value for name, value in past.headers if name.lower() == "content-type")
    return _ascii(next(told, "application/octet-stream"))


def _uri(url: str) -> str:
    """Return an address fit for a header: the name of a saved file may have anything in it."""
    if not url.startswith(f"{IMPORT_SCHEME}:"):
        return url
    return "".join(quote(each) if each in _NO_ADDRESS else each for each in url)


def _http_headers(past: PastVisit) -> StatusAndHeaders:
    assert past.status is not None
    headers = [(_header_name(name), _ascii(value)) for name, value in past.headers]
    return StatusAndHeaders(f"{past.status} {_phrase(past.status)}", headers, "HTTP/1.1")


def _header_name(name: str) -> str:
    return f"X-Archive-Orig-{name}" if name.lower() in _OF_THE_WIRE else name


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:  # servers make up their own
        return "-"


def _ascii(value: str) -> str:
    """Return a header's value, bytes that are not ASCII as percent-escapes."""
    one_line = " ".join(value.split())
    try:
        content = one_line.encode("utf-8", "surrogateescape")  # as HTTP clients decode bytes
    except UnicodeEncodeError:
        content = one_line.encode("utf-8", "backslashreplace")
    return quote(content, safe=_PRINTABLE)


def _line(text: str) -> str:
    return " ".join(text.encode("utf-8", "backslashreplace").decode().split())


def _date(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
