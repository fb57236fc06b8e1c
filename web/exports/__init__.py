"""Exports: everything that was found, as files for other programs. Streamed, never capped."""

from web.exports.formats import FORMATS, ExportFormat
from web.exports.provenance import Provenance
from web.exports.rows import Row, rows

__all__ = ["FORMATS", "ExportFormat", "Provenance", "Row", "rows"]
