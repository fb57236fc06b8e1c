"""Keeping: one SQLite database that loses nothing it has acknowledged."""

from archive.keep.archive import Archive
from archive.keep.bodies.snapshots import Snapshots
from archive.keep.changes import ChangeLog
from archive.keep.frontier.sqlite_frontier import FrontierPolicy, SqliteFrontier
from archive.keep.history.runs import Runs
from archive.keep.history.visit_log import VisitLog
from archive.keep.imports import ImportChange, ImportResult
from archive.keep.lock import HomeLock
from archive.keep.reports.store import Reports
from archive.keep.verify import Finding

__all__ = [
    "Archive",
    "ChangeLog",
    "Finding",
    "FrontierPolicy",
    "HomeLock",
    "ImportChange",
    "ImportResult",
    "Reports",
    "Runs",
    "Snapshots",
    "SqliteFrontier",
    "VisitLog",
]
