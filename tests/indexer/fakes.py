"""A hand-written archive: reports in a dict, changes in a list."""

from __future__ import annotations

from collections.abc import Sequence

from archive.errors import NotFoundError
from archive.model import Change, ChangeKind, Report


class FakeReports:
    def __init__(self) -> None:
        self.by_id: dict[str, Report] = {}

    def get(self, report_id: str) -> Report:
        try:
            return self.by_id[report_id]
        except KeyError:
            raise NotFoundError(f"no report {report_id}") from None


class FakeChanges:
    """Has the newest change of each report only, as the archive's log."""

    def __init__(self) -> None:
        self.all: list[Change] = []

    def after(self, number: int, limit: int) -> Sequence[Change]:
        return tuple(change for change in self.all if change.number > number)[:limit]

    def last_number(self) -> int:
        return self.all[-1].number if self.all else 0

    def log(self, kind: ChangeKind, report_id: str) -> None:
        change = Change(self.last_number() + 1, kind, report_id)
        self.all = [*(each for each in self.all if each.report_id != report_id), change]


class FakeArchive:
    """What ``indexer.sync`` drains."""

    def __init__(self, archive_id: str = "archive-1") -> None:
        self.archive_id = archive_id
        self.changes = FakeChanges()
        self.reports = FakeReports()

    def store(self, report_id: str, title: str, *paragraphs: str) -> None:
        self.reports.by_id[report_id] = Report(
            report_id=report_id,
            url=f"http://www.qingshi.localhost/{report_id}.html",
            snapshot_id=1,
            cleaner_version=1,
            rule="test",
            title=title,
            paragraphs=paragraphs,
            issuer="青石县人民政府",
        )
        self.changes.log(ChangeKind.STORED, report_id)

    def remove(self, report_id: str) -> None:
        del self.reports.by_id[report_id]
        self.changes.log(ChangeKind.REMOVED, report_id)


class Watcher:
    """Remembers the progress it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def indexed(self, done: int, total: int) -> None:
        self.told.append((done, total))
