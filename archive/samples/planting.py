"""Phrases planted into reports with a known answer: which report literally contains which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from archive.samples.outline import SampleKind, load, wording
from archive.samples.wording import Draw, Pattern, pick

# What a reader's eye skips: quote marks, title marks, white space.
_SKIPPED = re.compile(r"[\s“”‘’\"'「」『』《》〈〉]+")


@dataclass(frozen=True, slots=True)
class Planting:
    """How often a phrase stands in reports of ``kinds``, and in which sentences.

    ``near`` look like it and do not contain it. ``only`` is the number of the one report
    that holds it, ``None`` if ``share`` decides.
    """

    phrase: str
    kinds: frozenset[SampleKind]
    share: float
    near_share: float
    sentences: tuple[Pattern, ...]
    near: tuple[Pattern, ...]
    only: int | None


@cache
def plantings() -> tuple[Planting, ...]:
    """Return all planted phrases."""
    words = wording()
    return tuple(
        Planting(
            phrase=row["text"],
            kinds=frozenset(map(SampleKind, row["kinds"])),
            share=row.get("share", 0.0),
            near_share=row.get("near_share", 0.0),
            sentences=words.patterns(row["sentences"]),
            near=words.patterns(row.get("near", ())),
            only=row.get("only"),
        )
        for row in load("planted")["phrase"]
    )


PLANTED: tuple[str, ...] = tuple(each.phrase for each in plantings())
"""The phrases that :attr:`archive.samples.reports.SampleReport.planted` speaks of."""


def sentences_for(number: int, kind: SampleKind, draw: Draw) -> list[Pattern]:
    """Return what to plant into a report, near misses included."""
    chosen: list[Pattern] = []
    for each in plantings():
        if kind not in each.kinds:
            continue
        if number == each.only or draw() < each.share:
            chosen.append(pick(draw, each.sentences))
        if draw() < each.near_share:
            chosen.append(pick(draw, each.near))
    return chosen


def planted_in(title: str, text: str) -> tuple[str, ...]:
    """Return the planted phrases that title or text contain, quotes and spaces aside.

    >>> planted_in("工作报告", "坚持新时代“枫桥经验”。")
    ('枫桥经验',)
    >>> planted_in("工作报告", "赴外地考察学习枫桥，经验做法先行试点。")
    ()
    """
    read = f"{_SKIPPED.sub('', title)}\n{_SKIPPED.sub('', text)}"
    return tuple(phrase for phrase in PLANTED if phrase in read)
