"""Files of every format, written byte by byte or by another library than the one that reads."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter

TITLE = "青石县2023年法治政府建设年度报告"
PROSE = (
    "2023年，青石县坚持和发展新时代“枫桥经验”，把矛盾纠纷化解在基层，全年受理人民调解案件一百二十件，"
    "调解成功一百一十八件，群众满意度持续提升。"
)
SECOND = "一是加强组织领导。县政府常务会议两次听取法治政府建设情况汇报，研究解决重点难点问题。"
SIGNED = ("青石县人民政府", "2024年1月5日")
PARAGRAPHS = (TITLE, PROSE, SECOND, *SIGNED)

_SIZE = 14.0
_LEFT, _RIGHT, _TOP = 90.0, 510.0, 760.0
_WIDTH = int((_RIGHT - _LEFT) / _SIZE)


def pdf(*pages: Sequence[tuple[float, float, str]], image: bool = False) -> bytes:
    """Return a PDF of lines at places. Source: ISO 32000-1, 7.5, 8.9 (images), 9.7.5.2."""
    numbers = [6 + 2 * number for number in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor<</Type/FontDescriptor"
        b"/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 80>>>>",
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Length 1>>\nstream\n\x80\nendstream",
    ]
    for number, page in zip(numbers, pages, strict=True):
        content = b"".join(
            f"BT /F1 {_SIZE} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n".encode()
            for x, y, text in page
        )
        content += b"q 500 0 0 700 50 50 cm /I1 Do Q" if image else b""
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>/XObject<</I1 5 0 R>>>>>>" % (number + 1)
        )
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content))
    return _assembled(objects)


def _assembled(objects: Sequence[bytes]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, rows, size, len(body))
    )


def typeset(paragraphs: Sequence[str], *, head: str = "", per_page: int = 12) -> bytes:
    """Return a PDF as an office prints it: indented, wrapped, with heads and page numbers."""
    lines = [line for text in paragraphs for line in _wrapped(text)]
    cut = [lines[at : at + per_page] for at in range(0, len(lines), per_page)]
    pages = []
    for number, page in enumerate(cut, 1):
        placed = [(x, _TOP - 28 * row, text) for row, (x, text) in enumerate(page)]
        top = [(250.0, 800.0, head.format(number))] if head else []
        pages.append([*top, *placed, (280.0, 40.0, f"— {number} —")])
    return pdf(*pages)


def _wrapped(text: str) -> list[tuple[float, str]]:
    if len(text) < _WIDTH - 2 and text[-1] not in "。；":
        middle = (_LEFT + _RIGHT - len(text) * _SIZE) / 2
        return [(middle, text)]
    lines = [(_LEFT + 2 * _SIZE, text[: _WIDTH - 2])]
    rest = text[_WIDTH - 2 :]
    return lines + [(_LEFT, rest[at : at + _WIDTH]) for at in range(0, len(rest), _WIDTH)]


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in members.items():
            package.writestr(name, body)
    return buffer.getvalue()


def docx(body: str, footnotes: str = "", levels: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return a Word file with this content of ``w:body``; ``levels`` are formats and texts."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    relation = f'<Relationship Id="r1" Type="{_RELATIONS}/{{}}" Target="{{}}"/>'
    notes = relation.format("footnotes", "footnotes.xml") if footnotes else ""
    numbers = relation.replace("r1", "r2").format("numbering", "numbering.xml") if levels else ""
    return zipped({
        "[Content_Types].xml": types,
        "_rels/.rels": relations.format(relation.format("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations.format(notes + numbers),
        "word/numbering.xml": _numbering(levels),
        "word/footnotes.xml": f"<w:footnotes {_W}>{footnotes}</w:footnotes>",
    })  # fmt: skip


def _numbering(levels: Sequence[tuple[str, str]]) -> str:
    defined = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    return (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="4">{defined}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
    )


def numbered(text: str, level: int) -> str:
    place = f'<w:ilvl w:val="{level}"/><w:numId w:val="7"/>'
    return f"<w:p><w:pPr><w:numPr>{place}</w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def xlsx(
    rows: Sequence[Sequence[object]], merged: str = "", hidden: Sequence[Sequence[object]] = ()
) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if merged:
            sheet.merge_range(merged, rows[0][0])
        if hidden:
            unseen = book.add_worksheet()
            unseen.hide()
            for number, row in enumerate(hidden):
                unseen.write_row(number, 0, row)
    return buffer.getvalue()


def ofd(*pages: Sequence[tuple[float, float, str]]) -> bytes:
    """Return an OFD of lines at places. Source: GB/T 33190-2016, 7."""
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}.xml"/>' for n in range(len(pages)))
    members = {
        "OFD.xml": f"<ofd:OFD {ns}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {ns}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, page in enumerate(pages):
        objects = "".join(
            f'<ofd:TextObject Boundary="{x} {800 - y} {len(text) * 14} 14" Size="14">'
            f'<ofd:TextCode X="0" Y="12">{text}</ofd:TextCode></ofd:TextObject>'
            for x, y, text in page
        )
        members[f"Doc_0/Pages/{number}.xml"] = (
            f"<ofd:Page {ns}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return zipped(members)


def doc(text: str, *, flags: int = 0, version: int = 0xC1) -> bytes:
    """Return a Word 97 file with its text in two pieces. Source: [MS-DOC] 2.5.1, 2.9.38."""
    half = len(text) // 2
    ascii_part = "Report\r"
    data = text.encode("utf-16-le")
    at = 2048
    pieces = [(half, at), (len(text) - half, at + 2 * half), (len(ascii_part), 0)]
    compressed = (at + len(data)) * 2 | 0x40000000
    ends = struct.pack("<4I", 0, half, len(text), len(text) + len(ascii_part))
    places = [at, at + 2 * half, compressed]
    table = ends + b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    clx = b"\x01\x02\x00\xff\xff" + b"\x02" + struct.pack("<I", len(table)) + table
    stream = bytearray(at) + data + ascii_part.encode() + bytes(4096)
    struct.pack_into("<HH", stream, 0, 0xA5EC, version)
    struct.pack_into("<H", stream, 0x0A, 0x0200 | flags)
    struct.pack_into("<ii", stream, 0x4C, sum(chars for chars, _ in pieces), 0)
    struct.pack_into("<II", stream, 0x01A2, 0, len(clx))
    return compound({"WordDocument": bytes(stream), "1Table": clx + bytes(4096)})


_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return an OLE compound file; streams have 4096 bytes or more. Source: [MS-CFB] 2."""
    chains, sectors = [], b""
    fat = [_FAT, _END]  # sector 0 is the FAT, sector 1 the directory
    for body in streams.values():
        count = -(-len(body) // _SECTOR)
        chains.append(len(fat))
        fat += [len(fat) + n + 1 for n in range(count - 1)] + [_END]
        sectors += body.ljust(count * _SECTOR, b"\0")
    fat += [_FREE] * (128 - len(fat))
    names = list(streams)
    directory = _entry("Root Entry", 5, _END, 0, child=1)
    for number, name in enumerate(names):
        right = number + 2 if number + 1 < len(names) else _FREE
        directory += _entry(name, 2, chains[number], len(streams[name]), right=right)
    directory = directory.ljust(_SECTOR, b"\0")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, _END, 0, _END, 0, 0),
    )
    header = header.ljust(_SECTOR, b"\xff")
    return header + struct.pack("<128I", *fat) + directory + sectors


def _entry(
    name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE
) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16xI16xIQ",
        *(encoded, len(encoded), kind, 1, _FREE, right, child, 0, start, size),
    )


def bomb(size: int) -> bytes:
    """Return a ZIP whose one member unpacks to ``size`` zeros."""
    return zipped({"报告.pdf": bytes(size)})
