"""Why a page became what it did: what each step saw, how good that is, what was chosen."""

from __future__ import annotations

from dataclasses import dataclass

from archive.clean.body import Main
from archive.clean.cleaner import finish
from archive.clean.draft import Chosen, read
from archive.clean.guidance import Guidance
from archive.clean.tree import Page
from archive.model import Rejected, Report, Snapshot


@dataclass(frozen=True, slots=True)
class Answer:
    """What one step of the cascade took for the main text.

    ``rule`` names the step, ``score`` is from 0 to 1 or ``None`` where nothing
    was compared, ``lines`` and ``chars`` are its size,
    ``first`` and ``last`` its outermost lines.
    """

    rule: str
    score: float | None
    lines: int
    chars: int
    first: str
    last: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a snapshot was cleaned; ``encoding`` is empty where it was not even decoded.

    ``page_lines`` is how many lines the page has. ``result`` holds the rest: the rule that
    answered and all that was removed with the rules that did.
    """

    encoding: str
    page_lines: int
    answers: tuple[Answer, ...]
    result: Report | Rejected


def explain(snapshot: Snapshot, guidance: Guidance) -> Explanation:
    """Return how a snapshot becomes a report, or why it does not."""
    chosen = read(snapshot, guidance)
    result = finish(snapshot, chosen).result
    if not isinstance(chosen, Chosen):
        return Explanation("", 0, (), result)
    page, choice = chosen.page, chosen.choice
    answers = (
        _answer(page, step.answer, step.score, is_chosen=step.answer == choice.main)
        for step in choice.steps
    )
    return Explanation(chosen.encoding, len(page.lines), tuple(answers), result)


def _answer(page: Page, main: Main, score: float | None, *, is_chosen: bool) -> Answer:
    texts = [line.text for line in main.lines(page)]
    first, last = (texts[0], texts[-1]) if texts else ("", "")
    return Answer(main.rule, score, len(texts), sum(map(len, texts)), first, last, is_chosen)
