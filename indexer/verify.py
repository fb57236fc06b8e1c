"""Checking that the index has exactly the reports that the archive has."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from indexer.errors import IndexUnusableError
from indexer.store import open_index


class IndexFault(StrEnum):
    """What can be wrong."""

    UNUSABLE = "unusable"  # there is none, or it cannot be opened
    MISSING = "missing"  # a report is not in the index
    SURPLUS = "surplus"  # the index has what is no report


@dataclass(frozen=True, slots=True)
class IndexFinding:
    """One thing that is wrong; ``advice`` says what to run, ``report_id`` whom it concerns."""

    fault: IndexFault
    report_id: str | None
    advice: str


def verify_index(
    home: Path, report_ids: Collection[str], archive_id: str | None = None
) -> Iterator[IndexFinding]:
    """Yield what differs between the index of ``home`` and the archive's ``report_ids``."""
    try:
        engine = open_index(home, archive_id)
    except IndexUnusableError as error:
        yield IndexFinding(IndexFault.UNUSABLE, None, str(error))
        return
    with closing(engine):
        indexed = engine.report_ids()
    for report_id in sorted(set(report_ids) - indexed):
        yield IndexFinding(IndexFault.MISSING, report_id, "run `baogao index`")
    for report_id in sorted(indexed - set(report_ids)):
        yield IndexFinding(IndexFault.SURPLUS, report_id, "run `baogao index --rebuild`")
