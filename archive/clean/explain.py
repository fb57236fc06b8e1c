"""Why a page became what it did: what each step saw, how good that is, what was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.clean.cleaner import examine
from archive.clean.draft import Chosen, read
from archive.clean.guidance import Guidance
from archive.clean.main_text.body import Main
from archive.clean.main_text.cascade import Choice, Why, opinions
from archive.clean.main_text.quality import agreement, candidate, soundness
from archive.clean.page.decode import declared_encoding, decode
from archive.clean.page.tree import Page
from archive.files import OfferedFile
from archive.model import Rejected, Report, Snapshot


@dataclass(frozen=True, slots=True)
class Answer:
    """What one step of the cascade takes for the main text, and how good that is.

    ``rule`` names the step; ``was_asked`` is false for one that was only asked to explain.
    ``sound`` is how much like a text it is, and like all of the page's, ``agrees`` how well it
    agrees with the majority of those that found any: both from 0 to 1, without the chrome that
    the line rules take off. ``lines`` and ``chars`` are its size, ``first`` and ``last`` its
    outermost lines, chrome included.
    """

    rule: str
    was_asked: bool
    is_chosen: bool
    sound: float
    agrees: float
    lines: int
    chars: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a snapshot was cleaned; ``encoding`` is empty where it was not even decoded.

    ``declared`` is the encoding that header or page claim, if any. ``page_lines`` is how many
    lines the page has, ``why`` why the main text was taken for it, ``None`` without one.
    ``result`` holds the rest: the rule that answered and all that was removed with the rules
    that did.
    """

    encoding: str
    declared: str | None
    page_lines: int
    why: Why | None
    answers: tuple[Answer, ...]
    result: Report | Rejected


def explain(
    snapshot: Snapshot,
    guidance: Guidance,
    parts: Sequence[Snapshot] = (),
    files: Sequence[OfferedFile] = (),
) -> Explanation:
    """Return how a snapshot becomes a report, or why it does not; see ``cleaner.examine``."""
    result = examine(snapshot, guidance, parts, files).result
    chosen = read(snapshot, guidance)
    if not isinstance(chosen, Chosen):
        return Explanation("", None, 0, None, (), result)
    page, choice = chosen.page, chosen.choice
    declared = declared_encoding(snapshot.body, snapshot.header("Content-Type"))
    answers = tuple(_answers(page, choice, _all(snapshot, chosen, guidance)))
    return Explanation(chosen.encoding, declared, len(page.lines), choice.why, answers, result)


def _all(snapshot: Snapshot, chosen: Chosen, guidance: Guidance) -> tuple[Main, ...]:
    if chosen.choice.why is Why.WHOLE:
        return chosen.choice.answers
    markup = decode(snapshot.body, snapshot.header("Content-Type")).text
    rules = guidance.sites.on(urlsplit(snapshot.url).hostname or "")
    return opinions(chosen.page, rules.containers, markup)


def _answers(page: Page, choice: Choice, mains: Sequence[Main]) -> Iterator[Answer]:
    candidates = [candidate(page, main) for main in mains]
    answered = [one for one in candidates if one.main.spans]
    for main, one in zip(mains, candidates, strict=True):
        texts = [line.text for line in main.lines(page)]
        yield Answer(
            rule=main.rule,
            was_asked=main in choice.answers,
            is_chosen=main == choice.main,
            sound=soundness(page, one),
            agrees=agreement(page, one, answered),
            lines=len(texts),
            chars=sum(map(len, texts)),
            first=texts[0] if texts else "",
            last=texts[-1] if texts else "",
        )
