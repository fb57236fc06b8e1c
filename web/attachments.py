"""The files that a report's page offers: where they were, and what is kept of them."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import UsageError
from archive.facts import AttachmentLink
from archive.model import Report, SnapshotInfo
from web.ports import SnapshotShelf


@dataclass(frozen=True, slots=True)
class ShownAttachment:
    """A file; ``kept`` is its newest snapshot, ``None`` if there is none."""

    link: AttachmentLink
    kept: SnapshotInfo | None

    @property
    def title(self) -> str:
        """What the page calls it, or the last part of its address."""
        return self.link.title or self.link.url.rstrip("/").rpartition("/")[2]


def shown_attachments(report: Report, shelf: SnapshotShelf) -> tuple[ShownAttachment, ...]:
    """Return a report's files in the order of the page."""
    return tuple(ShownAttachment(link, _kept(link, shelf)) for link in report.facts.attachments)


def _kept(link: AttachmentLink, shelf: SnapshotShelf) -> SnapshotInfo | None:
    try:
        return next(reversed(shelf.of_url(link.url)), None)
    except UsageError:  # the page named something that is no address
        return None
