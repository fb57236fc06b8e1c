"""What container rules say: the elements in which content systems keep the main text."""

from __future__ import annotations

from collections.abc import Iterator

from archive.clean.main_text.body import Main
from archive.clean.page.tree import Page
from archive.clean.rules import Containers


def marked(page: Page, containers: Containers) -> Iterator[Main]:
    """Yield what each container rule that matches calls the main text, best rule first."""
    for number in sorted({region.rule for region in page.regions if region.rule is not None}):
        rule = containers.rules[number]
        yield Main(_matching(page, number), f"container {rule.name}", rule.trust)


def _matching(page: Page, rule: int) -> tuple[tuple[int, int], ...]:
    """Return the outermost stretches that match a rule, a repeated text only once."""
    found = sorted((r.start, -r.end) for r in page.regions if r.rule == rule)
    spans: list[tuple[int, int]] = []
    seen: set[tuple[str, ...]] = set()
    for start, negative_end in found:
        text = tuple(line.text for line in page.lines[start:-negative_end] if line.is_prose)
        if (not spans or start >= spans[-1][1]) and not (text and text in seen):
            spans.append((start, -negative_end))
            seen.add(text)
    return tuple(spans)
