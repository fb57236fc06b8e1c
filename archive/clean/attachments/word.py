"""DOCX: the document's own order of paragraphs and rows, insertions accepted.

python-docx opens the package; its paragraphs are not used, as they leave out what stands in
content controls and what was inserted with changes tracked.

Source: ECMA-376-1, 17.3 (paragraphs), 17.4 (tables), 17.11 (footnotes).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.parts.document import DocumentPart
from lxml import etree

from archive.clean.attachments import packages
from archive.clean.attachments.errors import UnreadableFileError
from archive.clean.attachments.numbering import Numbering
from archive.clean.attachments.rows import row_line
from archive.clean.page.lines import rendered
from archive.files import FileText, FileType
from archive.model import Rejection

_PARAGRAPH: Final = qn("w:p")
_TABLE: Final = qn("w:tbl")
_RUN: Final = qn("w:r")
_TEXT: Final = qn("w:t")
_BREAKS: Final = frozenset({qn("w:br"), qn("w:cr")})
_SIGNS: Final = {qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
# Deleted text, properties, readings of characters, and the second form of a drawing that older
# programs read.
_PASSED: Final = frozenset({
    *(qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:instrText"), qn("w:rt")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
})  # fmt: skip
_SEPARATORS: Final = frozenset({"separator", "continuationSeparator"})


def read_docx(body: bytes) -> FileText:
    """Return the paragraphs of a Word file, footnotes last.

    Raises ``UnreadableFileError`` if it is damaged or empty.
    """
    packages.opened(body).close()  # python-docx unpacks everything at once
    try:
        document = Document(io.BytesIO(body))
        roots = [document.element.body, *_notes(document.part)]
        parts = (RELATIONSHIP_TYPE.NUMBERING, RELATIONSHIP_TYPE.STYLES)
        numbering = Numbering.of(*(next(_related(document.part, one), None) for one in parts))
        paragraphs = tuple(line for root in roots for line in _lines(root, numbering))
    except (MemoryError, UnreadableFileError):
        raise
    except Exception as error:  # python-docx promises nothing of what a damaged file raises
        raise UnreadableFileError(Rejection.DAMAGED) from error
    if not paragraphs:
        raise UnreadableFileError(Rejection.EMPTY)
    return FileText(FileType.DOCX, paragraphs)


def _notes(part: DocumentPart) -> Iterator[etree._Element]:
    for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
        for notes in _related(part, kind):
            yield from (note for note in notes if note.get(qn("w:type")) not in _SEPARATORS)


def _related(part: DocumentPart, kind: str) -> Iterator[etree._Element]:
    """Yield the roots of the parts of a kind that a document refers to."""
    for relation in part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            yield packages.xml(relation.target_part.blob)


def _lines(root: etree._Element, numbering: Numbering) -> Iterator[str]:
    """Yield the lines of paragraphs and tables anywhere below, in order."""
    for child in root:
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child, numbering)
        elif child.tag == _TABLE:
            yield from _table(child, numbering)
        elif child.tag not in _PASSED:
            yield from _lines(child, numbering)


def _paragraph(paragraph: etree._Element, numbering: Numbering) -> Iterator[str]:
    text = "".join(_pieces(paragraph))
    label = numbering.label(paragraph) if text.strip() else ""
    yield from filter(None, map(rendered, (label + text.lstrip()).split("\n")))


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == _RUN and _is_hidden(child):
            continue
        if child.tag == _TEXT:
            yield (child.text or "").replace("\n", " ")
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == _PARAGRAPH:  # in a text box
            yield from ("\n", *_pieces(child), "\n")
        elif child.tag not in _PASSED:
            yield from _pieces(child)


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in ("0", "false")


def _table(table: etree._Element, numbering: Numbering) -> Iterator[str]:
    above: list[str] = []
    for row in _parts(table, qn("w:tr")):
        cells: list[str] = []
        for cell in _parts(row, qn("w:tc")):
            properties = cell.find(qn("w:tcPr"))
            text = " ".join(_lines(cell, numbering))
            if _goes_on(properties) and len(cells) < len(above):
                text = above[len(cells)]
            cells += [text] * _span(properties)
        above = cells
        if line := row_line(cells):
            yield line


def _parts(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield rows of a table or cells of a row, those in content controls included."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _PASSED and child.tag != _TABLE:
            yield from _parts(child, tag)


def _span(properties: etree._Element | None) -> int:
    span = None if properties is None else properties.find(qn("w:gridSpan"))
    value = "1" if span is None else span.get(qn("w:val"), "1")
    return min(max(int(value), 1), 100) if value.isdecimal() else 1


def _goes_on(properties: etree._Element | None) -> bool:
    """Whether a cell is the lower part of one that began in the row above."""
    merge = None if properties is None else properties.find(qn("w:vMerge"))
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"
