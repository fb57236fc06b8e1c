"""Small valid PDF and DOCX files with a title in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from archive.samples.sites.templates import environment

_WRITTEN_AT = (2020, 1, 1, 0, 0, 0)  # fixed, so that the same text gives the same bytes
_DOCX_PARTS = {
    "[Content_Types].xml": "types.html",
    "_rels/.rels": "relations.html",
    "word/document.xml": "document.html",
}


class FileType(StrEnum):
    """The kinds of files; values are their media types."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file linked from a report; ``name`` is what the link says, ``lines`` its text."""

    url: str
    name: str
    file_type: FileType
    lines: tuple[str, ...]

    @property
    def body(self) -> bytes:
        """The bytes of the file, the same every time."""
        return pdf(self.lines[0]) if self.file_type is FileType.PDF else docx(self.lines)


def pdf(text: str) -> bytes:
    """Return a PDF of one page with one line of text, at most about 40 characters.

    The font is one of the Chinese fonts every reader has, so none is embedded.
    Source: ISO 32000-1, 7.5 (file structure), 9.7.5.2 (predefined CMaps).
    """
    line = text.encode("utf-16-be").hex()
    content = f"BT /F1 12 Tf 60 760 Td <{line}> Tj ET".encode("ascii")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 7 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>",
    )
    return _pdf_file(objects)


def _pdf_file(objects: Iterable[bytes]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(offsets) + 1, rows)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(offsets) + 1)
    return body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)


def docx(paragraphs: Iterable[str]) -> bytes:
    """Return a Word file of plain paragraphs.

    Source: ECMA-376-1, 17 (WordprocessingML), ECMA-376-2 (packaging).
    """
    texts = tuple(paragraphs)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for part, template in _DOCX_PARTS.items():
            text = environment().get_template(f"docx/{template}").render(paragraphs=texts)
            package.writestr(zipfile.ZipInfo(part, _WRITTEN_AT), text)
    return buffer.getvalue()
