"""One walk over a tree: elements become lines, and stretches of lines.

Paragraphs, ``<br>`` and every element that is not inline end a line; rows of data tables
are one line each, their cells joined by :data:`archive.clean.page.lines.ROW`, merged ones repeated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Final

from lxml import etree

from archive.clean.page.cells import Cell, Grid, opened_cell
from archive.clean.page.lines import Line, rendered, unwrapped
from archive.clean.page.mentions import MENTIONING, FileMention, mentioned
from archive.clean.page.tables import data_tables
from archive.clean.rules import Trust, load
from archive.clean.rules.sites import Rules

_MIN_PICTURE_HANZI: Final = 4
_HANZI: Final = re.compile("[\u4e00-\u9fff]")
_FILE_NAME: Final = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|webp)\b|[_\d]{6,}|^(?:微信)?图片\W?\d*$", re.IGNORECASE
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_WHITE: Final = " \t\r\n\f"  # what HTML calls white space; others are characters
_DIGITS: Final = re.compile(r"\d+")
# What is only invisible (visibility, opacity) keeps its place: a script will show it.
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Elements:
    inline: frozenset[str]
    skipped: frozenset[str]


@cache
def _elements() -> _Elements:
    data = load("elements.toml")
    return _Elements(frozenset(data["inline"]), frozenset(data["skipped"]))


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of lines, ``start`` to before ``end``, that one block element covers.

    ``rule`` is the number of the container rule it matches; ``is_leaf`` says that no block
    element stands inside. ``depth`` is how many block elements stand around it, ``kind`` its
    tag and classes without their numbers: what elements of one sort have in common.
    """

    start: int
    end: int
    rule: int | None = None
    is_leaf: bool = False
    depth: int = 0
    kind: str = ""

    @property
    def tag(self) -> str:
        """The element's name, empty for what stands between two comments."""
        return self.kind.partition(" ")[0]


@dataclass(slots=True)
class _Open:
    """A block element that is being walked: where it began, and what it is."""

    element: etree._Element
    start: int
    rule: int | None
    blocks: int = 0


