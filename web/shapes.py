"""The JSON that scripts get: one place for the command line and for ``/api``.

These shapes are a promise: keys are added, never renamed or dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC

import msgspec

from archive.model import Report, SnapshotInfo
from indexer.hits import Hit, Passage, Results
from web.finding_shapes import facets_shape
from web.formats import iso_day
from web.narrowing import part_text


def search_shape(results: Results) -> dict[str, object]:
    """Return what ``search --json`` prints and ``/api/search`` answers.

    ``lines``, the number of hits on all pages, is there if near-identical ones were folded;
    ``barren``, what finds nothing even by itself, if nothing was found;
    ``facets`` and the ``explanation`` of a hit are there if they were asked for.
    """
    shape: dict[str, object] = {
        "query": results.query,
        "total": results.total,
        "literal_total": results.literal_total,
        "took_ms": round(results.took_ms, 3),
        "hits": [_hit(hit) for hit in results.hits],
    }
    if results.lines < results.total:
        shape["lines"] = results.lines
    if results.barren:
        shape["barren"] = list(filter(None, map(part_text, results.barren)))
    if results.facets:
        shape["facets"] = facets_shape(results.facets)
    return shape


def report_shape(report: Report, snapshots: Sequence[SnapshotInfo]) -> dict[str, object]:
    """Return what ``show ID --json`` prints and ``/api/report/ID`` answers.

    ``text`` is the paragraphs joined by newlines, ``removed`` the removed texts without the
    rules that took them; ``snapshots`` keep the order they are given in; ``facts`` has the
    fields of :class:`archive.facts.Facts`.
    """
    return {
        "report_id": report.report_id,
        "url": report.url,
        "title": report.title,
        "paragraphs": list(report.paragraphs),
        "text": report.text,
        "issuer": report.issuer,
        "published_on": iso_day(report.published_on),
        "document_number": report.document_number,
        "index_number": report.index_number,
        "site": report.site,
        "rule": report.rule,
        "removed": [removal.text for removal in report.removed],
        "written_on": iso_day(report.written_on),
        "place": report.place,
        "facts": msgspec.json.decode(msgspec.json.encode(report.facts)),
        "snapshots": [_snapshot(snapshot) for snapshot in snapshots],
    }


def _hit(hit: Hit) -> dict[str, object]:
    shape: dict[str, object] = {
        "report_id": hit.report_id,
        "url": hit.url,
        "title": hit.title,
        "issuer": hit.issuer,
        "published_on": iso_day(hit.published_on),
        "score": round(hit.score, 6),
        "passages": [_passage(passage) for passage in hit.passages],
        "doubts": [doubt.value for doubt in hit.doubts],
        "literal": hit.literal,
        "copies": hit.copies,
    }
    if hit.explanation:
        shape["explanation"] = [asdict(part) for part in hit.explanation]
    return shape


def _passage(passage: Passage) -> dict[str, object]:
    return {"text": passage.text, "spans": [list(span) for span in passage.spans]}


def _snapshot(snapshot: SnapshotInfo) -> dict[str, object]:
    return {
        "fetched_at": snapshot.visited_at.astimezone(UTC).isoformat(),
        "status": snapshot.status,
        "digest": snapshot.digest,
        "bytes": snapshot.size_bytes,
        "tls_unverified": snapshot.tls_unverified,
    }
