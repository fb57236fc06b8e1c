"""ZIP containers, opened with care: they are the outer form of DOCX, XLSX, OFD and ZIP."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from lxml import etree

from archive.clean.attachments.errors import UnreadableFileError
from archive.model import Rejection

_MAX_BYTES: Final = 256 << 20  # unpacked, all members together; as their headers promise
_MAX_MEMBERS: Final = 20_000


def opened(body: bytes) -> zipfile.ZipFile:
    """Open a package; ``UnreadableFileError`` if it is damaged, or grows beyond measure."""
    try:
        package = zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableFileError(Rejection.DAMAGED) from error
    members = package.infolist()
    if len(members) > _MAX_MEMBERS or sum(each.file_size for each in members) > _MAX_BYTES:
        raise UnreadableFileError(Rejection.TOO_LARGE)
    return package


def member(package: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> bytes:
    """Return a member's bytes; ``UnreadableFileError`` if it is missing, damaged or locked.

    No more is unpacked than its header promises.
    """
    try:
        return package.read(name)
    except RuntimeError as error:
        raise UnreadableFileError(Rejection.ENCRYPTED) from error
    except (
        KeyError,
        EOFError,
        OSError,
        ValueError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise UnreadableFileError(Rejection.DAMAGED) from error


def xml(body: bytes) -> etree._Element:
    """Return the root of an XML part; no entity in it is resolved, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError(Rejection.DAMAGED) from error
