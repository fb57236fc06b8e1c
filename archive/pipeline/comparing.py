"""What is between two texts of one document, counted so that a person can judge it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Final

from archive.facts import Facts
from archive.model import Report
from archive.proposal import Comparison, Effect

_GRAM: Final = 5  # characters: shorter runs stand in any text
_WORDS: Final = 60
# What tells how a report was made, and under which name it goes.
_NOT_SEEN: Final = frozenset(
    {"report_id", "url", "snapshot_id", "cleaner_version", "rule", "removed", "facts"}
)


def compared(old: Report | None, new: Report | None) -> Comparison:
    """Return what a reader would miss and find; ``None`` stands for no report.

    Paragraphs that are only cut or joined otherwise lose and gain nothing.
    """
    lost, lost_words = _missing(_bare(old), _bare(new))
    gained, gained_words = _missing(_bare(new), _bare(old))
    named = tuple(_differing(old, new)) if old and new else ()
    effect = _effect(old, new, named)
    return Comparison(effect, lost, gained, lost_words, gained_words, named)


def is_kept(old: Report | None, new: Report) -> bool:
    """Whether a report is to the letter what is kept, but for the cleaner's version."""
    return old is not None and replace(new, cleaner_version=old.cleaner_version) == old


def _effect(old: Report | None, new: Report | None, named: tuple[str, ...]) -> Effect:
    if old is None or new is None:
        return Effect.SAME if old is new else Effect.FOUND if old is None else Effect.LOST
    if "paragraphs" in named:
        return Effect.TEXT
    return Effect.FACTS if named else Effect.SAME


def _differing(old: Report, new: Report) -> Iterator[str]:
    """Yield the fields that differ; where the page stands and what facts stood on is none."""
    names = [field.name for field in fields(Report) if field.name not in _NOT_SEEN]
    yield from (name for name in names if getattr(old, name) != getattr(new, name))
    facts = [field.name for field in fields(Facts) if field.name not in ("evidence", "addresses")]
    yield from (name for name in facts if getattr(old.facts, name) != getattr(new.facts, name))


def _bare(report: Report | None) -> str:
    return "".join(report.text.split()) if report else ""


def _missing(text: str, other: str) -> tuple[int, str]:
    """Return how many characters of a text the other has not, and the longest such passage.

    Where the texts differ in one place, that is exact; otherwise a character counts as missing
    if the run of five that begins with it is.
    """
    start = _shared(text, other)
    end = _shared(text[start:][::-1], other[start:][::-1])
    middle, rest = text[start : len(text) - end], other[start : len(other) - end]
    if not middle or not rest:
        return len(middle), middle[:_WORDS]
    around = text[len(text) - end :][: _GRAM - 1].ljust(_GRAM - 1)
    had = Counter(_grams(rest + around))
    runs = [""]
    for gram in _grams(middle + around):
        if had[gram] > 0:
            had[gram] -= 1
            runs.append("")
        else:
            runs[-1] += gram[0]
    return sum(map(len, runs)), max(runs, key=len)[:_WORDS]


def _grams(text: str) -> Iterator[str]:
    return (text[at : at + _GRAM] for at in range(max(len(text) - _GRAM + 1, 0)))


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low
