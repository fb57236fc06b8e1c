"""An export of what was found: rows with their provenance, as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from archive.errors import NotFoundError
from archive.model import SnapshotInfo
from indexer.concordance import capture_names
from indexer.findings import Findings
from web.exports.formats import ExportFormat
from web.exports.provenance import Provenance
from web.exports.rows import rows
from web.formats import beijing_day

_NOT_IN_NAMES = re.compile(r"[^\w-]+")
_MOST_IN_NAMES = 40


class _Snapshots(Protocol):
    def of_report(self, report_id: str) -> Sequence[SnapshotInfo]: ...


class Fetched(Protocol):
    """The archive, asked when a report was fetched last."""

    @property
    def snapshots(self) -> _Snapshots:
        """What was fetched."""


def file_name(query: str, chosen: ExportFormat) -> str:
    """Return a name for the file of a query.

    >>> from web.exports.formats import FORMATS
    >>> file_name("“枫桥经验” 年份:2023", FORMATS["kwic"])
    '枫桥经验 年份 2023.kwic.csv'
    """
    words = _NOT_IN_NAMES.sub(" ", query)[:_MOST_IN_NAMES].strip()
    return f"{words or 'baogao'}{chosen.suffix}"


def export_chunks(
    chosen: ExportFormat, found: Findings, archive: Fetched, now: datetime
) -> Iterator[bytes]:
    """Yield the file's bytes. The index says what was found, the archive when it was fetched."""

    def seen_on(report_id: str) -> date | None:
        try:
            snapshots = archive.snapshots.of_report(report_id)
        except NotFoundError:
            return None
        return beijing_day(snapshots[-1].visited_at) if snapshots else None

    about = Provenance(
        query=found.asked,
        exported_at=now,
        total=found.total,
        literal_total=found.literal_total,
        document_count=found.document_count,
        index_version=found.index_version,
        captures=capture_names(found.query),
    )
    return chosen.chunks(rows(found.query, found.documents(), seen_on), about)
