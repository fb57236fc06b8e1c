"""Keeping: one SQLite database that loses nothing it has acknowledged."""

from archive.keep.archive import Archive
from archive.keep.changes import ChangeLog
from archive.keep.frontier import FrontierPolicy, SqliteFrontier
from archive.keep.imports import ImportChange, ImportResult
from archive.keep.lock import HomeLock
from archive.keep.reports import Reports
from archive.keep.runs import Runs
from archive.keep.snapshots import Snapshots
from archive.keep.verify import Finding
from archive.keep.visit_log import VisitLog

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
