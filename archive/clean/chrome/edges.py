"""The edges of a main text: where its chrome and its metadata stand.

The head reaches to the first line that can only be the report's own text, the tail begins
after the last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from archive.clean.chrome.habits import by_habit
from archive.clean.page.lines import BULLETS, ROW, Line, is_body, key_of
from archive.clean.page.surroundings import NOTHING_KNOWN, Surroundings
from archive.clean.words.bits import bits_in
from archive.clean.words.codes import document_number, is_index_number
from archive.clean.words.dates import leading_date, whole_date
from archive.clean.words.issuers import is_organisation
from archive.clean.words.labels import (
    PAGE_DATE,
    TITLE,
    Field,
    Found,
    Kind,
    Label,
    Labelled,
    read_labels,
)
from archive.clean.words.line_rules import Zone, rule_for
from archive.clean.words.title_words import collapsed, is_title_line, stands_alone

_MAX_EDGE_LINES = 150  # no banner, breadcrumb and metadata box together are longer
_MIN_TITLE_CHARS = 8
# Rules for what is chrome by itself, and a value below a label.
_VALUES = (None, "page date", "index number", "file name")
_NO_TITLE = re.compile(r"[，。；！？,;]|^[（(]?[一二三四五六七八九十\d]{1,3}[)）、.]|^.{120}")
_EMPTY = re.compile(
    r"[\[(]?(附件|相关附件|附件(信息|下载|列表|材料)|文件下载|相关文档)[\])]?\s*:?\s*"
)
_PLACE = re.compile(r"(?:会议|活动|举办|开会|发布)?地\s*点\s*:")
_SEPARATOR = re.compile("[_|｜–—-]+")
_DATED = re.compile(r"(\S{2,80})\s+((?:19|20)\d\d-\d{1,2}-\d{1,2}(?:\s+\d{1,2}:\d\d(?::\d\d)?)?)")
_TITLED = re.compile(r"(?:标\s*题|名\s*称)\s*(.+)")
_ORGANISATION = re.compile(r".{1,30}(局|委|会|府|院|厅|部|办|室|处|队|站|中心|网|所|社|台|报|公司)")


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
class Head:
    """Reads from the top down to the first line that can only be the report's.

    With ``through`` it reads all lines, as is right where no line is the report's.
    """

    lines: Sequence[Line]
    around: Surroundings = NOTHING_KNOWN
    through: bool = False
    end: int = 0
    rules: dict[int, str] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    _open: Label | None = None
    _noted: list[tuple[int, Found]] = field(default_factory=list)

    def read(self) -> None:
        """Read the zone; ``end``, ``rules`` and ``found`` tell what it was."""
        for number, line in enumerate(self.lines[:_MAX_EDGE_LINES]):
            rule = self._rule(number, line)
            if rule:
                self.rules[number] = rule
            elif is_body(line) and not self.through and not self._is_title(line):
                break
            self.end = number + 1
        # A box of metadata is a table most rows of which are; facts are read from any row.
        kept = set[int]() if self.through else _own_rows(self.lines, self.rules, 0.5)
        for number in kept & self.rules.keys():
            del self.rules[number]
        self.found += [found for number, found in self._noted if number not in kept]

    def _is_title(self, line: Line) -> bool:
        """Whether a line is a title, and just long enough to look like prose."""
        bare = "".join(line.text.split())
        is_named = any(bare in "".join(title.split()) for title in self.around.titles)
        title = collapsed(line.text.strip(BULLETS))
        return is_named or (_NO_TITLE.search(title) is None and is_title_line(title))

    def give_up_title(self) -> None:
        """Name the page's heading: a title right above its metadata, or its ``<h1>``."""
        bare = ["".join(title.split()) for title in self.around.titles]
        parts = [part for title in bare for part in (title, *_SEPARATOR.split(title))]
        named = [n for n in range(self.end) if self.rules.get(n) in ("metadata", "page date")]
        above = named[0] - 1 if named else -1
        while above >= 0 and above in self.rules:
            above -= 1
        text = "".join(self.lines[above].text.split()) if above >= 0 else ""
        if len(text) >= _MIN_TITLE_CHARS and any(text in title for title in bare):
            self._give_up(above)
        first = next((n for n in range(len(self.lines)) if n not in self.rules), None)
        if first is not None and self.lines[first].heading == 1:
            text = "".join(self.lines[first].text.split())
            if len(text) >= _MIN_TITLE_CHARS and text in parts:
                self._give_up(first)

    def _give_up(self, number: int) -> None:
        self.rules[number] = "title of the page"
        self.found.append(Found(TITLE, self.lines[number].text))

    def _rule(self, number: int, line: Line) -> str | None:
        labelled = read_labels(line.text)
        if labelled and labelled.is_whole and self._is_metadata(number, labelled):
            self._note(number, *labelled.found)
            self._open = _may_continue(labelled)
            return "metadata"
        opened, self._open = self._open, None
        rule = rule_for(line, Zone.HEAD)
        text = line.text.strip(BULLETS)
        is_open = rule in _VALUES and opened is not None
        if opened and is_open and self._continues(opened, line, number + 1):
            self._note(number, Found(opened, text))
            return "metadata"
        if rule == "page date" or (rule is None and _is_dated_bar(key_of(text))):
            self._note(number, *self._page_date(number, line, text))
            return "page date"
        dated = _DATED.fullmatch(key_of(text)) if rule is None and not line.link_chars else None
        if dated:
            self._note(number, Found(PAGE_DATE, dated[2]))
            if not (is_title_line(dated[1]) or stands_alone(dated[1])):
                return "page date"
        titled = _TITLED.fullmatch(text) if rule is None else None
        if titled and any(titled[1] == other.text for other in self.lines[: number + 40]):
            self._note(number, Found(TITLE, titled[1]))
            return "metadata"
        return rule or by_habit(line, self.around.habits)

    def _note(self, number: int, *found: Found) -> None:
        self._noted += [(number, one) for one in found]

    def _is_appointment(self, number: int, labelled: Labelled) -> bool:
        """Whether a time is that of a meeting: the place where it is follows."""
        if [one.label.field for one in labelled.found] != [Field.PAGE_DATE]:
            return False
        below = self.lines[number + 1 : number + 2]
        return any(_PLACE.match(key_of(line.text).lstrip(BULLETS)) for line in below)

    def _page_date(self, number: int, line: Line, text: str) -> Iterator[Found]:
        """Yield a date unless it is that of the link before it in a list of other articles."""
        above = self.lines[number - 1] if number and line.item else None
        if above is None or above.item != line.item or not above.is_link:
            yield Found(PAGE_DATE, text)

    def _is_metadata(self, number: int, labelled: Labelled) -> bool:
        """Weak labels need company: a title or a name may begin with 标题 or 时间."""
        if self._is_appointment(number, labelled):
            return False
        if labelled.is_strong or len(labelled.found) > 1:
            return True
        if labelled.found[0].label.field is Field.SOURCE:
            return True
        labels = (read_labels(line.text) for line in self.lines[:_MAX_EDGE_LINES])
        return any(other and other.is_whole and other.is_strong for other in labels)

    def _continues(self, label: Label, line: Line, following: int) -> bool:
        """Whether a line is the value of the label that ended the line before."""
        text = line.text.strip(BULLETS)
        if label.kind is Kind.DATE:
            return whole_date(key_of(text)) is not None
        if label.kind not in (Kind.CODE, Kind.WORD, Kind.ORGANISATION) or len(text) > 30:
            return False
        is_listed = line.item > 0 or line.text.startswith(("•", "·", "-"))
        if label.kind is Kind.ORGANISATION:
            is_named = _ORGANISATION.fullmatch(text) is not None or is_organisation(text)
            return is_named or (is_listed and self._is_label(following))
        if ":" in key_of(text) or not (is_listed or self._is_no_title(text, label)):
            return False  # another label, one that no list knows; or the title
        # Outside nothing is taken off, so that a value may be believed sooner.
        return (self.through and label.strong) or self._is_label(following)

    def _is_no_title(self, text: str, label: Label) -> bool:
        if label.kind is Kind.CODE and (document_number(text) or is_index_number(text)):
            return True
        return not (stands_alone if self.through else is_title_line)(text)

    def _is_label(self, number: int) -> bool:
        found = read_labels(self.lines[number].text) if number < len(self.lines) else None
        return found is not None and found.is_whole


