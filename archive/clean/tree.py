"""HTML to lines: one walk over the tree that keeps paragraphs, rows and their containers.

The walk yields the page's lines in order and, for every block element, the stretch of lines
it covers. Everything after it (choosing the main text, telling what stood outside) is
arithmetic on line numbers; the tree is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from archive.clean.lines import ROW, Line, rendered
from archive.clean.rules import containers
from archive.clean.tables import data_tables

_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd label mark nobr o:p q rp"
    " rt ruby s samp small span st1:chsdate st1:personname strike strong sub sup time tt u var wbr"
    "".split()
)
_SKIPPED: Final = frozenset(
    "applet audio button canvas datalist embed head iframe input map math noframes noscript object"
    " option script select style svg template textarea title video".split()
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CLOSING: Final = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_UNREADABLE: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of lines, ``start`` to before ``end``, that one block element covers.

    ``rule`` is the number of the container rule it matches; ``is_leaf`` says that no block
    element stands inside.
    """

    start: int
    end: int
    rule: int | None = None
    is_leaf: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page as lines.

    ``regions`` stand in document order of their ends, inner before outer. ``metas`` are the
    head's ``<meta>`` names in lower case with their contents, in order. ``hidden_chars`` is
    how much text was left out because a style or attribute hides it.
    """

    lines: tuple[Line, ...]
    regions: tuple[Region, ...] = ()
    metas: tuple[tuple[str, str], ...] = ()
    head_title: str = ""
    hidden_chars: int = 0

    def meta(self, name: str) -> str | None:
        """Return the first non-empty content of the ``<meta>`` of that name, in any case."""
        return next((value for key, value in self.metas if key == name.lower() and value), None)


def parse(markup: str) -> etree._Element | None:
    """Return the root of the tree, ``None`` where the parser finds no element.

    ``</html>`` and ``</body>`` are dropped first: libxml2 ends the document at a stray one
    and loses an article that stands after it.
    """
    text = _UNREADABLE.sub("", _CLOSING.sub("", markup))
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, recover=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def read_page(root: etree._Element) -> Page:
    """Return the page's lines, without hidden elements unless most of the text is hidden."""
    page = _walk(root, keep_hidden=False)
    if page.hidden_chars > 2 * sum(len(line.text) for line in page.lines):
        return _walk(root, keep_hidden=True)
    return page


def _walk(root: etree._Element, *, keep_hidden: bool) -> Page:
    walker = _Walker(data_tables(root), keep_hidden)
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in events:
        if event == "start":
            if not walker.start(element):
                events.skip_subtree()
                walker.skipped.add(element)
        elif event == "end":
            walker.end(element)
        else:
            walker.comment(element)
    walker.flush()
    title = root.find(".//title")
    return Page(
        tuple(walker.lines),
        tuple(walker.regions),
        tuple(_metas(root)),
        rendered(title.text or "") if title is not None else "",
        walker.hidden_chars,
    )


def _metas(root: etree._Element) -> Iterator[tuple[str, str]]:
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property")
        if name:
            yield name.strip().lower(), rendered(element.get("content") or "")


@dataclass(slots=True)
class _Open:
    """A block element that is being walked: where it began, and what it is."""

    start: int
    rule: int | None
    blocks: int = 0


@dataclass(slots=True)
class _Walker:
    """Collects lines and regions while the tree goes by."""

    tables: frozenset[etree._Element]
    keep_hidden: bool
    lines: list[Line] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    skipped: set[etree._Element] = field(default_factory=set)
    hidden_chars: int = 0
    _pieces: list[str] = field(default_factory=list)
    _link_chars: int = 0
    _link_depth: int = 0
    _pre_depth: int = 0
    _heading: int = 0
    _open: list[_Open] = field(default_factory=list)
    _row: list[list[Line]] | None = None
    _marks: dict[int, int] = field(default_factory=dict)

    def start(self, element: etree._Element) -> bool:
        """Enter an element; ``False`` says that its content is not part of the text."""
        tag = element.tag
        if tag in _SKIPPED or (not self.keep_hidden and _is_hidden(element)):
            if tag not in _SKIPPED:
                self.hidden_chars += sum(map(len, element.itertext()))
            return False
        rule = containers().match(tag, element.get("id"), element.get("class"))
        if tag not in _INLINE or rule is not None:
            self._open_block(element, rule)
        self._link_depth += tag == "a" and element.get("href") is not None
        self._pre_depth += tag == "pre"
        self._text(element.text)
        return True

    def end(self, element: etree._Element) -> None:
        """Leave an element, and take up the text that follows it."""
        if element not in self.skipped:
            tag = element.tag
            rule = containers().match(tag, element.get("id"), element.get("class"))
            if tag not in _INLINE or rule is not None:
                self._close_block(element)
            self._link_depth -= tag == "a" and element.get("href") is not None
            self._pre_depth -= tag == "pre"
        self._text(element.tail)

    def comment(self, element: etree._Element) -> None:
        """Take note of a comment that marks a container's begin or end."""
        text = element.text or ""
        for number, rule in enumerate(containers().rules):
            if rule.begin and rule.begin in text:
                self.flush()
                self._marks[number] = len(self.lines)
            elif rule.end and rule.end in text and number in self._marks:
                self.flush()
                self.regions.append(Region(self._marks.pop(number), len(self.lines), number))
        self._text(element.tail)

    def flush(self) -> None:
        """End the current line."""
        text = rendered("".join(self._pieces))
        if text:
            line = Line(text, min(self._link_chars, len(text)), self._heading)
            (self._row[-1] if self._row else self.lines).append(line)
        self._pieces.clear()
        self._link_chars = 0

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self._pre_depth and "\n" in text:
            first, *others = text.split("\n")
            self._append(first)
            for other in others:
                self.flush()
                self._append(other)
        else:
            self._append(text)

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        if self._link_depth:
            self._link_chars += len(text.strip())

    def _open_block(self, element: etree._Element, rule: int | None) -> None:
        self.flush()
        for parent in self._open[-1:]:
            parent.blocks += element.tag != "br"
        self._open.append(_Open(len(self.lines), rule))
        self._heading = _heading_level(element.tag) or self._heading
        if element.tag == "tr" and _table_of(element) in self.tables:
            self._row = []
        elif element.tag in ("td", "th") and self._row is not None:
            self._row.append([])

    def _close_block(self, element: etree._Element) -> None:
        self.flush()
        if _heading_level(element.tag):
            self._heading = 0
        if element.tag == "tr" and self._row is not None:
            cells, self._row = self._row, None
            self.lines.extend(_row_lines(cells))
        opened = self._open.pop()
        if len(self.lines) > opened.start:
            region = Region(opened.start, len(self.lines), opened.rule, opened.blocks == 0)
            self.regions.append(region)


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def _heading_level(tag: str) -> int:
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else 0


def _table_of(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors("table"), None)


def _row_lines(cells: list[list[Line]]) -> list[Line]:
    """Return one line for a row of several filled cells, a single cell's lines as they are."""
    filled = [cell for cell in cells if cell]
    if len(filled) <= 1:
        return [line for cell in filled for line in cell]
    text = ROW.join(" ".join(line.text for line in cell) for cell in cells).strip(ROW)
    links = sum(line.link_chars for cell in filled for line in cell)
    return [Line(text, min(links, len(text)))]
