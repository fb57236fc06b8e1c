"""Bodies as they were fetched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from archive.model.visits import PageKind


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A kept body and where it came from. ``digest`` is the SHA-256 of ``body`` in hex.

    ``tls_unverified``: it came over TLS, and nobody checked whose server it was.
    """

    snapshot_id: int
    url: str
    visited_at: datetime
    kind: PageKind
    status: int | None
    headers: tuple[tuple[str, str], ...]
    digest: str
    body: bytes
    tls_unverified: bool = False

    def header(self, name: str) -> str | None:
        """Return the first header of that name, in any case; ``None`` if there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Part:
    """A further page of an article; ``snapshot`` is ``None`` if it could not be had."""

    url: str
    snapshot: Snapshot | None


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """A snapshot without its body; ``size_bytes`` is the length of the body.

    ``tls_unverified`` as for :class:`Snapshot`.
    """

    snapshot_id: int
    url: str
    visited_at: datetime
    status: int | None
    digest: str
    size_bytes: int
    tls_unverified: bool = False
