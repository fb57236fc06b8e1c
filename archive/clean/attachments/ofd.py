"""OFD, the Chinese standard for fixed layouts: a ZIP of XML that places every run of text.

There is no well-kept reader for it, and the text is all we need.

Source: GB/T 33190-2016, 7 (document), 11.3 (text objects).
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from archive.clean.attachments import packages
from archive.clean.attachments.errors import UnreadableFileError
from archive.clean.attachments.flow import reflow
from archive.clean.attachments.printed import Printed, line_of
from archive.facts import Caution, Doubt
from archive.files import FileText, FileType
from archive.model import Rejection

_MAX_PAGES: Final = 3000


def read_ofd(package: zipfile.ZipFile) -> FileText:
    """Return the paragraphs of an OFD; raises ``UnreadableFileError`` if it has none."""
    pages = list(_pages(package))
    flow = reflow([list(_lines(page)) for page in pages])
    if flow.paragraphs:
        return FileText(FileType.OFD, flow.paragraphs, flow.removed)
    if not any(True for page in pages for _ in _named(page, "ImageObject")):
        raise UnreadableFileError(Rejection.EMPTY)
    caution = Caution(Doubt.SCANNED, f"{len(pages)} 页都是图像，没有文字")
    return FileText(FileType.OFD, (), flow.removed, (caution,))


def _pages(package: zipfile.ZipFile) -> Iterator[etree._Element]:
    root = packages.xml(packages.member(package, "OFD.xml"))
    for place in _named(root, "DocRoot"):
        path = _path("", place.text)
        document = packages.xml(packages.member(package, path))
        for page in list(_named(document, "Page"))[:_MAX_PAGES]:
            content = _path(posixpath.dirname(path), page.get("BaseLoc"))
            yield packages.xml(packages.member(package, content))


def _path(folder: str, location: str | None) -> str:
    """Return the name of a member; locations are relative, or absolute from the package."""
    return posixpath.normpath(posixpath.join("/", folder, (location or "").strip())).lstrip("/")


def _named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return element.iter(f"{{*}}{name}", name)


def _lines(page: etree._Element) -> Iterator[Printed]:
    """Yield the lines of a page: runs at about the same height, from left to right."""
    runs = sorted(_runs(page), key=lambda run: run[0])
    rows: list[list[tuple[float, Printed]]] = []
    for baseline, run in runs:
        if rows and baseline - rows[-1][0][0] < run.size / 2:
            rows[-1].append((baseline, run))
        else:
            rows.append([(baseline, run)])
    for row in rows:
        yield _line(sorted((run for _, run in row), key=lambda run: run.left))


def _line(runs: list[Printed]) -> Printed:
    """Return a line of runs; those that stand apart are its parts."""
    parts: list[Printed] = []
    for run in runs:
        if parts and run.left - parts[-1].right <= run.size:
            text, right = parts[-1].text + run.text, max(parts[-1].right, run.right)
            parts[-1] = replace(parts[-1], text=text, right=right)
        else:
            parts.append(run)
    return line_of(parts)


def _runs(page: etree._Element) -> Iterator[tuple[float, Printed]]:
    for text_object in _named(page, "TextObject"):
        x, y, width, height = _numbers(text_object.get("Boundary"), 4)
        (size,) = _numbers(text_object.get("Size"), 1)
        for code in _named(text_object, "TextCode"):
            text = code.text or ""
            left, baseline = _numbers(code.get("X"), 1)[0], _numbers(code.get("Y"), 1)[0]
            if text.strip():
                letter = min(size or height, height or size)
                run = Printed(text, x + left, max(x + width, x + left), letter, y + baseline)
                yield y + baseline, run


def _numbers(value: str | None, count: int) -> tuple[float, ...]:
    try:
        found = tuple(float(each) for each in (value or "").split()[:count])
    except ValueError:
        found = ()
    return found + (0.0,) * (count - len(found))