def _own_rows(lines: Sequence[Line], rules: Mapping[int, str], share: float) -> set[int]:
    """Return the rows of tables no more than a share of which is chrome or metadata."""
    own: set[int] = set()
    for is_row, run in groupby(range(len(lines)), lambda number: ROW in lines[number].text):
        rows = list(run) if is_row else []
        if sum(number in rules for number in rows) <= share * len(rows):
            own.update(rows)
    return own


@dataclass(slots=True)
class Tail:
    """Reads from the bottom up to the last line that can only be the report's."""

    lines: Sequence[Line]
    around: Surroundings
    floor: int
    start: int = 0
    rules: dict[int, str] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)

    def read(self) -> None:
        """Read the zone; ``start``, ``rules`` and ``found`` tell what it was."""
        self.start = len(self.lines)
        floor = max(self.floor, len(self.lines) - _MAX_EDGE_LINES)
        noted: dict[int, tuple[Found, ...]] = {}
        for number in range(len(self.lines) - 1, floor - 1, -1):
            line = self.lines[number]
            rule, found = self._rule(line)
            if rule:
                self.rules[number] = rule
                noted[number] = found
            elif is_body(line):
                break
            self.start = number
        for number in _own_rows(self.lines, self.rules, 0.99) & self.rules.keys():
            del self.rules[number]
        self.found += [one for number in noted if number in self.rules for one in noted[number]]
        self._related_links()
        self._empty_labels()

    def _rule(self, line: Line) -> tuple[str | None, tuple[Found, ...]]:
        labelled = read_labels(line.text)
        if labelled and labelled.is_whole and self._is_metadata(labelled):
            return "metadata", labelled.found
        return rule_for(line, Zone.TAIL) or by_habit(line, self.around.habits), ()

    def _is_metadata(self, labelled: Labelled) -> bool:
        """A bare 日期 near the end may belong to the signature; other labels may not."""
        return all(item.label.strong or item.label.field is Field.SOURCE for item in labelled.found)

    def _empty_labels(self) -> None:
        """Take off a label at the very end that nothing follows: 附件："""
        for number in range(len(self.lines) - 1, self.floor - 1, -1):
            if number in self.rules:
                continue
            if _EMPTY.fullmatch(key_of(self.lines[number].text)) is None:
                return
            self.rules[number] = "empty label"

    def _related_links(self) -> None:
        """Take off the links that follow a heading such as 相关链接 or 下一篇."""
        openers = [n for n, name in self.rules.items() if name in _OPENERS]
        for number in range(min(openers, default=len(self.lines)), len(self.lines)):
            if self.lines[number].is_link:
                self.rules.setdefault(number, "related links")


_OPENERS = ("related links", "previous and next")
