"""The pages in a WARC file, of ours or of anybody's."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import unquote

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader

from archive.address import IMPORT_SCHEME
from archive.errors import BaogaoError
from archive.model import Outcome, PageKind, Visit
from archive.warc import fields

Accepts = Callable[[str, str], bool]
"""Whether a page of an address and a media type (lower case, may be empty) is wanted."""

_SUFFIXES = (".warc", ".warc.gz")
_GZIP = b"\x1f"  # no WARC begins with it
_OK = "200"
# Other schemes are for logs, name servers, pictures of pages.
_SCHEMES = ("http://", "https://", f"{IMPORT_SCHEME}:")
_SHA256 = re.compile(r"sha-?256:([0-9a-f]{64})", re.IGNORECASE)
_OTHER_DIGEST = "damaged: it has another digest than its record says"


class NoWarcError(BaogaoError):
    """A file is no WARC file, or from some place on no longer."""


@dataclass(frozen=True, slots=True)
class WarcPage:
    """A page as its record has it, as a visit that was imported.

    ``first_page`` is the address of the article that it is a further page of. A page that was
    found once more may have no body: ``digest`` names it then, its SHA-256 in hex.
    """

    visit: Visit
    first_page: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A record that is no page to import. ``reason`` is for people; empty: it was none at all."""

    url: str
    reason: str = ""


def is_warc(path: Path) -> bool:
    """Whether a file's name says that it is a WARC file."""
    return path.name.lower().endswith(_SUFFIXES)


def read_warc(path: Path, accepts: Accepts, most_bytes: int) -> Iterator[WarcPage | PassedOver]:
    """Yield what is in a WARC file: a body of up to ``most_bytes`` at a time is in memory.

    Pages are ``resource`` records, ``response`` records of status 200, and ``revisit`` records
    that say by SHA-256 which body was found. Only what other crawlers wrote has to be accepted.

    Raises ``OSError`` if the file cannot be read, ``NoWarcError`` where it ends in the middle of
    a record or is not what it should be; what was yielded before is whole.
    """
    with _opened(path) as file:
        for record in _records(file):
            try:
                found = _read(path, record, accepts, most_bytes)
                _finish(record)
            except ValueError:  # what stands where a digest should is none
                found = PassedOver(_url(record), _OTHER_DIGEST)
            yield found


class _Unpacked(gzip.GzipFile):
    """Warcio unpacks, too, but takes no notice of damage, and an ``EOFError`` for the end."""

    def read(self, size: int | None = None) -> bytes:
        try:
            # May be less than asked for, so that nothing is lost by an error behind it.
            return self.read1(-1 if size is None else size)
        except EOFError as error:
            raise NoWarcError("it ends in the middle of a record") from error
        except (zlib.error, gzip.BadGzipFile) as error:
            raise NoWarcError(f"damaged: {error}") from error


class _Loader(ArcWarcRecordLoader):  # type: ignore[misc]
    """Warcio ends in the middle of headers as if all were well, and where an address is missing."""

    def load_http_headers(
        self, rec_type: str, uri: str | None, stream: object, length: int | None
    ) -> Any:
        if uri is None or length is None:
            return None
        try:
            return super().load_http_headers(rec_type, uri, stream, length)
        except EOFError:
            return None


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        is_packed = file.read(1) == _GZIP
    return cast(BinaryIO, _Unpacked(path)) if is_packed else path.open("rb")


def _records(file: BinaryIO) -> Iterator[ArcWarcRecord]:
    iterator = ArchiveIterator(file, check_digests=True)
    iterator.loader = _Loader()
    records = iter(iterator)
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except NoWarcError:
            raise
        except Exception as error:  # warcio meets damage in many ways
            said = " ".join(str(error).split()) or type(error).__name__
            raise NoWarcError(f"no WARC file, or a damaged one: {said[:200]}") from error
        if record.length is None:
            raise NoWarcError("damaged: a record does not say how long it is")
        yield record


