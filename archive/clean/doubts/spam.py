"""Advertising spliced into a report: betting and adult sites inside its sentences.

Copies of government pages on other domains carry it in place of a district's name or at the
ends of paragraphs, and leave the rest of the text as it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from archive.clean.rules import load
from archive.facts import Caution, Doubt

_CLAUSE: Final = re.compile(r"[^。！？；，!?;,\n]+")
# What stands behind the last full stop of a paragraph and has no mark of its own.
_ORPHAN: Final = re.compile(r"[。！？!?]([^\s。，、；：！？,;:!?（）()《》“”\"〔〕]{3,20})$")
_ORPHANS: Final = 3  # so often, the same words are not an author's
_KINDS, _DOUBTFUL = 2, 3  # of doubtful words, see spam.toml
_SHOWN: Final = 5
_SHOWN_CHARS: Final = 20


@dataclass(frozen=True, slots=True)
class _Rules:
    certain: re.Pattern[str]
    doubtful: re.Pattern[str]
    excuse: re.Pattern[str]
    orphan_excuse: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = load("spam.toml")
    return _Rules(
        _any_of(data["certain"]),
        _any_of(data["doubtful"]),
        re.compile(data["excuse"]["clause"]),
        re.compile(data["excuse"]["ending"]),
    )


def _any_of(entries: Sequence[Mapping[str, Any]]) -> re.Pattern[str]:
    """Compile rules; each branch begins with a literal, which lets the engine skip the rest."""
    branches = (
        re.escape(name) + entry.get("then", "") for entry in entries for name in entry["names"]
    )
    return re.compile("|".join(branches))


def find_spam(title: str, paragraphs: Sequence[str]) -> Caution | None:
    """Return the doubt that a text holds spliced-in advertising, with its words as reason.

    ``None`` for reports that write about gambling or pornography because they fight it.
    """
    found = Counter(_certain((title, *paragraphs))) + Counter(_orphans(paragraphs))
    if not found:
        doubtful = Counter(_unexcused(_rules().doubtful, (title, *paragraphs)))
        found = doubtful if len(doubtful) >= _KINDS and doubtful.total() >= _DOUBTFUL else found
    return Caution(Doubt.SPLICED_SPAM, _reason(found)) if found else None


def _certain(texts: Sequence[str]) -> Iterator[str]:
    return _unexcused(_rules().certain, texts)


def _unexcused(pattern: re.Pattern[str], texts: Sequence[str]) -> Iterator[str]:
    """Yield the words a pattern finds in clauses that do not fight what they name."""
    for text in texts:
        if pattern.search(text):
            for clause in _CLAUSE.findall(text):
                if not _rules().excuse.search(clause):
                    yield from (match[0] for match in pattern.finditer(clause))


def _orphans(paragraphs: Sequence[str]) -> Iterator[str]:
    """Yield words that end several paragraphs after their last sentence, the same each time."""
    ends = Counter(match[1] for match in map(_ORPHAN.search, paragraphs) if match)
    for words, count in ends.items():
        if count >= _ORPHANS and not _rules().orphan_excuse.search(words):
            yield from [words] * count


def _reason(found: Counter[str]) -> str:
    shown = [f"“{words[:_SHOWN_CHARS]}”{count}处" for words, count in found.most_common(_SHOWN)]
    return f"文中夹有与内容无关的博彩或色情字样：{'、'.join(shown)}"
