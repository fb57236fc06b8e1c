"""Automatic numbers of Word: 一、 and （一） that stand in no paragraph's text.

Source: ECMA-376-1, 17.9 (numbering), 17.18.59 (number formats).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from docx.oxml.ns import qn
from lxml import etree

_HANZI: Final = "〇一二三四五六七八九"
_ROMAN: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_PLACE: Final = re.compile(r"%([1-9])")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")  # bullets of symbol fonts
_MOST: Final = 99  # beyond, a number is written in digits


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level is numbered; ``text`` has %1 for the number of the first level."""

    start: int
    form: str
    text: str


@dataclass(slots=True)
class Numbering:
    """Numbers paragraphs in the order they come; lists of one definition count on."""

    levels: Mapping[str, Mapping[int, _Level]] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
        """Read the parts of a document that define its numbers, as far as it has them."""
        if numbering is None:
            return cls()
        abstract = {
            _value(one, "abstractNumId"): {
                int(_value(level, "ilvl", "0")): _level(level) for level in one.iter(qn("w:lvl"))
            }
            for one in numbering.findall(qn("w:abstractNum"))
        }
        used = {
            _value(one, "numId"): _of_child(one, "abstractNumId")
            for one in numbering.findall(qn("w:num"))
        }
        levels = {number: abstract.get(definition, {}) for number, definition in used.items()}
        return cls(levels, used, dict(_styles(styles)) if styles is not None else {})

    def label(self, paragraph: etree._Element) -> str:
        """Return the number that stands before a paragraph, empty for none or a bullet."""
        number, depth = self._place(paragraph)
        levels = self.levels.get(number, {})
        if depth not in levels or levels[depth].form == "bullet":
            return ""
        counts = self._counts.setdefault(self.definitions[number], {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for below in [one for one in counts if one > depth]:
            del counts[below]
        return _PRIVATE.sub("", _PLACE.sub(_filled(levels, counts), levels[depth].text))

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        own = _numbered(properties)
        return own or self.styles.get(_of_child(properties, "pStyle"), ("", 0))


def _filled(
    levels: Mapping[int, _Level], counts: Mapping[int, int]
) -> Callable[[re.Match[str]], str]:
    def number(place: re.Match[str]) -> str:
        depth = int(place[1]) - 1
        level = levels.get(depth)
        return _written(counts.get(depth, level.start), level.form) if level else ""

    return number


def _written(number: int, form: str) -> str:
    """Return a number in one of Word's formats; an unknown one is digits."""
    if not 0 < number <= _MOST:
        return str(number)
    if "ounting" in form or form.startswith("ideograph") or "hineseLegal" in form:
        tens, ones = divmod(number, 10)
        return ((_HANZI[tens] if tens > 1 else "") + "十" if tens else "") + (
            _HANZI[ones] if ones else ""
        )
    if form.startswith("decimalEnclosedCircle") and number <= 20:
        return chr(0x2460 + number - 1)
    if form.endswith("Letter") and number <= 26:
        return chr(ord("a" if form[0] == "l" else "A") + number - 1)
    if form.endswith("Roman"):
        roman = _roman(number)
        return roman if form[0] == "l" else roman.upper()
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        written += sign * times
    return written


def _level(level: etree._Element) -> _Level:
    start = _of_child(level, "start")
    return _Level(
        int(start) if start.isdecimal() else 1,
        _of_child(level, "numFmt") or "decimal",
        _of_child(level, "lvlText"),
    )


def _styles(styles: etree._Element) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield the styles that number their paragraphs, by themselves or by what they build on."""
    by_name = {_value(one, "styleId"): one for one in styles.findall(qn("w:style"))}
    for name, style in by_name.items():
        seen: set[str] = set()
        found: tuple[str, int] | None = None
        at: etree._Element | None = style
        while at is not None and found is None and (own := _value(at, "styleId")) not in seen:
            seen.add(own)
            properties = at.find(qn("w:pPr"))
            found = _numbered(properties) if properties is not None else None
            at = by_name.get(_of_child(at, "basedOn"))
        if found:
            yield name, found


def _numbered(properties: etree._Element) -> tuple[str, int] | None:
    numbers = properties.find(qn("w:numPr"))
    if numbers is None:
        return None
    depth = _of_child(numbers, "ilvl")
    return _of_child(numbers, "numId"), int(depth) if depth.isdecimal() else 0


def _of_child(element: etree._Element, name: str) -> str:
    child = element.find(qn(f"w:{name}"))
    return "" if child is None else _value(child, "val")


def _value(element: etree._Element, name: str, default: str = "") -> str:
    return element.get(qn(f"w:{name}")) or default
