"""The cascade: rules answer first, extractors that cost more only where doubt remains.

Container rules and the densest stretch are arithmetic on lines that are there already. If a
rule that is known to be right and the densest stretch do not contradict each other, that is
the answer. Otherwise readability, jusText and, if even these quarrel, trafilatura are asked,
and the answer that agrees best with the majority is taken: a wrong container is alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from archive.clean.main_text.body import Main
from archive.clean.main_text.borrowed import (
    JUSTEXT,
    READABILITY,
    TRAFILATURA,
    by_justext,
    by_readability,
    by_trafilatura,
)
from archive.clean.main_text.densest import DENSEST, densest
from archive.clean.main_text.headed import HEADED, headed
from archive.clean.main_text.marked import marked
from archive.clean.main_text.quality import agreement, candidate, soundness
from archive.clean.page.lines import summed
from archive.clean.page.tree import Page
from archive.clean.rules import Containers, Trust

# A sure container may lack this share of the densest stretch, or if it has any prose at all
# this many characters of it, before it is doubted: abstracts of related articles and notes on
# copyright stand outside it rightly.
_MAY_LACK_SHARE: Final = 0.5
_MAY_LACK_CHARS: Final = 150
_MAY_LACK_UNDER: Final = 400
_SOUND: Final = 0.98  # an answer this sound needs no second opinion
_AGREED: Final = 0.8  # below, the majority is no majority
_BORROWED: Final = {
    READABILITY: by_readability,
    JUSTEXT: by_justext,
    TRAFILATURA: by_trafilatura,
}


class Why(StrEnum):
    """Why an answer was taken for the main text."""

    ORDERED = "ordered"  # a user's rule for the site names it
    HOLDS = "holds"  # a sure rule names it, and it holds about as much prose as any element
    HEADED = "headed"  # it stands under the page's own heading
    SOUND = "sound"  # no rule names another, and next to no prose stands outside of it
    AGREES = "agrees"  # of all that were asked it agrees best with the majority
    NO_PROSE = "no prose"  # a rule names it, and no element has prose that outweighs its links
    WHOLE = "whole"  # the text came alone: as plain text, data, or markup that no tree survives


@dataclass(frozen=True, slots=True)
class Choice:
    """The main text, ``None`` where no step found prose; all answers; why it was this one."""

    main: Main | None
    answers: tuple[Main, ...] = ()
    why: Why | None = None


def choose(page: Page, containers: Containers, markup: str) -> Choice:
    """Return the main text of a page; ``markup`` is for the extractors that read it anew."""
    values = summed(page.lines)
    thick, named = densest(page, values), list(marked(page, containers))
    first = _believed(named, thick, values)
    under = None if first else headed(page)
    if under is not None and not _outweighs(thick, under, values):
        first = _believed(named, under, values)
        return _known(first, under) if first else Choice(under, (*named, under), Why.HEADED)
    if first is not None or thick is None:
        return _known(first, thick)
    if not named and soundness(page, candidate(page, thick)) >= _SOUND:
        return Choice(thick, (thick,), Why.SOUND)
    return _elected(page, (*_distinct(named), thick), markup)


def _outweighs(thick: Main | None, under: Main, values: Sequence[int]) -> bool:
    """Whether so much prose stands elsewhere that the heading must be another's."""
    if thick is None:
        return False
    best, value = _value(thick, values), _value(under, values)
    return best > _MAY_LACK_UNDER and best > 5 * value


def _value(main: Main, values: Sequence[int]) -> int:
    return sum(values[end] - values[start] for start, end in main.spans)


def opinions(page: Page, containers: Containers, markup: str) -> tuple[Main, ...]:
    """Return what every step says of a page, those included that need not be asked.

    A step that finds no main text answers with one that has no lines.
    """
    thick = densest(page, summed(page.lines)) or Main((), DENSEST)
    under = headed(page) or Main((), HEADED)
    told = (ask(page, markup) or Main((), rule) for rule, ask in _BORROWED.items())
    return (*_distinct(list(marked(page, containers))), under, thick, *told)


def _known(first: Main | None, thick: Main | None) -> Choice:
    if first is None:
        return Choice(None)
    sure = Why.ORDERED if first.trust is Trust.ORDERED else Why.HOLDS
    return Choice(first, (first, *([thick] if thick else ())), sure if thick else Why.NO_PROSE)


def _believed(named: Sequence[Main], best: Main | None, values: Sequence[int]) -> Main | None:
    """Return the first container that needs no second opinion beside the best stretch."""
    for main in named:
        is_sure = main.is_known or best is None
        if main.trust is Trust.ORDERED or (is_sure and _holds(main, best, values)):
            return main
    return None


def _holds(main: Main, thick: Main | None, values: Sequence[int]) -> bool:
    """Whether a container holds about as much prose as the densest stretch."""
    value, best = _value(main, values), _value(thick, values) if thick else 0
    return best - value <= max(best * _MAY_LACK_SHARE, _MAY_LACK_CHARS if value > 0 else 0)


def _elected(page: Page, mains: Sequence[Main], markup: str) -> Choice:
    """Ask on until the answers agree, and return the one that agrees best."""
    answers = [candidate(page, main) for main in mains]
    for ask in _BORROWED.values():
        main = ask(page, markup)
        answers += [candidate(page, main)] if main else []
        agreed = [agreement(page, one, answers) for one in answers]
        if len(answers) > 2 and max(agreed) >= _AGREED:
            break
    best = answers[agreed.index(max(agreed))].main
    return Choice(best, tuple(one.main for one in answers), Why.AGREES)


def _distinct(answers: list[Main]) -> list[Main]:
    """Drop containers that another named before: two rules for one element are one voice."""
    return list({answer.spans: answer for answer in reversed(answers)}.values())[::-1]
