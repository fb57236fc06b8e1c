"""Puts a report together, block by block, along its outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, islice

from archive.samples.outline import Outline, Section, Topic
from archive.samples.wording import Draw, Facts, Pattern, pick, shuffled

CELL_SEPARATOR = "\t"
"""Stands between the cells of a table row in a paragraph; no cell holds one."""

_DIGITS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
_BEGINNING = 7  # characters; holds the name of a spot where one begins a sentence
_HEADING_CHARS = 60  # about what the headings of a topic take
_SPOKEN_ITEMS = 8  # a longer list is not strung together in one paragraph
_TOPIC_CHARS = 300  # about what one topic takes before another is begun


def chinese_numeral(number: int) -> str:
    """Return a number from 1 to 99 as Chinese text counts headings.

    >>> [chinese_numeral(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十") + _DIGITS[ones]


class BlockKind(StrEnum):
    """What a block of a report is; pages mark each in their own way."""

    SPEECH = "speech"
    ADDRESSEE = "addressee"
    HEADING = "heading"
    SUBHEADING = "subheading"
    TEXT = "text"
    TABLE = "table"
    SIGNATURE = "signature"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table (then ``text`` is empty and ``rows`` has its cells)."""

    kind: BlockKind
    text: str
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The paragraphs this block becomes: one, or one for each row of the table."""
        if self.rows:
            return tuple(CELL_SEPARATOR.join(row) for row in self.rows)
        return (self.text,)


class Style(StrEnum):
    """How topics and points are laid out; one style a report."""

    RUN_IN = "run_in"  # （一）标题。一是……二是……
    SPOKEN = "spoken"  # （一）标题 / 一是……二是……
    NUMBERED = "numbered"  # （一）标题 / 1.要点。……


@dataclass(slots=True)
class Composer:
    """Writes one report of ``role``; ``extras`` are sentences to be planted on the way."""

    draw: Draw
    facts: Facts
    role: str
    chars: int
    extras: list[Pattern]
    style: Style
    blocks: list[Block] = field(default_factory=list)

    def compose(self, outline: Outline, addressed: bool) -> tuple[Block, ...]:
        """Return the blocks from the lines under the title to the end of the last section."""
        for line in outline.speech:
            self._add(BlockKind.SPEECH, line.fill(self.draw, self.facts))
        if addressed and outline.addressee:
            above = self.role == "government"
            addressee = outline.addressee if above else outline.addressee_below
            self._add(BlockKind.ADDRESSEE, addressee[0].fill(self.draw, self.facts))
        self._add(BlockKind.TEXT, self._one(outline.opening))
        number = 0
        for section in outline.sections:
            number += bool(section.headings)
            self._section(section, number)
        return tuple(self.blocks)

    def _add(self, kind: BlockKind, text: str) -> None:
        self.blocks.append(Block(kind, text))

    def _one(self, patterns: Sequence[Pattern]) -> str:
        return pick(self.draw, patterns).fill(self.draw, self.facts)

    def _section(self, section: Section, number: int) -> None:
        if section.headings:
            heading = f"{chinese_numeral(number)}、{self._one(section.headings)}"
            self._add(BlockKind.HEADING, heading)
        lead = self._one(section.lead) if section.lead else ""
        budget = int(self.chars * section.share)
        if section.flat:
            self._flat(section, lead, budget)
        elif lead:
            self._add(BlockKind.TEXT, lead)
        if section.topics and not section.flat:
            self._topics(section, budget)
        if section.table:
            self._table(section.table)

    def _table(self, rows: Sequence[Pattern]) -> None:
        cells = tuple(tuple(row.fill(self.draw, self.facts).split("\t")) for row in rows)
        self.blocks.append(Block(BlockKind.TABLE, "", cells))

    def _topics(self, section: Section, budget: int) -> None:
        mine = [topic for topic in section.topics if not topic.by or self.role in topic.by]
        count = min(len(mine), max(2, round(budget / _TOPIC_CHARS)))
        kept = sorted(shuffled(self.draw, range(len(mine)))[:count])
        for place, chosen in enumerate(kept):
            self._topic(mine[chosen], place, self._planted(count - place), budget // count)

    def _planted(self, topics_left: int) -> list[str]:
        taken = len(self.extras) // topics_left
        extras = [self.extras.pop() for _ in range(taken)]
        return [pattern.fill(self.draw, self.facts) for pattern in extras]

    def _topic(self, topic: Topic, place: int, extras: list[str], budget: int) -> None:
        order = shuffled(self.draw, topic.sentences)
        sentences = self._sentences(order, budget - _HEADING_CHARS, once=False)
        for extra in extras:
            sentences.insert(int(self.draw() * (len(sentences) + 1)), extra)
        heading = f"（{chinese_numeral(place + 1)}）{self._one(topic.headings)}"
        points = shuffled(self.draw, topic.points)[: max(1, len(sentences) // 2)]
        groups = _groups(sentences, len(points))
        if not points:
            self._add(BlockKind.SUBHEADING, heading)
            self._add(BlockKind.TEXT, "".join(groups))
        elif self.style is Style.NUMBERED:
            self._add(BlockKind.SUBHEADING, heading)
            self._numbered(points, groups)
        elif self.style is Style.SPOKEN:
            self._add(BlockKind.SUBHEADING, heading)
            self._add(BlockKind.TEXT, _spoken(points, groups))
        else:
            self._add(BlockKind.TEXT, f"{heading}。{_spoken(points, groups)}")

    def _numbered(self, points: Sequence[Pattern], groups: Sequence[str]) -> None:
        for number, (point, group) in enumerate(zip(points, groups, strict=True), 1):
            self._add(BlockKind.TEXT, f"{number}.{point.source}。{group}")

    def _flat(self, section: Section, lead: str, budget: int) -> None:
        patterns = section.topics[0].sentences
        order = patterns if section.plain else shuffled(self.draw, patterns)
        sentences = self._sentences(order, budget - len(lead), once=section.once)
        if section.plain:
            for group in _groups(sentences, max(1, len(sentences) // 3)):
                self._add(BlockKind.TEXT, group)
        elif self.style is Style.NUMBERED or len(sentences) > _SPOKEN_ITEMS:
            if lead:
                self._add(BlockKind.TEXT, lead)
            for number, sentence in enumerate(sentences, 1):
                self._add(BlockKind.TEXT, f"（{chinese_numeral(number)}）{sentence}")
        else:
            self._add(BlockKind.TEXT, lead + _enumerated(sentences))

    def _sentences(self, order: Sequence[Pattern], budget: int, *, once: bool) -> list[str]:
        """Fill patterns up to ``budget`` characters; what names a spot may come again."""
        again = [] if once else [pattern for pattern in order if pattern.is_local]
        filled: list[str] = []
        length = 0
        begun: set[str] = set()
        for pattern in chain(order, again, again, again):
            sentence = pattern.fill(self.draw, self.facts)
            if sentence[:_BEGINNING] in begun:
                continue  # the same spot again, with other figures
            begun.add(sentence[:_BEGINNING])
            length += len(sentence)
            filled.append(sentence)
            if length >= budget:
                break
        return filled


def _groups(sentences: Sequence[str], count: int) -> list[str]:
    """Join sentences into ``count`` runs of nearly equal number."""
    source = iter(sentences)
    sizes = [(len(sentences) + i) // max(1, count) for i in range(max(1, count))]
    return ["".join(islice(source, size)) for size in sizes]


def _spoken(points: Sequence[Pattern], groups: Sequence[str]) -> str:
    parts = zip(points, groups, strict=True)
    return _enumerated([f"{point.source}。{group}" for point, group in parts])


def _enumerated(sentences: Sequence[str]) -> str:
    if len(sentences) == 1:
        return sentences[0]
    numbered = enumerate(sentences, 1)
    return "".join(f"{chinese_numeral(number)}是{each}" for number, each in numbered)
