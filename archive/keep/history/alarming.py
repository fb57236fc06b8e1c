"""When a host needs a person: pure rules over what its nights brought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model import AlarmKind

_SILENT_NIGHTS = 3  # one bad night is weather, three are a change
# Corrections change a line; a page that loses half of its text has a new template.
_LOST_SHARE = 0.5
# Reports differ in length by a factor of two or three, their averages by far less.
_SHORT_SHARE = 1 / 3
_ENOUGH_NOW, _ENOUGH_BEFORE = 3, 5  # documents that make an average


@dataclass(frozen=True, slots=True)
class Night:
    """What one run got from a host.

    ``yielded`` counts the visits that gave something: a document, a file, a list with links,
    or the answer that nothing has changed. ``documents`` were cleaned for the first time, to
    ``characters`` of text in all; changed ones had ``before`` and have ``after``.
    """

    yielded: int = 0
    documents: int = 0
    characters: int = 0
    before: int = 0
    after: int = 0


def alarms_of(nights: Sequence[Night]) -> Iterator[tuple[AlarmKind, str]]:
    """Yield what is wrong with a host, and in words; ``nights`` from tonight back."""
    silent = next((n for n, night in enumerate(nights) if night.yielded), len(nights))
    if _SILENT_NIGHTS <= silent < len(nights):
        yield AlarmKind.SILENT, f"gave nothing for {silent} nights"
    tonight, earlier = nights[0], nights[1:]
    if tonight.after < _LOST_SHARE * tonight.before:
        detail = f"changed reports fell from {tonight.before} to {tonight.after} characters"
        yield AlarmKind.SHRUNKEN, detail
    elif _is_short(tonight, earlier):
        yield (
            AlarmKind.SHRUNKEN,
            f"new documents have {_average(tonight):.0f} characters on average",
        )


def _is_short(tonight: Night, earlier: Sequence[Night]) -> bool:
    usual = Night(
        documents=sum(night.documents for night in earlier),
        characters=sum(night.characters for night in earlier),
    )
    if tonight.documents < _ENOUGH_NOW or usual.documents < _ENOUGH_BEFORE:
        return False
    return _average(tonight) < _SHORT_SHARE * _average(usual)


def _average(night: Night) -> float:
    return night.characters / night.documents
