"""What the facts about a report are read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from archive.clean.page.lines import Line
from archive.clean.page.tree import Page
from archive.clean.words.labels import Found
from archive.clean.words.title_words import is_template

_NEAR: Final = 10  # lines without a label that belong to a title stand so near to it


@dataclass(frozen=True, slots=True)
class Material:
    """A page, its labels, and the lines of its main text.

    ``seen_on`` is the day the page was fetched. ``runs`` are the lines before the first
    sentence, those together between which nothing was taken off; the last run stands right
    above that sentence and may be empty. ``before`` is what stands above the main text,
    ``above`` those of its lines, in runs, that are neither chrome nor links, ``outside``
    everything that is not the report's.
    """

    url: str
    seen_on: date
    page: Page
    found: tuple[Found, ...]
    before: tuple[Line, ...]
    above: tuple[tuple[str, ...], ...]
    runs: tuple[tuple[str, ...], ...]
    paragraphs: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def head(self) -> tuple[str, ...]:
        """The lines before the first sentence."""
        return tuple(text for run in self.runs for text in run)

    def meta(self, name: str) -> str | None:
        """Return the first content of the head's ``<meta>`` of a name that was filled in."""
        contents = (value for key, value in self.page.metas if key == name.lower())
        return next((one for one in contents if one and not is_template(one)), None)

    def shows(self, words: str) -> bool:
        """Whether the page shows words to its reader, white space left out."""
        bare = "".join(words.split())
        return bare in "".join("".join(line.text.split()) for line in self.page.lines)

    @property
    def near(self) -> tuple[str, ...]:
        """The lines beside the title."""
        return (*self.head, *(line.text for line in self.before[-_NEAR:]), *self.outside[:_NEAR])
