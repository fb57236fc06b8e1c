"""The formats by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from web.exports.csv_file import csv_chunks, occurrences_chunks
from web.exports.json_lines import json_lines_chunks
from web.exports.provenance import Provenance
from web.exports.references import bibtex_chunks, gbt7714_chunks, ris_chunks
from web.exports.rows import Row
from web.exports.texts import texts_chunks
from web.exports.xlsx_file import xlsx_chunks


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """``chunks`` makes the file's bytes of rows; ``is_text``: a terminal can show it."""

    name: str
    suffix: str
    media_type: str
    chunks: Callable[[Iterable[Row], Provenance], Iterator[bytes]]
    is_text: bool = True


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS = {
    each.name: each
    for each in (
        ExportFormat("csv", ".csv", "text/csv; charset=utf-8", csv_chunks),
        ExportFormat("kwic", ".kwic.csv", "text/csv; charset=utf-8", occurrences_chunks),
        ExportFormat("xlsx", ".xlsx", _XLSX, xlsx_chunks, is_text=False),
        ExportFormat("jsonl", ".jsonl", "application/x-ndjson", json_lines_chunks),
        ExportFormat("bibtex", ".bib", "application/x-bibtex; charset=utf-8", bibtex_chunks),
        ExportFormat("ris", ".ris", "application/x-research-info-systems", ris_chunks),
        ExportFormat("gbt7714", ".txt", "text/plain; charset=utf-8", gbt7714_chunks),
        ExportFormat("zip", ".zip", "application/zip", texts_chunks, is_text=False),
    )
}
