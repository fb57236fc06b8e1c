"""Keeping the index up with the archive: draining the change log, in batches.

The index remembers the number of the last change it has. It may lag, catch up, be killed in
between, or be built from nothing; the result is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Protocol

from archive.errors import NotFoundError
from archive.model import Change, Report
from indexer.allocation import keeping_all_memory
from indexer.document import Batch, IndexDocument, TextSection
from indexer.engine import Engine
from indexer.engines import EngineName
from indexer.errors import IndexUnusableError
from indexer.store import current_engine, new_generation, open_index

_GONE_SHARE = 0.5  # of what is stored: then building anew costs no more than it frees
_MOST_GONE = 1_000

BATCH = 8_000
"""Changes in a commit. Phrases are looked for in each commit's reports by themselves, so that few
large ones answer faster; making one of this size takes 1.5 GB."""

_MOST_CHARACTERS = 3_000 * BATCH  # of a commit: where reports are longer, it has fewer


class ChangeLog(Protocol):
    """What happened to reports, in order."""

    def after(self, number: int, limit: int) -> Sequence[Change]:
        """Return up to ``limit`` changes with numbers above ``number``, ascending."""

    def last_number(self) -> int:
        """Return the number of the last change; 0 if there is none."""


class Reports(Protocol):
    """The cleaned reports as they are now."""

    def get(self, report_id: str) -> Report:
        """Return a report. Raises ``NotFoundError`` if there is none of that id."""


class Source(Protocol):
    """The archive as the index sees it; ``archive.keep`` has one."""

    @property
    def archive_id(self) -> str:
        """What tells this archive's change log from any other's."""

    @property
    def changes(self) -> ChangeLog:
        """The change log."""

    @property
    def reports(self) -> Reports:
        """The reports."""


class Progress(Protocol):
    """Somebody who watches; the command line draws a bar from it."""

    def indexed(self, done: int, total: int) -> None:
        """``done`` of ``total`` changes are in the index."""


class Unwatched:
    """Nobody watches."""

    def indexed(self, done: int, total: int) -> None:
        """Take no notice."""


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What an update did: documents written and dropped, how many there are now.

    ``rebuilt`` says why the index was built from nothing; ``None`` if it was not.
    """

    stored: int
    removed: int
    total: int
    rebuilt: str | None = None


def update_index(
    home: Path,
    source: Source,
    progress: Progress | None = None,
    engine_name: EngineName | None = None,
) -> IndexSummary:
    """Bring the index of ``home`` up to date; the caller holds the home's lock.

    Where there is no usable index, or one of another engine than ``engine_name`` (``None``:
    any will do), one is built from nothing.

    Raises ``StoreError`` if the disk is full or the folder cannot be written.
    """
    try:
        engine = open_index(home, source.archive_id)
    except IndexUnusableError as error:
        return rebuild_index(home, source, progress, engine_name, reason=str(error))
    if engine_name not in (None, current_engine(home)):
        engine.close()
        return rebuild_index(home, source, progress, engine_name, reason="another engine is asked")
    with closing(engine):
        try:
            reason = _outdated(engine, source)
            if reason is None:
                return _drain(engine, source, progress or Unwatched())
        except IndexUnusableError as error:  # damaged where opening it does not look
            reason = str(error)
    return rebuild_index(home, source, progress, engine_name, reason=reason)


def _outdated(engine: Engine, source: Source) -> str | None:
    """Return why the index has to be built anew; ``None`` if it can be brought up to date."""
    if engine.position > source.changes.last_number():
        return "the archive is older than the index"
    with engine.reading() as reading:
        numbered, live = len(reading.columns.ids), reading.columns.document_count
    if numbered > _MOST_GONE + live / (1 - _GONE_SHARE):
        return "most of it is of reports as they no longer are"
    return None


def rebuild_index(
    home: Path,
    source: Source,
    progress: Progress | None = None,
    engine_name: EngineName | None = None,
    *,
    reason: str = "as asked",
) -> IndexSummary:
    """Build the index of ``home`` from nothing, beside the old one, and switch to it.

    ``engine_name`` ``None``: by the engine that made the old one.

    Raises ``StoreError`` if the disk is full or the folder cannot be written; the old index
    stays then.
    """
    chosen = engine_name or current_engine(home)
    with keeping_all_memory(), new_generation(home, source.archive_id, chosen) as engine:
        return _drain(engine, source, progress or Unwatched(), rebuilt=reason)


def _drain(
    engine: Engine, source: Source, progress: Progress, rebuilt: str | None = None
) -> IndexSummary:
    start, stored, removed = engine.position, 0, set[str]()
    with engine.reading() as reading:
        before = reading.columns
    for batch in engine.commits(_batches(source, start)):
        stored += len(batch.documents)
        removed |= before.report_ids.intersection(batch.removed)
        total = max(source.changes.last_number(), batch.position) - start
        progress.indexed(batch.position - start, total)
    with engine.reading() as reading:
        return IndexSummary(stored, len(removed), reading.columns.document_count, rebuilt)


def _batches(source: Source, position: int) -> Iterator[Batch]:
    """Draw from the log what came after change number ``position``."""
    while changes := source.changes.after(position, BATCH):
        batch = _batch(changes, source.reports)
        yield batch
        position = batch.position


def _batch(changes: Sequence[Change], reports: Reports) -> Batch:
    """Collapse changes: each report counts once, as it is now, whatever happened before.

    Those that would make the batch too large are left for the next one.
    """
    documents: dict[str, IndexDocument | None] = {}
    room = _MOST_CHARACTERS
    for change in changes:
        if change.report_id not in documents:
            document = documents[change.report_id] = _document(change.report_id, reports)
            room -= len(document.text) if document else 0
        if room <= 0:
            break
    kept = tuple(document for document in documents.values() if document)
    removed = tuple(report_id for report_id, document in documents.items() if not document)
    return Batch(kept, removed, change.number)


def _document(report_id: str, reports: Reports) -> IndexDocument | None:
    """Return what the index gets of a report as it is now; ``None`` if there is none."""
    try:
        return document_of(reports.get(report_id))
    except NotFoundError:
        return None


def document_of(report: Report) -> IndexDocument:
    """Return what the index gets of a report."""
    facts = report.facts
    return IndexDocument(
        report_id=report.report_id,
        url=report.url,
        title=report.title,
        text=report.text,
        issuer=report.issuer,
        published_on=report.published_on,
        site=report.site,
        place=report.place,
        kind=facts.kind,
        year=facts.year,
        division=facts.place,
        level=facts.level,
        organ=facts.organ,
        document_number=report.document_number,
        validity=facts.validity,
        doubts=tuple(caution.doubt for caution in facts.warnings),
        sections=_text_sections(report),
    )


def _text_sections(report: Report) -> tuple[TextSection, ...]:
    """Turn ranges of paragraphs into ranges of the text."""
    sizes = (len(paragraph) + 1 for paragraph in report.paragraphs)
    starts = list(accumulate(sizes, initial=0))
    return tuple(
        TextSection(each.kind, each.heading, starts[each.first], starts[each.end] - 1)
        for each in report.facts.sections
        if each.first < each.end < len(starts)
    )
