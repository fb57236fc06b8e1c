"""Where a crawl starts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from archive.window import Window


class Scope(StrEnum):
    """How far from its seed a crawl may go."""

    PATH = "path"  # addresses below the seed's folder
    HOST = "host"  # addresses on the seed's host
    SITE = "site"  # addresses on all hosts of the seed's registered domain


@dataclass(frozen=True, slots=True)
class Seed:
    """One address to start from.

    ``depth`` is how many links away from the seed a document may stand; turning the pages of
    a list does not count. ``window``: when its host may be asked, ``None`` for at any time.
    ``tls_unverified``: the host's certificate is broken and not checked.
    """

    url: str
    depth: int = 1
    scope: Scope = Scope.HOST
    window: Window | None = None
    tls_unverified: bool = False
