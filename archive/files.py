"""The text of a file that a page offers, or that was imported."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from archive.facts import AttachmentLink, Caution
from archive.model import Rejection, Removal


class FileType(StrEnum):
    """The formats that are read; the values are what people call them."""

    PDF = "PDF"
    DOCX = "DOCX"
    DOC = "DOC"
    XLSX = "XLSX"
    XLS = "XLS"
    OFD = "OFD"
    ZIP = "ZIP"


@dataclass(frozen=True, slots=True)
class FileText:
    """A file's paragraphs, as a report's are.

    ``removed`` are page numbers and running heads. No paragraphs come only with a caution
    that says why.
    """

    file_type: FileType
    paragraphs: tuple[str, ...]
    removed: tuple[Removal, ...] = ()
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file that a page offers, as far as it was fetched: its text, or why it has none."""

    link: AttachmentLink
    digest: str
    text: FileText | Rejection


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What was read in a snapshot of a file: its text, or why it has none."""

    snapshot_id: int
    text: FileText | Rejection
