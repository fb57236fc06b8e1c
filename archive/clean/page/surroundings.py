"""What is known around a text before its lines are judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the page and its site tell about the lines of a main text.

    ``titles`` are what the page's head calls the page: a line with one of them goes where
    the page's own metadata follows, since then it is the page's heading and not the text's.
    ``chrome`` are patterns of whole half-width lines that a user named, ``habits`` lines that
    this host repeats on its pages.
    """

    titles: tuple[str, ...] = ()
    chrome: tuple[re.Pattern[str], ...] = ()
    habits: frozenset[str] = frozenset()


NOTHING_KNOWN: Final = Surroundings()
