"""Checking that the index has exactly the reports that the archive has, as it has them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from archive.errors import StoreError
from indexer.document import IndexDocument
from indexer.engine import Engine, Reading
from indexer.errors import IndexUnusableError
from indexer.store import open_index
from indexer.sync import Source, document_of

_REBUILD = "run `baogao index --rebuild`"


class IndexFault(StrEnum):
    """What can be wrong."""

    UNUSABLE = "unusable"  # there is none, or it cannot be opened
    MISSING = "missing"  # a report is not in the index
    SURPLUS = "surplus"  # the index has what is no report
    CHANGED = "changed"  # the index has another version of a report


@dataclass(frozen=True, slots=True)
class IndexFinding:
    """One thing that is wrong; ``advice`` says what to run, ``report_id`` whom it concerns."""

    fault: IndexFault
    report_id: str | None
    advice: str


def verify_index(home: Path, source: Source, report_ids: Collection[str]) -> Iterator[IndexFinding]:
    """Yield what differs between the index of ``home`` and the reports of ``source``.

    ``report_ids`` are the ids of all reports. Memory stays flat.
    """
    try:
        engine = open_index(home, source.archive_id)
    except IndexUnusableError as error:
        yield IndexFinding(IndexFault.UNUSABLE, None, str(error))
        return
    with closing(engine):
        try:
            yield from _differences(engine, source, frozenset(report_ids))
            engine.check()
        except Exception:  # noqa: BLE001 - whatever the bytes of a damaged file lead to
            advice = f"the index cannot be read whole: {_REBUILD}"
            yield IndexFinding(IndexFault.UNUSABLE, None, advice)


def _differences(
    engine: Engine, source: Source, report_ids: frozenset[str]
) -> Iterator[IndexFinding]:
    with engine.reading() as reading:
        behind = engine.position < source.changes.last_number()
        advice = "run `baogao index`" if behind else _REBUILD
        yield from _membership(report_ids, reading.columns.report_ids, advice)
        for report_id in _changed(reading, source, report_ids):
            yield IndexFinding(IndexFault.CHANGED, report_id, advice)


def _membership(
    wanted: frozenset[str], indexed: frozenset[str], advice: str
) -> Iterator[IndexFinding]:
    for report_id in sorted(wanted - indexed):
        yield IndexFinding(IndexFault.MISSING, report_id, advice)
    for report_id in sorted(indexed - wanted):
        yield IndexFinding(IndexFault.SURPLUS, report_id, _REBUILD)


def _changed(reading: Reading, source: Source, wanted: frozenset[str]) -> Iterator[str]:
    """Yield the ids of documents that say something else than their reports."""
    for document in reading.documents(np.flatnonzero(reading.columns.live).tolist()):
        if document.report_id in wanted and not _is_of(document, source):
            yield document.report_id


def _is_of(document: IndexDocument, source: Source) -> bool:
    try:
        return document == document_of(source.reports.get(document.report_id))
    except StoreError:  # the archive's own check names the report that cannot be read
        return True
