"""The sections of a report, by its headings of the first level.

Which numbering the first level has is the report's own choice (一、 第一部分 （一） 1. ## or
none at all), so it is found out first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from archive.clean.page.lines import ROW, key_of
from archive.clean.rules import load
from archive.facts import Section, SectionKind

_HANZI = "一二三四五六七八九十"
_MAX_HEADING: Final = 60
_MAX_BEFORE_TEXT: Final = 36  # a heading with its text in the same paragraph
_MAX_BARE: Final = 30  # a heading that nothing but its words marks
_NUMBER = re.compile(r"[第一二三四五六七八九十、Ⅰ-Ⅻ(（#\d①-⑳]")  # what every number begins with
_SENTENCE_END = re.compile(r"[。;!?]")
_COLON = re.compile(r"[^,。;!?:]{2,20}:(?=.{20})")
_LEADER = re.compile(r"[\s.…·]*\d{0,3}$")  # 一、主要工作……3
_ONE = re.compile(r"\(?\s*(?:一|1)(?![\d一二三四五六七八九十])|[Ⅰ①]")
_HEADING_YEAR = re.compile(r"(20\d\d)年(?![-—–~至到])")
_LATER: Final = frozenset({SectionKind.PROBLEMS, SectionKind.NEXT_STEPS})
_CLOSED = re.compile(r"[。;!?:,、]$")


@dataclass(frozen=True, slots=True)
class _Style:
    """A way to number headings; ``pattern`` matches the number alone."""

    name: str
    pattern: re.Pattern[str]


# From the top level down. Numerals may have been lost in a conversion: ()县域经济, 、存在的问题.
_STYLES: Final = (
    _Style("part", re.compile(rf"第\s*[{_HANZI}\d]{{1,3}}\s*(?:部分|章|篇)[、:.\s]*")),
    _Style("chinese", re.compile(rf"[{_HANZI}]{{1,3}}\s*[、.．,:]\s*|、\s*(?!\s)")),
    _Style("roman", re.compile(r"[Ⅰ-Ⅻ]{1,3}\s*[、.．]?\s*")),
    _Style("bracketed", re.compile(rf"\(\s*[{_HANZI}]{{0,3}}\s*\)\s*[、.]?\s*")),
    _Style("marked", re.compile(r"#{1,6}\s*")),
    _Style("digit", re.compile(r"\d{1,2}\s*(?:[、.．](?!\d)|\s)\s*")),
    _Style("digit in brackets", re.compile(r"\(\s*\d{1,2}\s*\)\s*[、.]?\s*")),
    _Style("circled", re.compile(r"[①-⑳]\s*")),
)


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading in paragraph ``number``; ``words`` without its numbering, half-width.

    ``is_alone``: no text follows it in its paragraph.
    """

    number: int
    style: str
    text: str
    words: str
    is_alone: bool = True


def find_sections(paragraphs: Sequence[str]) -> tuple[Section, ...]:
    """Return the sections below the headings of the first level, in order.

    They touch, and the last one ends with the report; what stands before the first heading
    belongs to none. Empty where no heading is recognised.
    """
    headings = _first_level(paragraphs)
    ends = [heading.number for heading in headings[1:]] + [len(paragraphs)]
    years = sorted({year for heading in headings if (year := _year(heading.words))})
    return tuple(
        Section(_kind(heading.words, years), heading.text, heading.number, end)
        for heading, end in zip(headings, ends, strict=False)
        if heading.number < end
    )


def _kind(words: str, years: Sequence[str]) -> SectionKind:
    """Return what a section is about; of two years named by headings, the later is to come.

    2024年主要工作 alone says nothing; beside 2025年主要工作 it is what was done.
    """
    kind = section_kind(words)
    if kind is not SectionKind.OTHER or len(years) < 2:
        return kind
    by_year = {years[0]: SectionKind.ACHIEVEMENTS, years[-1]: SectionKind.NEXT_STEPS}
    return by_year.get(_year(words), kind)


def _year(words: str) -> str:
    """Return the year that a heading begins with, empty if it begins with none."""
    found = _HEADING_YEAR.match(words)
    return found[1] if found else ""


