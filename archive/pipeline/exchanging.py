"""The whole archive as one file for others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from archive.keep import Archive
from archive.model import PastVisit
from archive.warc import warc_chunks


def warc_of(
    archive: Archive, written_at: datetime, advance: Callable[[], object]
) -> Iterator[bytes]:
    """Yield a WARC file of all visits; ``advance`` is called for each.

    Raises ``StoreError`` if a body is damaged.
    """

    def told() -> Iterator[PastVisit]:
        for visit in archive.visits.all():
            yield visit
            advance()

    return warc_chunks(told(), archive.archive_id, written_at)
