"""From saved files to snapshots: the second door of the archive, beside the crawl."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from archive.address import canonical, import_address
from archive.errors import UsageError
from archive.keep import Archive, ImportChange
from archive.model import Outcome, PageKind, Run, Snapshot, Visit

MEDIA_TYPES: Mapping[str, str] = {
    ".htm": "text/html",
    ".html": "text/html",
    ".shtml": "text/html",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".doc": "application/msword",
    ".wps": "application/vnd.ms-works",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".et": "application/vnd.ms-excel",
    ".ofd": "application/ofd",
    ".zip": "application/zip",
}
_BATCH_FILES = 64  # kept in one transaction, or fewer if they are large
_BATCH_BYTES = 16 * 1024 * 1024
_MAX_BYTES = 64 * 1024 * 1024
# Browsers write the address of a page they save into its first lines ("mark of the web"):
# <!-- saved from url=(0042)https://www.qingshi.example/a.html -->
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{4,}\)(https?://[^\s>]+)\s*-->")


class FileFate(StrEnum):
    """What reading a file for import led to."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNKNOWN_TYPE = "unknown_type"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"


_FATES = {
    ImportChange.NEW: FileFate.NEW,
    ImportChange.CHANGED: FileFate.CHANGED,
    ImportChange.UNCHANGED: FileFate.UNCHANGED,
}


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """The files to import, and how many files of other types lie beside them."""

    files: tuple[Path, ...]
    passed_over: int


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One file and what it became; ``url`` is empty and ``snapshot_id`` ``None`` if not kept."""

    path: Path
    fate: FileFate
    url: str = ""
    snapshot_id: int | None = None
    detail: str = ""


def find_files(paths: Iterable[Path]) -> FoundFiles:
    """Return the files to import, folders searched to the bottom, in a stable order.

    In folders only known types are taken and hidden names are passed over; a file that is
    named itself is always taken, so that its unknown type is answered and not ignored, and so
    is a folder that cannot be read. Links to folders are not followed: they may go in circles.

    Raises ``UsageError`` if a path does not exist or nothing is found.
    """
    found: dict[Path, None] = {}
    passed_over = 0
    for path in paths:
        if not path.exists():
            raise UsageError(f"no such file or folder: {readable(path)}")
        for file in _below(path) if path.is_dir() else (path,):
            if file == path or file.suffix.lower() in MEDIA_TYPES or file.is_dir():
                found[file] = None
            else:
                passed_over += 1
    if not found:
        kinds = " ".join(MEDIA_TYPES)
        raise UsageError(f"nothing to import: no file of a known type ({kinds}) in these folders")
    return FoundFiles(tuple(found), passed_over)


def _below(folder: Path) -> Iterator[Path]:
    try:
        inside = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        yield folder
        return
    for path in inside:
        if path.is_symlink() or not path.is_dir():
            yield from () if path.is_dir() else (path,)
        else:
            yield from _below(path)


def readable(path: Path) -> str:
    """Return a path as text; names on a disk are bytes, which need not be UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")


def import_files(
    archive: Archive, run: Run, paths: Iterable[Path], known: Mapping[Path, str]
) -> Iterator[ImportedFile]:
    """Keep saved pages and files as snapshots and yield what each became, in order.

    The address of one is what ``known`` says, else what a browser wrote into it when saving,
    else ``import:<digest>/<name>``. A file that cannot be kept is answered by its fate;
    nothing of it is stored then. What was yielded is on the disk. The caller holds the home's
    lock.
    """
    batch: list[_ReadFile | ImportedFile] = []
    size = 0
    for path in paths:
        read = _read(path, known.get(path.resolve()))
        batch.append(read)
        size += len(read.body) if isinstance(read, _ReadFile) else 0
        if len(batch) >= _BATCH_FILES or size >= _BATCH_BYTES:
            yield from _kept(archive, run, batch)
            batch, size = [], 0
    yield from _kept(archive, run, batch)


@dataclass(frozen=True, slots=True)
class _ReadFile:
    """A file that was read, and the address it will be kept under."""

    path: Path
    url: str
    media_type: str
    body: bytes


def _read(path: Path, address: str | None) -> _ReadFile | ImportedFile:
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
    return _ReadFile(path, url, media_type, body)


def _kept(
    archive: Archive, run: Run, batch: Iterable[_ReadFile | ImportedFile]
) -> Iterator[ImportedFile]:
    read = [each for each in batch if isinstance(each, _ReadFile)]
    results = iter(archive.record_imports(run, [_visit(each) for each in read]))
    for each in batch:
        if isinstance(each, ImportedFile):
            yield each
        else:
            result = next(results)
            fate = _FATES[result.change]
            yield ImportedFile(each.path, fate, canonical(each.url), result.snapshot_id)


def _visit(file: _ReadFile) -> Visit:
    return Visit(
        url=file.url,
        visited_at=datetime.now(UTC),
        outcome=Outcome.IMPORTED,
        kind=PageKind.DOCUMENT,
        headers=(("Content-Type", file.media_type),),
        body=file.body,
        detail=readable(file.path.resolve()),
    )


def snapshot_of(path: Path, address: str | None = None) -> Snapshot:
    """Return a saved page or file as it would be kept, under no number; nothing is.

    ``address`` is where it came from, by default as for :func:`import_files`. Raises
    ``UsageError`` if it would not be taken.
    """
    read = _read(path, address)
    if isinstance(read, ImportedFile):
        raise UsageError(f"{path} is {read.fate.value}: {read.detail}")
    visit = _visit(read)
    digest = sha256(read.body).hexdigest()
    url = canonical(visit.url)
    return Snapshot(
        0, url, visit.visited_at, visit.kind, visit.status, visit.headers, digest, read.body
    )


def _saved_from(body: bytes) -> str | None:
    found = _SAVED_FROM.search(body, 0, 4096)
    if found is None:
        return None
    try:
        return canonical(found[1].decode("utf-8"))
    except ValueError:  # UnicodeDecodeError is one: a damaged mark is no address
        return None


def read_addresses(table: Path) -> Mapping[Path, str]:
    """Read a table of ``file<TAB>address`` lines; files are relative to the table's folder.

    Empty lines and ``#`` comments are passed over. Returns resolved path -> address.

    Raises ``UsageError`` naming the line that is wrong.
    """
    try:
        lines = table.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError(f"cannot read the address table {table}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"the address table {table} is not UTF-8: save it as UTF-8") from error
    entries = (
        _entry(table, number, line)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    )
    return dict(entries)


def _entry(table: Path, number: int, line: str) -> tuple[Path, str]:
    name, tab, address = line.partition("\t")
    address = address.strip()
    if not tab or not address.startswith(("http://", "https://")):
        raise UsageError(f"{table}:{number}: expected FILE<TAB>http(s)://ADDRESS, got {line!r}")
    try:
        return (table.parent / name.strip()).resolve(), canonical(address)
    except ValueError as error:
        raise UsageError(f"{table}:{number}: {address!r} is no address: {error}") from error