def section_kind(words: str) -> SectionKind:
    """Return what the words of a heading say that its section is about; of two, the first.

    >>> section_kind("存在的问题和不足")
    <SectionKind.PROBLEMS: '存在的问题'>
    """
    bare = "".join(key_of(words).split()).rstrip("。:;,.")
    ends = [(rule.end_in(bare), rule.kind) for rule in _rules()]
    found = min((one for one in ends if one[0]), default=None, key=lambda one: one[0])
    return found[1] if found else SectionKind.OTHER


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: SectionKind
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    def end_in(self, bare: str) -> int:
        """Return where the words that fit end, 0 where none do."""
        if self.unless and self.unless.search(bare):
            return 0
        found = self.pattern.search(bare)
        return found.end() if found else 0


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            SectionKind(entry["kind"]),
            re.compile("|".join(entry["patterns"])),
            re.compile(entry["unless"]) if "unless" in entry else None,
        )
        for entry in load("sections.toml")["section"]
    )


def _first_level(paragraphs: Sequence[str]) -> tuple[_Heading, ...]:
    numbered = [
        heading
        for number, paragraph in enumerate(paragraphs)
        if (heading := _numbered(number, paragraph)) is not None
    ]
    bare = tuple(_bare(paragraphs))
    unnumbered = [one for one in bare if _numbered(one.number, one.text) is None]
    for style in _STYLES:
        level = _without_contents([one for one in numbered if one.style == style.name])
        if len(level) > 1 and not _is_below(level, unnumbered):
            return _with_lost(level, unnumbered)
    return bare


def _without_contents(level: Sequence[_Heading]) -> tuple[_Heading, ...]:
    """Return headings without those of a table of contents: nothing below, and again later."""
    listed = {
        one.number
        for one, after in pairwise(level)
        if one.is_alone and after.number == one.number + 1
    }
    last = {_LEADER.sub("", one.words): one.number for one in level}
    return tuple(
        one
        for one in level
        if one.number not in listed or last[_LEADER.sub("", one.words)] == one.number
    )


def _is_below(level: Sequence[_Heading], bare: Sequence[_Heading]) -> bool:
    """Whether numbers begin anew below headings that have none: 成效 / 1. 2. / 问题 / 1."""
    starts = [one.number for one in level if _ONE.match(key_of(one.text))]
    return len(starts) > 1 and len(bare) > 1 and bare[0].number < level[0].number


def _with_lost(level: tuple[_Heading, ...], bare: Sequence[_Heading]) -> tuple[_Heading, ...]:
    """Return headings with those that have lost their number: problems and plans.

    Inside a section that is about these already, such a line is a heading of a lower level.
    """
    lost = [heading for heading in bare if section_kind(heading.words) in _LATER]
    for heading in lost:
        above = [one for one in level if one.number < heading.number]
        if above and section_kind(above[-1].words) not in _LATER:
            level = tuple(sorted((*level, heading), key=lambda one: one.number))
    return level


def _numbered(number: int, paragraph: str) -> _Heading | None:
    """Return the heading that a paragraph is or begins with, by its number."""
    if ROW in paragraph or not _NUMBER.match(paragraph):
        return None
    key = key_of(paragraph)
    for style in _STYLES:
        match = style.pattern.match(key)
        if match:
            end = _heading_end(key, match.end())
            words = key[match.end() : end].strip()
            is_alone = end == len(key)
            if not _is_heading(words, is_alone=is_alone):
                return None
            return _Heading(number, style.name, paragraph[:end].strip(), words, is_alone)
    return None


def _is_heading(words: str, *, is_alone: bool) -> bool:
    """Whether numbered words are a heading; with text behind them, two clauses at most."""
    longest = _MAX_HEADING if is_alone else _MAX_BEFORE_TEXT
    return 2 <= len(words) <= longest and (is_alone or words.count(",") < 2)


def _heading_end(key: str, start: int) -> int:
    """Return where a heading ends that text may follow: 一、主要举措。2024年,……"""
    colon = _COLON.match(key, start)
    found = colon or _SENTENCE_END.search(key, start)
    if found is None:
        return len(key)
    return found.end() - 1 if colon else found.start()


def _bare(paragraphs: Sequence[str]) -> Iterator[_Heading]:
    """Yield lines without a number that are headings by their words alone."""
    for number, (paragraph, following) in enumerate(pairwise((*paragraphs, ""))):
        words = key_of(paragraph).strip()
        is_short = 2 <= len(words) <= _MAX_BARE and ROW not in paragraph
        if not is_short or _CLOSED.search(words) or len(following) <= len(paragraph):
            continue
        if number and section_kind(words) is not SectionKind.OTHER:
            yield _Heading(number, "none", paragraph, words)
