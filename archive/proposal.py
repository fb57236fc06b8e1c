"""What cleaning everything anew would change, while the archive still is as it was."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from archive.model import Rejected, Rejection, Report


class Effect(StrEnum):
    """What a proposal does to what readers see."""

    SAME = "same"
    FACTS = "facts"  # the same text; title, issuer, place … differ
    TEXT = "text"
    LOST = "lost"  # a report now, none then
    FOUND = "found"  # no report now, one then


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference between what is kept and what is proposed.

    ``lost`` and ``gained`` count characters, white space left out; a report that goes or comes
    counts with its whole text. ``lost_words`` and ``gained_words`` begin the longest passages
    of these. ``fields`` names what differs beside the text.
    """

    effect: Effect
    lost: int = 0
    gained: int = 0
    lost_words: str = ""
    gained_words: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a snapshot would become; ``title`` is the one that people know it by.

    ``result`` is ``None`` if that is to the letter what is kept. ``lines`` are those that its
    host may have on all pages, ``habits`` the host's habits that were known.
    """

    snapshot_id: int
    title: str
    result: Report | Rejected | None
    comparison: Comparison
    lines: frozenset[str] = frozenset()
    habits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a preview; ``rejection`` is why there would be no report."""

    report_id: str
    url: str
    title: str
    comparison: Comparison
    rejection: Rejection | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What all proposals together would change.

    ``lost_chars`` and ``gained_chars`` are sums over all documents, ``losses`` and ``gains``
    those of them that lose and gain the most, the largest first.
    """

    documents: int
    effects: tuple[tuple[Effect, int], ...]
    fields: tuple[tuple[str, int], ...]
    rejections: tuple[tuple[Rejection, int], ...]
    lost_chars: int
    gained_chars: int
    losses: tuple[Difference, ...]
    gains: tuple[Difference, ...]

    @property
    def changes(self) -> int:
        """How many documents would not be the same to readers."""
        return sum(count for effect, count in self.effects if effect is not Effect.SAME)