def _read(
    path: Path, record: ArcWarcRecord, accepts: Accepts, most_bytes: int
) -> WarcPage | PassedOver:
    url = _url(record)
    digest = _repeated(record)
    if digest is None and not _is_page(record):
        return PassedOver(url)
    if not (
        url.lower().startswith(_SCHEMES) and (_is_ours(record) or _is_accepted(record, accepts))
    ):
        return PassedOver(url)
    body = None if digest else _entity(record).read(most_bytes + 1)
    if body is not None and len(body) > most_bytes:
        return PassedOver(url, f"over {most_bytes >> 20} MB")
    _finish(record)
    if any(each.startswith("block digest") for each in record.digest_checker.problems):
        return PassedOver(url, _OTHER_DIGEST)
    visited_at = _date(record.rec_headers.get_header("WARC-Date"))
    if visited_at is None:
        return PassedOver(url, "its record has no usable date")
    return WarcPage(
        _visit(path, record, url, visited_at, body),
        record.rec_headers.get_header(fields.FIRST_PAGE),
        digest,
    )


def _is_ours(record: ArcWarcRecord) -> bool:
    """Whether the archive that wrote a record knew what its page is, whatever type it has."""
    return record.rec_headers.get_header(fields.KIND) in set(PageKind)


def _is_accepted(record: ArcWarcRecord, accepts: Accepts) -> bool:
    return accepts(_url(record), _media_type(record))


def _repeated(record: ArcWarcRecord) -> str | None:
    """Return the digest of the body that a visit found once more."""
    named = record.rec_headers
    profile = named.get_header("WARC-Profile") or ""
    if record.rec_type != "revisit" or "identical-payload" not in profile:
        return None
    if record.http_headers is not None and not _is_success(record):
        return None
    digest = _SHA256.fullmatch(named.get_header("WARC-Payload-Digest") or "")
    return digest[1].lower() if digest else None


def _entity(record: ArcWarcRecord) -> BinaryIO:
    if record.http_headers is not None:
        coding = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
        if coding == "x-gzip":  # the same (RFC 9110, 8.4.1.3)
            record.http_headers.replace_header("Content-Encoding", "gzip")
    return cast(BinaryIO, record.content_stream())


def _date(value: str | None) -> datetime | None:
    """Return a date in UTC; ``None`` if it is none, or out of the calendar there."""
    try:
        date = datetime.fromisoformat(value or "")
        return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _url(record: ArcWarcRecord) -> str:
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    return unquote(url) if url.startswith(f"{IMPORT_SCHEME}:") else url


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type == "response" and record.http_headers is not None:
        truncated = record.rec_headers.get_header("WARC-Truncated")
        return _is_success(record) and not truncated
    return bool(record.rec_type == "resource")


def _is_success(record: ArcWarcRecord) -> bool:
    """Whether a server gave what it was asked for: we keep what comes with any such status."""
    status = record.http_headers.get_statuscode()
    return status == _OK or (_is_ours(record) and re.fullmatch(r"2\d\d", status) is not None)


def _media_type(record: ArcWarcRecord) -> str:
    is_resource = record.http_headers is None
    told = record.content_type if is_resource else record.http_headers.get_header("Content-Type")
    return (told or "").partition(";")[0].strip().lower()


def _finish(record: ArcWarcRecord) -> None:
    """Read a record to its end; ``NoWarcError`` if there is less of it than it says."""
    while record.raw_stream.read(1 << 16):
        pass
    if record.raw_stream.limit:
        raise NoWarcError("it ends in the middle of a record")


def _visit(
    path: Path, record: ArcWarcRecord, url: str, visited_at: datetime, body: bytes | None
) -> Visit:
    http, named = record.http_headers, record.rec_headers
    return Visit(
        url=url,
        visited_at=visited_at,
        outcome=Outcome.IMPORTED,
        kind=_kind(named.get_header(fields.KIND)),
        status=None if http is None else int(http.get_statuscode()),
        headers=_content_type(record.content_type) if http is None else tuple(http.headers),
        body=body,
        detail=f"{path.resolve()} {named.get_header('WARC-Record-ID') or ''}".strip(),
        tls_unverified=named.get_header(fields.TLS) == fields.UNVERIFIED,
    )


def _kind(name: str | None) -> PageKind:
    return PageKind(name) if name in set(PageKind) else PageKind.DOCUMENT


def _content_type(value: str | None) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", value),) if value else ()
