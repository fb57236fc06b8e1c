"""What is known about a page's site beyond the page itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.clean.rules.sites import SiteRules


@dataclass(frozen=True, slots=True)
class Guidance:
    """What the cleaner is told beside the bytes.

    ``sites`` are rules that a user wrote for sites, ``habits`` the lines that the page's own
    host repeats on its pages (:func:`archive.clean.chrome.habits.learn`).
    """

    sites: SiteRules = field(default_factory=SiteRules)
    habits: frozenset[str] = frozenset()
