"""From saved files to snapshots: the second door of the archive, beside the crawl."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from archive.address import canonical, import_address
from archive.errors import NotFoundError, UsageError
from archive.keep import Archive
from archive.model import Outcome, PageKind, Run, Snapshot, Visit
from archive.pipeline.saved_files import MEDIA_TYPES, readable
from archive.warc import NoWarcError, PassedOver, WarcPage, is_warc, read_warc

_WANTED_TYPES = frozenset({*MEDIA_TYPES.values(), "application/xhtml+xml"})
_BATCH_FILES = 64  # kept in one transaction, or fewer if they are large
_BATCH_BYTES = 16 * 1024 * 1024
_MAX_BYTES = 64 * 1024 * 1024
_CLOCKS_DIFFER = timedelta(days=1)
# Browsers write the address of a page they save into its first lines ("mark of the web"):
# <!-- saved from url=(0042)https://www.qingshi.example/a.html -->
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{4,}\)(https?://[^\s>]+)\s*-->")


class FileFate(StrEnum):
    """What reading a file for import led to."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    EARLIER = "earlier"  # kept as an earlier state of a page that the archive has newer
    PASSED_OVER = "passed_over"  # what of a WARC file is no page to import
    UNKNOWN_TYPE = "unknown_type"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One file, or one page in it, and what it became.

    ``url`` is empty and ``snapshot_id`` ``None`` if it was not kept.
    """

    path: Path
    fate: FileFate
    url: str = ""
    snapshot_id: int | None = None
    detail: str = ""


def import_files(
    archive: Archive, run: Run, paths: Iterable[Path], known: Mapping[Path, str]
) -> Iterator[ImportedFile]:
    """Keep saved pages and files as snapshots and yield what each became, in order.

    The address of one is what ``known`` says, else what a browser wrote into it when saving,
    else ``import:<digest>/<name>``. The pages of a WARC file have the addresses, the dates and
    the headers of their records. What cannot be kept is answered by its fate; nothing of it is
    stored then. What was yielded is on the disk. The caller holds the home's lock.
    """
    batch: list[_ReadPage | ImportedFile] = []
    size = 0
    for path in paths:
        for found in _read_all(path, known.get(path.resolve())):
            whole = _with_body(archive, found)
            if whole is None:  # the body that it repeats may be in what was read last
                yield from _kept(archive, run, batch)
                batch, size = [], 0
            read = whole or _with_body(archive, found) or _without_body(found)
            batch.append(read)
            size += read.size if isinstance(read, _ReadPage) else 0
            if len(batch) >= _BATCH_FILES or size >= _BATCH_BYTES:
                yield from _kept(archive, run, batch)
                batch, size = [], 0
    yield from _kept(archive, run, batch)


@dataclass(frozen=True, slots=True)
class _ReadPage:
    """A page that was read from a file, as a visit; other fields as of a WARC page."""

    path: Path
    visit: Visit
    first_page: str | None = None
    digest: str | None = None

    @property
    def size(self) -> int:
        """Length of the body in bytes."""
        return len(self.visit.body or b"")


def _read_all(path: Path, address: str | None) -> Iterator[_ReadPage | ImportedFile]:
    if not is_warc(path) or not path.is_file():
        yield _read(path, address)
        return
    others = 0
    try:
        for found in read_warc(path, _is_wanted, _MAX_BYTES):
            if isinstance(found, PassedOver) and not found.reason:
                others += found.url != ""  # what has none tells of the file itself
            else:
                yield _from_warc(path, found)
    except (OSError, NoWarcError) as error:
        said = (error.strerror if isinstance(error, OSError) else None) or str(error)
        yield ImportedFile(path, FileFate.UNREADABLE, detail=said)
    if others:
        detail = f"{others} records are no pages: pictures, requests, failures, repetitions"
        yield ImportedFile(path, FileFate.PASSED_OVER, detail=detail)


def _from_warc(path: Path, found: WarcPage | PassedOver) -> _ReadPage | ImportedFile:
    if isinstance(found, PassedOver):
        return ImportedFile(path, FileFate.UNREADABLE, found.url, detail=found.reason)
    if found.visit.visited_at > datetime.now(UTC) + _CLOCKS_DIFFER:
        detail = "its record has a date in the future"
        return ImportedFile(path, FileFate.UNREADABLE, found.visit.url, detail=detail)
    try:
        visit = replace(found.visit, url=canonical(found.visit.url))
    except ValueError as error:
        detail = f"no address that can be kept: {error}"
        return ImportedFile(path, FileFate.UNREADABLE, found.visit.url, detail=detail)
    return _ReadPage(path, visit, _usable(found.first_page), found.digest)


def _usable(address: str | None) -> str | None:
    try:
        return canonical(address) if address else None
    except ValueError:
        return None


def _with_body(archive: Archive, read: _ReadPage | ImportedFile) -> _ReadPage | ImportedFile | None:
    """Return a page that was found once more with its body, ``None`` if the archive lacks that."""
    if isinstance(read, ImportedFile) or read.digest is None:
        return read
    try:
        body = archive.snapshots.by_digest(read.digest).body
    except NotFoundError:
        return None
    return replace(read, visit=replace(read.visit, body=body), digest=None)


def _without_body(read: _ReadPage | ImportedFile) -> ImportedFile:
    url = read.visit.url if isinstance(read, _ReadPage) else read.url
    detail = "the body that it repeats is not there"
    return ImportedFile(read.path, FileFate.PASSED_OVER, url, detail=detail)


def _is_wanted(url: str, media_type: str) -> bool:
    """Whether a page of a WARC file may hold a report, as far as type or address say."""
    if media_type in ("", "application/octet-stream"):
        return PurePosixPath(urlsplit(url).path).suffix.lower() in MEDIA_TYPES
    return media_type in _WANTED_TYPES


def _read(path: Path, address: str | None) -> _ReadPage | ImportedFile:
    if not path.is_file():  # a pipe would be waited for
        detail = "folder cannot be read" if path.is_dir() else "is no file"
        return ImportedFile(path, FileFate.UNREADABLE, detail=detail)
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        known = f"known are {' '.join(MEDIA_TYPES)}"
        return ImportedFile(path, FileFate.UNKNOWN_TYPE, detail=known)
    try:
        if path.stat().st_size > _MAX_BYTES:
            return ImportedFile(path, FileFate.TOO_LARGE, detail=f"over {_MAX_BYTES >> 20} MB")
        body = path.read_bytes()
    except OSError as error:
        return ImportedFile(path, FileFate.UNREADABLE, detail=error.strerror or str(error))
    url = (
        address
        or _saved_from(body)
        or import_address(sha256(body).hexdigest(), readable(Path(path.name)))
    )
    visit = Visit(
        url=url,
        visited_at=datetime.now(UTC),
        outcome=Outcome.IMPORTED,
        kind=PageKind.DOCUMENT,
        headers=(("Content-Type", media_type),),
        body=body,
        detail=readable(path.resolve()),
    )
    return _ReadPage(path, visit)


def _kept(
    archive: Archive, run: Run, batch: Sequence[_ReadPage | ImportedFile]
) -> Iterator[ImportedFile]:
    read = [each for each in batch if isinstance(each, _ReadPage)]
    first_pages = {each.visit.url: each.first_page for each in read if each.first_page}
    results = iter(archive.record_imports(run, [each.visit for each in read], first_pages))
    for each in batch:
        if isinstance(each, ImportedFile):
            yield each
        else:
            result = next(results)
            fate = FileFate(result.change.value)
            yield ImportedFile(each.path, fate, canonical(each.visit.url), result.snapshot_id)


def snapshot_of(path: Path, address: str | None = None) -> Snapshot:
    """Return a saved page or file as it would be kept, under no number; nothing is.

    ``address`` is where it came from, by default as for :func:`import_files`. Raises
    ``UsageError`` if it would not be taken.
    """
    read = _read(path, address)
    if isinstance(read, ImportedFile):
        raise UsageError(f"{path} is {read.fate.value}: {read.detail}")
    visit, body = read.visit, read.visit.body or b""
    digest, url = sha256(body).hexdigest(), canonical(visit.url)
    return Snapshot(0, url, visit.visited_at, visit.kind, visit.status, visit.headers, digest, body)


def _saved_from(body: bytes) -> str | None:
    found = _SAVED_FROM.search(body, 0, 4096)
    if found is None:
        return None
    try:
        return canonical(found[1].decode("utf-8"))
    except ValueError:  # UnicodeDecodeError is one: a damaged mark is no address
        return None
