"""JSON Lines: one object about the export, then one object a report, with its whole text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC

from indexer.concordance import Occurrence
from web.exports.provenance import Provenance
from web.exports.rows import Row


def json_lines_chunks(rows: Iterable[Row], about: Provenance) -> Iterator[bytes]:
    """Yield the lines."""
    yield _line({"export": about_shape(about)})
    for row in rows:
        yield _line(_shape(row))


def about_shape(about: Provenance) -> dict[str, object]:
    """Return what every JSON answer of this kind says of itself."""
    return {
        "query": about.query,
        "exported_at": about.exported_at.astimezone(UTC).isoformat(),
        "total": about.total,
        "literal_total": about.literal_total,
        "document_count": about.document_count,
        "index_version": about.index_version,
    }


def _shape(row: Row) -> dict[str, object]:
    document = row.document
    return {
        "report_id": document.report_id,
        "url": document.url,
        "title": document.title,
        "issuer": document.issuer,
        "published_on": document.published_on and document.published_on.isoformat(),
        "site": document.site,
        "place": document.place,
        "division": document.division and document.division.code,
        "year": document.year,
        "kind": document.kind,
        "level": document.level,
        "organ": document.organ,
        "document_number": document.document_number,
        "title_spans": [list(span) for span in row.highlights.title],
        "text_spans": [list(span) for span in row.highlights.text],
        "occurrences": [_occurrence(each) for each in row.occurrences],
        "text": document.text,
    }


def _occurrence(occurrence: Occurrence) -> dict[str, object]:
    return {
        "in": "title" if occurrence.in_title else "text",
        "start": occurrence.start,
        "end": occurrence.end,
        "groups": dict(occurrence.groups),
    }


def _line(shape: dict[str, object]) -> bytes:
    try:
        return f"{json.dumps(shape, ensure_ascii=False)}\n".encode()
    except UnicodeEncodeError:  # a lone surrogate: JSON can say it in ASCII only
        return f"{json.dumps(shape)}\n".encode()
