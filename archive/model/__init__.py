"""The values that travel between the rooms: Seed -> Task -> Visit / Snapshot -> Report.

All are frozen. ``_at`` is an aware UTC datetime, ``_on`` a date. A **snapshot** is raw bytes
as fetched, a **report** is what the cleaner made of one.
"""

from archive.model.reports import (
    Change,
    ChangeKind,
    LastVisit,
    Rejected,
    Rejection,
    Removal,
    Report,
)
from archive.model.runs import (
    Alarm,
    AlarmKind,
    ArchiveCounts,
    Became,
    Fate,
    HostOutcomes,
    HostStatus,
    Planned,
    Run,
    RunKind,
    VisitRecord,
    Why,
)
from archive.model.seeds import Scope, Seed
from archive.model.snapshots import Part, Snapshot, SnapshotInfo
from archive.model.visits import (
    Ended,
    Keeper,
    Link,
    Novelty,
    Outcome,
    PageKind,
    PastVisit,
    RobotsFile,
    Task,
    Visit,
)

__all__ = [
    "Alarm",
    "AlarmKind",
    "ArchiveCounts",
    "Became",
    "Change",
    "ChangeKind",
    "Ended",
    "Fate",
    "HostOutcomes",
    "HostStatus",
    "Keeper",
    "LastVisit",
    "Link",
    "Novelty",
    "Outcome",
    "PageKind",
    "Part",
    "PastVisit",
    "Planned",
    "Rejected",
    "Rejection",
    "Removal",
    "Report",
    "RobotsFile",
    "Run",
    "RunKind",
    "Scope",
    "Seed",
    "Snapshot",
    "SnapshotInfo",
    "Task",
    "Visit",
    "VisitRecord",
    "Why",
]
