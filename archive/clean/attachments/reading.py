"""Any file to text: what it is by its bytes, then the reader of its format."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

import olefile

from archive.clean.attachments import packages
from archive.clean.attachments.doc import read_doc
from archive.clean.attachments.errors import UnreadableFileError
from archive.clean.attachments.ofd import read_ofd
from archive.clean.attachments.pdf import read_pdf
from archive.clean.attachments.sheet import read_sheet
from archive.clean.attachments.word import read_docx
from archive.files import FileText, FileType
from archive.model import Rejection

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED: Final = (b"PK\x03\x04", b"PK\x05\x06")
_PDF_WITHIN: Final = 1024  # bytes that may stand before the header; readers are tolerant
_MAX_FILES: Final = 200  # of a ZIP
_UTF8_NAME: Final = 0x800  # the flag of a member whose name is UTF-8


def is_file(body: bytes) -> bool:
    """Whether the bytes are of a format that is read here."""
    return body.startswith((_OLE, *_ZIPPED)) or b"%PDF-" in body[:_PDF_WITHIN]


def read_file(body: bytes) -> FileText | Rejection:
    """Return the paragraphs of a file, or why it has none; raises nothing but MemoryError.

    Takes PDF, DOCX, DOC and WPS, XLSX, XLS and ET, OFD, and ZIPs of these.
    """
    try:
        return _read(body)
    except UnreadableFileError as error:
        return error.reason


def _read(body: bytes) -> FileText:
    if body.startswith(_ZIPPED):
        with packages.opened(body) as package:
            return _packed(package, body)
    if body.startswith(_OLE):
        return _compound(body)
    if b"%PDF-" in body[:_PDF_WITHIN]:
        return read_pdf(body)
    raise UnreadableFileError(Rejection.NOT_TEXT)


def _packed(package: zipfile.ZipFile, body: bytes) -> FileText:
    names = {name.lower() for name in package.namelist()}
    if "ofd.xml" in names:
        return read_ofd(package)
    if any(name.startswith("word/") for name in names):
        return read_docx(body)
    if any(name.startswith("xl/") for name in names):
        return read_sheet(body, FileType.XLSX)
    return _collected(package)


def _compound(body: bytes) -> FileText:
    try:
        with olefile.OleFileIO(body) as ole:
            names = {name[0] for name in ole.listdir()}
    except (OSError, ValueError, IndexError) as error:
        raise UnreadableFileError(Rejection.DAMAGED) from error
    if "EncryptedPackage" in names:  # an encrypted DOCX or XLSX
        raise UnreadableFileError(Rejection.ENCRYPTED)
    if "WordDocument" in names:
        return read_doc(body)
    if names & {"Workbook", "Book"}:
        return read_sheet(body, FileType.XLS)
    raise UnreadableFileError(Rejection.NOT_TEXT)


def _collected(package: zipfile.ZipFile) -> FileText:
    """Return the texts of a ZIP's files one after the other, each below its name.

    One file in two formats is read once, in the one that has a text.
    """
    members = [each for each in package.infolist() if not each.is_dir()][:_MAX_FILES]
    texts: dict[str, FileText] = {}
    reason = Rejection.NOT_TEXT
    for info in members:
        name = str(PurePosixPath(_name(info)).with_suffix(""))
        if name in texts and texts[name].paragraphs:
            continue
        try:
            texts[name] = _member(packages.member(package, info))
        except UnreadableFileError as error:
            reason = error.reason
    if not texts:
        raise UnreadableFileError(reason if members else Rejection.EMPTY)
    return FileText(
        FileType.ZIP,
        tuple(_chapters(texts)),
        tuple(removal for text in texts.values() for removal in text.removed),
        tuple(
            replace(caution, reason=f"{name}：{caution.reason}")
            for name, text in texts.items()
            for caution in text.cautions
        ),
    )


def _member(body: bytes) -> FileText:
    if body.startswith(_ZIPPED):
        with packages.opened(body) as package:
            names = {name.lower() for name in package.namelist()}
            if not any(name == "ofd.xml" or name.startswith(("word/", "xl/")) for name in names):
                raise UnreadableFileError(Rejection.NOT_TEXT)  # a ZIP in a ZIP: no deeper
    return _read(body)


def _chapters(texts: Mapping[str, FileText]) -> Iterator[str]:
    for name, text in texts.items():
        if len(texts) > 1:
            yield PurePosixPath(name).name
        yield from text.paragraphs


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; Chinese programs write GBK where the format says cp437."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename
