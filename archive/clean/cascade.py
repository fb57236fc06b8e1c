"""The cascade: rules answer first, extractors that cost more only where doubt remains.

Container rules and the densest stretch are arithmetic on lines that are there already. If a
rule that is known to be right and the densest stretch do not contradict each other, that is
the answer. Otherwise readability, jusText and, if even these quarrel, trafilatura are asked,
and the answer that agrees best with the majority is taken: a wrong container is alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.clean.body import Main
from archive.clean.borrowed import by_justext, by_readability, by_trafilatura
from archive.clean.densest import densest, summed
from archive.clean.marked import marked
from archive.clean.quality import Candidate, agreement, candidate, soundness
from archive.clean.rules import Containers, Trust
from archive.clean.tree import Page

# A sure container may lack this share of the densest stretch, or if it has any prose at all
# this many characters of it, before it is doubted: abstracts of related articles and notes on
# copyright stand outside it rightly.
_MAY_LACK_SHARE: Final = 0.5
_MAY_LACK_CHARS: Final = 150
_SOUND: Final = 0.98  # an answer this sound needs no second opinion
_AGREED: Final = 0.8  # below, the majority is no majority


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of the cascade answered, and how good that is from 0 to 1.

    Nobody measures an answer that a sure rule gives: its score is ``None``.
    """

    answer: Main
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The main text, ``None`` where no step found prose, and all steps that were taken."""

    main: Main | None
    steps: tuple[Step, ...] = ()


def choose(page: Page, containers: Containers, markup: str) -> Choice:
    """Return the main text of a page; ``markup`` is for the extractors that read it anew."""
    values = summed(page.lines)
    thick = densest(page, values)
    named = list(marked(page, containers))
    first = next((main for main in named if _is_believed(main, thick, values)), None)
    if first is not None or thick is None:
        return Choice(first, tuple(Step(main) for main in (first, thick) if main))
    answers = [candidate(page, main) for main in (*_distinct(named), thick)]
    sound = soundness(page, answers[-1])
    if not named and sound >= _SOUND:
        return Choice(thick, (Step(thick, sound),))
    return _elected(page, answers, markup)


def _is_believed(main: Main, thick: Main | None, values: Sequence[int]) -> bool:
    if main.trust is Trust.ASKED and thick is not None:
        return False
    return main.trust is Trust.ORDERED or _holds(main, thick, values)


def _holds(main: Main, thick: Main | None, values: Sequence[int]) -> bool:
    """Whether a container holds about as much prose as the densest stretch."""
    value = sum(values[end] - values[start] for start, end in main.spans)
    best = sum(values[end] - values[start] for start, end in thick.spans) if thick else 0
    return best - value <= max(best * _MAY_LACK_SHARE, _MAY_LACK_CHARS if value > 0 else 0)


def _elected(page: Page, answers: list[Candidate], markup: str) -> Choice:
    """Ask on until the answers agree, and return the one that agrees best."""
    for ask in (by_readability, by_justext, by_trafilatura):
        main = ask(page, markup)
        answers += [candidate(page, main)] if main else []
        steps = tuple(Step(one.main, agreement(page, one, answers)) for one in answers)
        best = max(steps, key=lambda step: step.score or 0)
        if len(answers) > 2 and (best.score or 0) >= _AGREED:
            break
    return Choice(best.answer, steps)


def _distinct(answers: list[Main]) -> list[Main]:
    """Drop containers that another named before: two rules for one element are one voice."""
    return list({answer.spans: answer for answer in reversed(answers)}.values())[::-1]
