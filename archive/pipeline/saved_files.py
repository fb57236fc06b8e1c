"""Saved pages and files on a disk: which there are, and where they came from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.address import canonical
from archive.errors import UsageError
from archive.warc import is_warc

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


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """The files to import, and how many files of other types lie beside them."""

    files: tuple[Path, ...]
    passed_over: int


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
            if file == path or _is_known(file) or file.is_dir():
                found[file] = None
            else:
                passed_over += 1
    if not found:
        kinds = " ".join([*MEDIA_TYPES, ".warc", ".warc.gz"])
        raise UsageError(f"nothing to import: no file of a known type ({kinds}) in these folders")
    return FoundFiles(tuple(found), passed_over)


def _is_known(file: Path) -> bool:
    return file.suffix.lower() in MEDIA_TYPES or is_warc(file)


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
