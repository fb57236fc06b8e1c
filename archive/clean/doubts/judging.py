"""Whether a report is what it says it is: all doubts that its page alone can raise."""

from __future__ import annotations

from collections.abc import Sequence

from archive.clean.doubts.damage import find_damage
from archive.clean.doubts.hosts import host_doubt
from archive.clean.doubts.spam import find_spam
from archive.facts import Caution


def find_doubts(title: str, paragraphs: Sequence[str], url: str) -> tuple[Caution, ...]:
    """Return every doubt with its reason; copies of known reports are found by comparing."""
    found = (find_spam(title, paragraphs), find_damage(paragraphs), host_doubt(url))
    return tuple(caution for caution in found if caution is not None)
