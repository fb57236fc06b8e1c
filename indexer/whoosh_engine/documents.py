"""Documents as bytes: compressed JSON, one frame each."""

from __future__ import annotations

import json
from datetime import date

import zstandard

from indexer.engine import IndexDocument

_LEVEL = 3


def to_bytes(document: IndexDocument) -> bytes:
    """Return ``document`` compressed."""
    published_on = document.published_on and document.published_on.isoformat()
    fields = [
        document.report_id,
        document.url,
        document.title,
        document.text,
        document.issuer,
        published_on,
        document.site,
        document.place,
    ]
    # Lone surrogates are no valid text, but nothing is refused here that was archived.
    content = json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return zstandard.compress(content, _LEVEL)


def from_bytes(frame: bytes) -> IndexDocument:
    """Return the document that was compressed."""
    report_id, url, title, text, issuer, published_on, site, place = json.loads(
        zstandard.decompress(frame)
    )
    return IndexDocument(
        report_id=report_id,
        url=url,
        title=title,
        text=text,
        issuer=issuer,
        published_on=published_on and date.fromisoformat(published_on),
        site=site,
        place=place,
    )
