"""An article that its site split over several pages becomes one text again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from archive.clean.draft import Draft
from archive.clean.page.lines import Line, key_of

_OPENING: Final = 8  # lines that pages repeat: title, issuer, date


def joined(draft: Draft, parts: Sequence[Draft]) -> Draft:
    """Return an article with the text of its further pages behind its own.

    What a further page repeats of the first one's opening, it says only once.
    """
    opening = {key_of(text) for text in draft.paragraphs[:_OPENING]}
    opening |= {key_of(draft.page.head_title)}
    further = [line for part in parts for line in _without(part.lines, opening)]
    return replace(draft, lines=(*draft.lines, *further))


def _without(lines: tuple[Line, ...], opening: set[str]) -> tuple[Line, ...]:
    repeated = 0
    while repeated < min(len(lines), _OPENING) and key_of(lines[repeated].text) in opening:
        repeated += 1
    return lines[repeated:]
