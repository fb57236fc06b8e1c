"""Chrome off, line by line: never inside the report, only around it.

The head reaches to the first line that can only be the report's own text, the tail begins
after the last one. Between them only lines go that no report can hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from archive.clean.bits import bits_in
from archive.clean.dates import leading_date, whole_date
from archive.clean.labels import (
    PAGE_DATE,
    TITLE,
    Field,
    Found,
    Kind,
    Label,
    Labelled,
    read_labels,
)
from archive.clean.lines import BULLETS, Line, is_body, key_of
from archive.clean.rules import load
from archive.clean.titles import is_title_line
from archive.model import Removal

_MAX_CHARS = 300
_MAX_EDGE_LINES = 150  # no banner, breadcrumb and metadata box together are longer
_MIN_TITLE_CHARS = 8
_TITLED = re.compile(r"(?:标\s*题|名\s*称)\s+(.+)")
_ORGANISATION = re.compile(r".{2,30}(局|委|会|府|院|厅|部|办|室|处|队|站|中心|网|所|社|台|报|公司)")


class Zone(StrEnum):
    """Where in a text a rule applies."""

    HEAD = "head"
    TAIL = "tail"
    EDGE = "edge"
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class LineRule:
    """A rule that takes a whole line off; the pattern sees the half-width line."""

    name: str
    zone: Zone
    pattern: re.Pattern[str]

    def applies(self, zone: Zone) -> bool:
        """Whether the rule holds in a zone that is HEAD, TAIL or ANYWHERE."""
        return self.zone in (zone, Zone.ANYWHERE) or (
            self.zone is Zone.EDGE and zone is not Zone.ANYWHERE
        )


@cache
def line_rules() -> tuple[LineRule, ...]:
    """Return the line rules in the order of their file."""
    return tuple(
        LineRule(
            entry["name"],
            Zone(entry["zone"]),
            re.compile("|".join(f"(?:{pattern})" for pattern in entry["patterns"]), re.IGNORECASE),
        )
        for entry in load("chrome.toml")["line"]
    )


@cache
def _rules_in(zone: Zone) -> tuple[LineRule, ...]:
    return tuple(rule for rule in line_rules() if rule.applies(zone))


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


def strip_chrome(lines: Sequence[Line], titles: Sequence[str] = ()) -> Stripped:
    """Take the chrome off the lines of a main text.

    ``titles`` are what the page's head calls the page; a line with one of them goes where
    the page's own metadata follows, since then it is the page's heading and not the text's.
    """
    head = _Head(lines)
    head.read()
    head.give_up_title(titles)
    tail = _Tail(lines, head.end)
    tail.read()
    rules = head.rules | tail.rules | _middle(lines, head.end, tail.start)
    rules |= _repeated_title(lines, [n for n in range(head.end) if n not in rules])
    numbers = tuple(number for number in range(len(lines)) if number not in rules)
    return Stripped(
        tuple(lines[number] for number in numbers),
        tuple(Removal(lines[number].text, rules[number]) for number in sorted(rules)),
        (*head.found, *tail.found),
        sum(number not in rules for number in range(head.end)),
        numbers,
    )


def read_metadata(lines: Sequence[Line]) -> tuple[Found, ...]:
    """Return what the labels say in lines that stand outside of the main text."""
    head = _Head(lines, through=True)
    head.read()
    return tuple(head.found)


def rule_for(line: Line, zone: Zone) -> str | None:
    """Return the name of the line rule or of the bits that make a line chrome, if any."""
    key = key_of(line.text).strip(BULLETS)
    if len(key) > _MAX_CHARS:
        return None
    if not key:
        return "separator"
    for rule in _rules_in(zone):
        if rule.pattern.fullmatch(key):
            return rule.name
    if zone is not Zone.ANYWHERE:
        return next((bit.name for bit in bits_in(key) or () if bit.sure), None)
    return None


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


def _middle(lines: Sequence[Line], start: int, end: int) -> dict[int, str]:
    named = {n: rule_for(lines[n], Zone.ANYWHERE) for n in range(start, end)}
    return {number: name for number, name in named.items() if name}


def _may_continue(labelled: Labelled) -> Label | None:
    """Return the label whose value may stand on the next line.

    A value that could be any text is only believed after a line with one label and no more.
    """
    label = labelled.open_label
    is_typed = label is not None and label.kind in (Kind.DATE, Kind.ORGANISATION)
    return label if is_typed or len(labelled.found) == 1 else None


def _is_dated_bar(key: str) -> bool:
    """Whether a line is a date followed by buttons or counters: 2025年2月19日 (点击: 12)."""
    found, length = leading_date(key)
    return found is not None and any(bit.sure for bit in bits_in(key[length:]) or ())


@dataclass(slots=True)
class _Head:
    """Reads from the top down to the first line that can only be the report's.

    With ``through`` it reads all lines, as is right where no line is the report's.
    """

    lines: Sequence[Line]
    through: bool = False
    end: int = 0
    rules: dict[int, str] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    _open: Label | None = None

    def read(self) -> None:
        """Read the zone; ``end``, ``rules`` and ``found`` tell what it was."""
        labels = [read_labels(line.text) for line in self.lines[:_MAX_EDGE_LINES]]
        for number, line in enumerate(self.lines[:_MAX_EDGE_LINES]):
            rule = self._rule(number, line, labels)
            if rule:
                self.rules[number] = rule
            elif is_body(line) and not self.through:
                break
            self.end = number + 1

    def give_up_title(self, titles: Sequence[str]) -> None:
        """Name a title that stands right above the page's metadata as the page's heading."""
        bare = ["".join(title.split()) for title in titles]
        named = [n for n in range(self.end) if self.rules.get(n) in ("metadata", "page date")]
        above = named[0] - 1 if named else -1
        while above >= 0 and above in self.rules:
            above -= 1
        text = "".join(self.lines[above].text.split()) if above >= 0 else ""
        if len(text) >= _MIN_TITLE_CHARS and any(text in title for title in bare):
            self.rules[above] = "title above the metadata"
            self.found.append(Found(TITLE, self.lines[above].text))

    def _rule(self, number: int, line: Line, labels: list[Labelled | None]) -> str | None:
        labelled = labels[number]
        if labelled and labelled.is_whole and self._is_metadata(labelled, labels):
            self.found += labelled.found
            self._open = _may_continue(labelled)
            return "metadata"
        opened, self._open = self._open, None
        rule = rule_for(line, Zone.HEAD)
        text = line.text.strip(BULLETS)
        is_open = rule in (None, "page date") and opened is not None
        if opened and is_open and self._continues(opened, text, labels[number + 1 :]):
            self.found.append(Found(opened, text))
            return "metadata"
        if rule == "page date" or (rule is None and _is_dated_bar(key_of(text))):
            self.found.append(Found(PAGE_DATE, text))
            return "page date"
        titled = _TITLED.fullmatch(text) if rule is None else None
        if titled and any(titled[1] == other.text for other in self.lines[: number + 40]):
            self.found.append(Found(TITLE, titled[1]))
            return "metadata"
        return rule

    def _is_metadata(self, labelled: Labelled, labels: list[Labelled | None]) -> bool:
        """Weak labels need company: a title or a name may begin with 标题 or 时间."""
        if labelled.is_strong or len(labelled.found) > 1:
            return True
        if labelled.found[0].label.field is Field.SOURCE:
            return True
        return any(other and other.is_whole and other.is_strong for other in labels)

    def _continues(self, label: Label, text: str, following: list[Labelled | None]) -> bool:
        """Whether a line is the value of the label that ended the line before."""
        if label.kind is Kind.DATE:
            return whole_date(key_of(text)) is not None
        if label.kind is Kind.ORGANISATION and len(text) <= 30:
            return _ORGANISATION.fullmatch(text) is not None
        if label.kind not in (Kind.CODE, Kind.WORD) or len(text) > 30 or is_title_line(text):
            return False
        return bool(following and following[0] and following[0].is_whole)


@dataclass(slots=True)
class _Tail:
    """Reads from the bottom up to the last line that can only be the report's."""

    lines: Sequence[Line]
    floor: int
    start: int = 0
    rules: dict[int, str] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)

    def read(self) -> None:
        """Read the zone; ``start``, ``rules`` and ``found`` tell what it was."""
        self.start = len(self.lines)
        floor = max(self.floor, len(self.lines) - _MAX_EDGE_LINES)
        for number in range(len(self.lines) - 1, floor - 1, -1):
            line = self.lines[number]
            rule = self._rule(line)
            if rule:
                self.rules[number] = rule
            elif is_body(line):
                break
            self.start = number
        self._related_links()

    def _rule(self, line: Line) -> str | None:
        rule = rule_for(line, Zone.TAIL)
        labelled = read_labels(line.text) if rule is None else None
        if labelled and labelled.is_whole and self._is_metadata(labelled):
            self.found += labelled.found
            return "metadata"
        return rule

    def _is_metadata(self, labelled: Labelled) -> bool:
        """A bare 日期 near the end may belong to the signature; other labels may not."""
        return all(item.label.strong or item.label.field is Field.SOURCE for item in labelled.found)

    def _related_links(self) -> None:
        """Take off the links that follow a heading such as 相关链接 or 下一篇."""
        openers = [n for n, name in self.rules.items() if name in _OPENERS]
        for number in range(min(openers, default=len(self.lines)), len(self.lines)):
            if self.lines[number].is_link:
                self.rules.setdefault(number, "related links")


_OPENERS = ("related links", "previous and next")
