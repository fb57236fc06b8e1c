"""Chrome off, line by line: never inside the report, only around it.

Between the edges only lines go that no report can hold, and those that a user named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.clean.chrome.edges import Head, Tail
from archive.clean.page.lines import Line, is_structured, key_of, summed
from archive.clean.page.surroundings import NOTHING_KNOWN, Surroundings
from archive.clean.words.labels import Found
from archive.clean.words.line_rules import Zone, rule_for
from archive.clean.words.title_words import is_title_line
from archive.model import Removal

_MAX_END = 40  # characters of a line that says that other things follow


@dataclass(frozen=True, slots=True)
class Stripped:
    """Lines without their chrome, what was taken off, and what the metadata lines said.

    ``head`` is how many of the kept lines stand before the report's first sentence, ``numbers``
    where the kept lines stood.
    """

    kept: tuple[Line, ...]
    removed: tuple[Removal, ...]
    found: tuple[Found, ...]
    head: int
    numbers: tuple[int, ...]


def strip_chrome(lines: Sequence[Line], around: Surroundings = NOTHING_KNOWN) -> Stripped:
    """Take the chrome off the lines of a main text."""
    end = _end_of_text(lines)
    head = Head(lines[:end], around)
    head.read()
    head.give_up_title()
    tail = Tail(lines[:end], around, head.end)
    tail.read()
    rules = head.rules | tail.rules | _middle(lines, head.end, tail.start)
    rules |= dict.fromkeys(range(end, len(lines)), "end of the text")
    rules |= _repeated_title(lines, [n for n in range(head.end) if n not in rules])
    rules |= _by_users(lines, around)
    numbers = tuple(number for number in range(len(lines)) if number not in rules)
    return Stripped(
        tuple(lines[number] for number in numbers),
        tuple(Removal(lines[number].text, rules[number]) for number in sorted(rules)),
        (*head.found, *tail.found),
        sum(number not in rules for number in range(head.end)),
        numbers,
    )


def _middle(lines: Sequence[Line], start: int, end: int) -> dict[int, str]:
    named = {n: rule_for(lines[n], Zone.ANYWHERE) for n in range(start, end)}
    return {number: name for number, name in named.items() if name}


def _end_of_text(lines: Sequence[Line]) -> int:
    """Return where a line says that other things follow: 相关阅读, 网友评论.

    Believed only where the smaller part follows and no numbered heading or table is in it.
    """
    short = (number for number in range(1, len(lines)) if len(lines[number].text) <= _MAX_END)
    ends = [number for number in short if rule_for(lines[number], Zone.END)]
    values = summed(lines) if ends else ()
    for number in ends:
        if 2 * values[number] > values[-1] and not any(map(is_structured, lines[number:])):
            return number
    return len(lines)


def _by_users(lines: Sequence[Line], around: Surroundings) -> dict[int, str]:
    return {
        number: "site rule"
        for number, line in enumerate(lines)
        if any(pattern.fullmatch(key_of(line.text)) for pattern in around.chrome)
    }


def _repeated_title(lines: Sequence[Line], head: Sequence[int]) -> dict[int, str]:
    """Name the page's title where the report's own, wrapped or not, follows in the head."""
    bare = ["".join(lines[number].text.split()) for number in head]
    for first, title in enumerate(bare[:4]):
        if not is_title_line(title):
            continue
        for last in range(first + 2, min(first + 8, len(bare) + 1)):
            if any("".join(bare[begin:last]) == title for begin in range(first + 1, last)):
                return {head[first]: "repeated title"}
    return {}