@dataclass(slots=True)
class Walk:
    """Collects the lines and regions of a tree while it goes by."""

    tables: frozenset[etree._Element]
    rules: Rules
    keep_hidden: bool
    lines: list[Line] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    files: list[FileMention] = field(default_factory=list)
    skipped: set[etree._Element] = field(default_factory=set)
    hidden_chars: int = 0
    depth: int = 0
    _level: int = 0
    _pieces: list[str] = field(default_factory=list)
    _link_chars: int = 0
    _link_depth: int = 0
    _pre_depth: int = 0
    _heading: int = 0
    _open: list[_Open] = field(default_factory=list)
    _row: list[Cell] | None = None
    _grids: list[Grid] = field(default_factory=list)
    _item: int = 0
    _marks: dict[int, int] = field(default_factory=dict)

    @classmethod
    def over(cls, root: etree._Element, rules: Rules, *, keep_hidden: bool) -> Walk:
        """Walk over a whole tree and return what was collected."""
        walk = cls(data_tables(root, rules.containers), rules, keep_hidden)
        events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in events:
            if event == "start":
                if not walk.start(element):
                    events.skip_subtree()
                    walk.skipped.add(element)
            elif event == "end":
                walk.end(element)
            else:
                walk.comment(element)
        walk.flush()
        return walk

    def start(self, element: etree._Element) -> bool:
        """Enter an element; ``False`` says that its content is not part of the text."""
        tag = str(element.tag)
        if tag in MENTIONING and (mention := mentioned(tag, element, len(self.lines))):
            self.files.append(mention)
        if self._is_skipped(tag, element):
            return False
        self._level += 1
        self.depth = max(self.depth, self._level)
        rule = self.rules.containers.match(tag, element.get("id"), element.get("class"))
        if rule is not None or not _is_inline(tag):
            self._open_block(tag, element, rule)
        elif tag == "a":
            self._link_depth += element.get("href") is not None
        elif tag == "img":
            self._picture(element)
        self._text(element.text)
        return True

    def _is_skipped(self, tag: str, element: etree._Element) -> bool:
        if tag in _elements().skipped:
            return True
        if not self.keep_hidden and _is_hidden(element) and not self._is_text(tag, element):
            self.hidden_chars += sum(map(len, element.itertext()))
            return True
        return self._is_dropped(tag, element)

    def _is_text(self, tag: str, element: etree._Element) -> bool:
        """Whether an element is a known container: a script will show it."""
        containers = self.rules.containers
        rule = containers.match(tag, element.get("id"), element.get("class"))
        return rule is not None and containers.rules[rule].trust is not Trust.ASKED

    def _is_dropped(self, tag: str, element: etree._Element) -> bool:
        drop = self.rules.drop
        if not drop.rules:
            return False
        return drop.match(tag, element.get("id"), element.get("class")) is not None

    def end(self, element: etree._Element) -> None:
        """Leave an element, and take up the text that follows it."""
        if element not in self.skipped:
            self._level -= 1
            if self._open and self._open[-1].element is element:
                self._close_block(element)
            elif element.tag == "a":
                self._link_depth -= element.get("href") is not None
        self._text(element.tail)

    def comment(self, element: etree._Element) -> None:
        """Take note of a comment that marks a container's begin or end."""
        text = element.text or ""
        for number, rule in enumerate(self.rules.containers.rules):
            if rule.begin and rule.begin in text:
                self.flush()
                self._marks[number] = len(self.lines)
            elif rule.end and rule.end in text and number in self._marks:
                self.flush()
                self.regions.append(Region(self._marks.pop(number), len(self.lines), number))
        self._text(element.tail)

    def flush(self) -> None:
        """End the current line."""
        if not self._pieces:
            return
        text = rendered("".join(self._pieces))
        if text:
            self._add(Line(text, min(self._link_chars, len(text)), self._heading, self._item))
        self._pieces.clear()
        self._link_chars = 0

    def _add(self, line: Line) -> None:
        if self._row:
            self._row[-1] = replace(self._row[-1], lines=(*self._row[-1].lines, line))
        else:
            self.lines.append(line)

    def _picture(self, image: etree._Element) -> None:
        """Take up what stands for an image, where it stands alone and says anything."""
        text = rendered(image.get("alt") or "")
        if not "".join(self._pieces).strip() and _says_something(text):
            self.flush()
            self._add(Line(text, len(text) if self._link_depth else 0, is_picture=True))

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self._pre_depth and "\n" in text:
            first, *others = text.split("\n")
            self._append(first)
            for other in others:
                self.flush()
                self._append(other)
        elif text.strip(_WHITE):
            self._append(unwrapped(text))
        elif self._pieces:
            self._pieces.append(" ")

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        if self._link_depth:
            self._link_chars += len(text.strip())

    def _open_block(self, tag: str, element: etree._Element, rule: int | None) -> None:
        self.flush()
        for parent in self._open[-1:]:
            parent.blocks += tag != "br"
        self._open.append(_Open(element, len(self.lines), rule))
        self._heading = _HEADINGS.get(tag, self._heading)
        self._item += tag == "li"
        self._pre_depth += tag == "pre"
        self._link_depth += tag == "a" and element.get("href") is not None
        if self.tables:
            self._open_cell(tag, element)

    def _open_cell(self, tag: str, element: etree._Element) -> None:
        if tag == "table" and element in self.tables:
            self._grids.append(Grid())
        elif tag == "tr" and _table_of(element) in self.tables:
            self._row = []
        elif tag in ("td", "th") and self._row is not None:
            self._row.append(opened_cell(element))

    def _close_block(self, element: etree._Element) -> None:
        self.flush()
        tag = str(element.tag)
        if tag in _HEADINGS:
            self._heading = 0
        self._item -= tag == "li"
        self._pre_depth -= tag == "pre"
        self._link_depth -= tag == "a" and element.get("href") is not None
        if tag == "tr" and self._row is not None:
            cells, self._row = self._row, None
            self.lines.extend(self._grids[-1].row(cells))
        elif tag == "table" and element in self.tables:
            self._grids.pop()
        opened = self._open.pop()
        if len(self.lines) > opened.start:
            self._close_region(opened, _kind(tag, element.get("class")))

    def _close_region(self, opened: _Open, kind: str) -> None:
        is_leaf, depth = opened.blocks == 0, len(self._open)
        region = Region(opened.start, len(self.lines), opened.rule, is_leaf, depth, kind)
        self.regions.append(region)


@cache
def _is_inline(tag: str) -> bool:
    return ":" in tag or tag in _elements().inline


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return (style is not None and _hides(style)) or element.get("hidden") is not None


@lru_cache(maxsize=1024)  # editors repeat a few styles on every word
def _hides(style: str) -> bool:
    return _HIDDEN.search(style) is not None


@lru_cache(maxsize=1024)
def _kind(tag: str, classes: str | None) -> str:
    return f"{tag} {_DIGITS.sub('', classes)}" if classes else tag


def _table_of(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors("table"), None)


def _says_something(text: str) -> bool:
    """Whether an alternative text is more than a file's name or a placeholder."""
    return len(_HANZI.findall(text)) >= _MIN_PICTURE_HANZI and _FILE_NAME.search(text) is None
