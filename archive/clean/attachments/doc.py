"""DOC, the binary format of Word 97 to 2003, which WPS writes as well.

The text lies in pieces; a table of them says where each is and how wide its characters are.
Rows of tables are found by their marks alone: an empty cell within a row ends it for us.

Source: [MS-DOC] 2.4.1 (retrieving text), 2.5.1 (Fib), 2.9.38 (Clx), 2.9.177 (PlcPcd).
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import Final

import olefile

from archive.clean.attachments.errors import UnreadableFileError
from archive.clean.attachments.rows import row_line
from archive.clean.page.lines import rendered
from archive.files import FileText, FileType
from archive.model import Rejection

_WORD_97: Final = 0xC1  # nFib; older ones keep their text in another way
_ENCRYPTED, _IN_TABLE_1 = 0x0100, 0x0200  # flags of FibBase
_CLX_AT: Final = 0x01A2
_TEXT_CHARS_AT: Final = 0x004C
_COMPRESSED: Final = 0x40000000
# A field is its instruction, a separator and what it shows; only the last is text.
_FIELD: Final = re.compile(
    "\x13[^\x13\x14\x15]*\x14([^\x13\x14\x15]*)\x15|\x13[^\x13\x14\x15]*\x15"
)
_MAX_NESTED: Final = 8
_SIGNS: Final = str.maketrans({"\x1e": "-", "\xa0": " ", "\x0b": "\r", "\x0c": "\r", "\x0e": "\r"})
_MARKS: Final = re.compile("[\x00-\x06\x08\t\n\x0f-\x1f]")


def read_doc(body: bytes) -> FileText:
    """Return the paragraphs of a Word file; raises ``UnreadableFileError`` if it has none."""
    try:
        with olefile.OleFileIO(io.BytesIO(body)) as ole:
            text = _text(ole)
    except (OSError, struct.error, ValueError, IndexError) as error:  # olefile's own are OSErrors
        raise UnreadableFileError(Rejection.DAMAGED) from error
    paragraphs = tuple(_paragraphs(text))
    if not paragraphs:
        raise UnreadableFileError(Rejection.EMPTY)
    return FileText(FileType.DOC, paragraphs)


def _text(ole: olefile.OleFileIO) -> str:
    stream = ole.openstream("WordDocument").read()
    (version,) = struct.unpack_from("<H", stream, 2)
    (flags,) = struct.unpack_from("<H", stream, 0x0A)
    if flags & _ENCRYPTED:
        raise UnreadableFileError(Rejection.ENCRYPTED)
    if version < _WORD_97:
        raise UnreadableFileError(Rejection.NOT_TEXT)
    table = ole.openstream("1Table" if flags & _IN_TABLE_1 else "0Table").read()
    start, size = struct.unpack_from("<II", stream, _CLX_AT)
    pieces = "".join(_pieces(stream, _piece_table(table[start : start + size])))
    # Headers, notes and text boxes follow the main text; notes (the second count) are kept.
    main, notes = struct.unpack_from("<ii", stream, _TEXT_CHARS_AT)
    return pieces[: max(main, 0) + max(notes, 0)]


def _piece_table(clx: bytes) -> bytes:
    """Return the PlcPcd, which stands behind any number of property lists."""
    at = 0
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<h", clx, at + 1)[0]
        if at < 3:
            raise ValueError("a property list of negative size")
    (size,) = struct.unpack_from("<I", clx, at + 1)
    return clx[at + 5 : at + 5 + size]


def _pieces(stream: bytes, table: bytes) -> Iterator[str]:
    count = (len(table) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", table)
    for number in range(count):
        (at,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)
        chars = max(ends[number + 1] - ends[number], 0)
        if at & _COMPRESSED:
            start = (at & ~_COMPRESSED) // 2
            yield stream[start : start + chars].decode("cp1252", "replace")
        else:
            yield stream[at : at + 2 * chars].decode("utf-16-le", "replace")


def _paragraphs(text: str) -> Iterator[str]:
    for _ in range(_MAX_NESTED):
        text, count = _FIELD.subn(lambda field: field[1] or "", text)
        if not count:
            break
    cells: list[str] = []
    shown = _MARKS.sub("", text.translate(_SIGNS))
    for paragraph in shown.split("\r"):
        *ended, rest = paragraph.split("\x07")
        for cell in ended:
            if cell or not cells:
                cells.append(rendered(cell))
            elif line := row_line(cells):
                yield line
                cells = []
        if rendered(rest):
            yield rendered(rest)
