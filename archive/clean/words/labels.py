"""Metadata labels in a line: 发布时间: 2025-02-19 来源: 青石县人民政府 浏览次数: …

A line is read as labels with values, accepting every spelling of ``labels.toml``, with and
without colon, one to a line or all on one, empty values included. Whether the line is
*nothing but* metadata decides if it may be taken off the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from archive.clean.page.lines import ROW, key_of
from archive.clean.rules import load
from archive.clean.words.bits import is_all_bits, trailing_bits
from archive.clean.words.dates import leading_date

_SEPARATORS: Final = " |,;•·*"
_AROUND: Final = _SEPARATORS + "\t\u3000\xa0\u2002\u2003｜；，"
_SENTENCE: Final = re.compile(r"[。!?]|,.*,")
_UNKNOWN: Final = re.compile(r"[\u4e00-\u9fff]{2,8}\s{0,4}:[|\s]{0,4}[\w/-]{1,40}", re.ASCII)
_NEXT_LABEL: Final = re.compile(r"\s[\u4e00-\u9fff]{2,6}:")
_UNKNOWN_LABEL: Final = re.compile(r"[\u4e00-\u9fff]{2,6}:")  # 作者： 文章类型：原创
# No value, a template's dash, a period (长期), or a date that cannot be: it says nothing, but
# the line is metadata all the same.
_UNREAD_DATE: Final = re.compile(r".{0,8}|[\dA-Z](?=(?:.*\d){4})[^。;!?]{0,39}")
_MAX_LINE = 1500  # longer than any metadata block printed on one line


class Field(StrEnum):
    """What a label announces."""

    PUBLISHED = "published"
    PAGE_DATE = "page_date"
    UPDATED = "updated"
    WRITTEN = "written"
    ISSUER = "issuer"
    SOURCE = "source"
    DOCUMENT_NUMBER = "document_number"
    INDEX_NUMBER = "index_number"
    TITLE = "title"
    SUBJECT = "subject"
    CATALOGUE = "catalogue"
    VALIDITY = "validity"
    AUTHOR = "author"
    OTHER = "other"


class Kind(StrEnum):
    """What a value of a label looks like."""

    DATE = "date"
    ORGANISATION = "organisation"
    CODE = "code"
    WORD = "word"
    TITLE = "title"
    ABSTRACT = "abstract"


_MAX_LENGTH = {Kind.ORGANISATION: 40, Kind.CODE: 60, Kind.WORD: 100, Kind.TITLE: 150}


@dataclass(frozen=True, slots=True)
class Label:
    """A known label; a strong one needs no colon and never begins a sentence."""

    field: Field
    kind: Kind
    strong: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A label with its value as written, trimmed; the value may be empty."""

    label: Label
    value: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """What the labels of a line say.

    ``is_whole``: nothing else stands in the line but separators and chrome, and ``has_chrome``
    that there is some. A date before the first label is a page date.
    """

    found: tuple[Found, ...]
    is_whole: bool
    has_chrome: bool = False

    @property
    def is_strong(self) -> bool:
        """Whether no report would begin with such a line."""
        return self.has_chrome or any(
            item.label.strong or (item.label.kind is Kind.DATE and item.value)
            for item in self.found
        )

    @property
    def open_label(self) -> Label | None:
        """The last label if its value is missing and may stand on the next line."""
        return self.found[-1].label if self.found and not self.found[-1].value else None


PAGE_DATE = Label(Field.PAGE_DATE, Kind.DATE, strong=False)
TITLE = Label(Field.TITLE, Kind.TITLE, strong=False)


@cache
def _labels() -> dict[str, Label]:
    return {
        name: Label(Field(entry["field"]), Kind(entry["kind"]), entry.get("strong", False))
        for entry in load("labels.toml")["label"]
        for name in entry["names"]
    }


@cache
def _pattern() -> re.Pattern[str]:
    """Compile all labels: with a colon or in brackets anywhere, filling a cell
    between bars, strong ones bare, weak ones with spaced letters, and some before a value
    that can only be theirs."""
    every = _any_of(_names())
    strong = _any_of(_names(strong=True))
    weak = "|".join(_letters(name) for name in _names(strong=False) if len(name) > 1)
    parted = "|".join(map(_parted, _names()))
    return re.compile(
        rf"[•·*-]?\s*\[\s*(?P<boxed>{parted})\s*\]\s*:?"
        rf"|(?P<colon>{every})\s{{0,4}}:"
        rf"|(?<![^\s|•·*-])(?P<parted>{parted})\s{{0,4}}:"
        rf"|(?<![^\s|•·*-])(?P<bare>{strong})(?=[\s|]|$)"
        rf"|(?:^|(?<=\|))\s{{0,4}}(?P<barred>{every})\s{{0,4}}(?=\|)"
        rf"|(?<![^\s|•·*-])(?P<loose>{weak})(?=[\s|])"
        rf"|^\s*(?P<alone>{'|'.join(_names(strong=False))})\s*$"
        rf"|(?<![^\s|•·*-])(?:{_glued()})"
    )


def _glued() -> str:
    """Match a label that its value follows without a sign: 索引号011/2025-1 发布日期2025-3-4.

    The value has to look like one, or another label has to follow, as prose may begin so.
    """
    code = _any_of(name for name in _names(strong=True) if _labels()[name].kind is Kind.CODE)
    day = _any_of(name for name in _names(strong=True) if _labels()[name].kind is Kind.DATE)
    body = _any_of(
        name for name in _names(strong=True) if _labels()[name].kind is Kind.ORGANISATION
    )
    word = _any_of(name for name in _names(strong=True) if _labels()[name].kind is Kind.WORD)
    strong = _any_of(_names(strong=True))
    return (
        rf"(?P<glued_code>{code})(?=[A-Za-z0-9/]{{2}}|[\u4e00-\u9fff]{{1,10}}[〔\[]?\d{{4}})"
        rf"|(?P<glued_day>{day})(?=\d{{4}}[-年/.])"
        rf"|(?P<glued_body>{body})(?=\S{{1,30}}(?:局|委|会|府|厅|室|部|院|处)(?:\s|$)"
        rf"|\S{{2,30}}\s{{1,4}}(?:{strong})(?:[\s:\d]|$))"
        rf"|(?P<glued_word>{word})(?=\S.{{1,24}}?\s(?:{strong})[\s:\d])"
    )


def _names(*, strong: bool | None = None) -> tuple[str, ...]:
    """Return the names of labels, longest first, as the first that fits counts."""
    found = (n for n, label in _labels().items() if strong is None or label.strong is strong)
    return tuple(sorted(found, key=len, reverse=True))


def _any_of(names: Iterable[str]) -> str:
    return "|".join(map(_spaced, names))


def _spaced(name: str) -> str:
    """Match a name as it is, or with spaces between all of its letters, not just some:
    主动公开 类别 does not hold the label 公开类别."""
    return f"{re.escape(name)}|{_letters(name)}"


def _letters(name: str) -> str:
    return r"\s{1,12}".join(map(re.escape, name))


def _parted(name: str) -> str:
    """Match a name with spaces anywhere between its letters: 索引 号."""
    return r"\s{0,12}".join(map(re.escape, name))


@lru_cache(maxsize=2048)  # a site's metadata and chrome come back on every page
def read_labels(text: str) -> Labelled | None:
    """Return the labels in a line with their values, ``None`` if there is no label."""
    key = key_of(text)
    if len(key) > _MAX_LINE:
        return None
    matches = list(_pattern().finditer(key))
    if all(match.lastgroup == "loose" for match in matches):
        return None
    found, is_whole = _lead(text[: matches[0].start()], key[: matches[0].start()])
    ends = [*(match.start() for match in matches[1:]), len(key)]
    for match, end in zip(matches, ends, strict=True):
        label = _label(match[match.lastgroup or 0])
        item, fits = _value(label, text[match.end() : end])
        found.append(item)
        is_whole = is_whole and fits
    return Labelled(tuple(found), is_whole, trailing_bits(key) > 0)


def _label(written: str) -> Label:
    """Return the label; nobody spaces the letters of a word in running text: 分　类."""
    name = "".join(written.split())
    label = _labels()[name]
    return label if name == written else replace(label, strong=True)


def _lead(text: str, key: str) -> tuple[list[Found], bool]:
    """Read what stands before the first label: nothing, chrome, or the page's date."""
    stripped = key.strip(_SEPARATORS + "-")
    found, length = leading_date(stripped)
    if found and is_all_bits(stripped[length:]):
        return [Found(PAGE_DATE, text.strip()[:length])], True
    return [], is_all_bits(stripped) or _UNKNOWN.fullmatch(stripped) is not None


def _value(label: Label, text: str) -> tuple[Found, bool]:
    """Cut a label's value out of what stands up to the next label; tell if it fits."""
    value = _without_bits(text)
    if label.kind is Kind.DATE:
        return _date_value(label, value)
    if label.kind is Kind.ORGANISATION:
        first = re.split(r"\s{2,}|[|｜\t]", value)[0]
        value = _without_bits(first) or _site_named(text)  # 司法局字号：大 小|留言
    if label.kind in (Kind.WORD, Kind.CODE, Kind.TITLE):
        value = value.split(ROW)[0]  # a merged cell repeats its value
    if label.kind in (Kind.WORD, Kind.CODE, Kind.ORGANISATION):
        value = value[: _until_unknown(value)].rstrip(_AROUND)
    fits = label.kind is Kind.ABSTRACT or (
        len(value) <= _MAX_LENGTH[label.kind]
        and (label.kind is Kind.TITLE or not _SENTENCE.search(key_of(value)))
    )
    is_label = label.kind is Kind.WORD and _UNKNOWN_LABEL.match(key_of(value))
    return Found(label, "" if is_label else value), fits


def _without_bits(text: str) -> str:
    """Return a text without the chrome behind it, and without what is around."""
    return text[: len(text) - trailing_bits(key_of(text))].strip(_AROUND)


def _until_unknown(value: str) -> int:
    """Return where a label that no list knows ends a value: 法规科 文章类型：原创."""
    found = _NEXT_LABEL.search(key_of(value))
    return found.start() if found else len(value)


def _site_named(text: str) -> str:
    """Return the site that a source is though others link to it: 来源:中国政府网 打印."""
    first = next(iter(text.strip(_AROUND).split()), "")
    return first if first.endswith("网") else ""


def _date_value(label: Label, value: str) -> tuple[Found, bool]:
    key = key_of(value).lstrip("[(< ")
    offset = len(value) - len(key)
    found, length = leading_date(key)
    if found is None:
        return Found(label, ""), _UNREAD_DATE.fullmatch(key) is not None
    is_all = is_all_bits(key[length:].strip("])>"))
    return Found(label, value[offset : offset + length]), is_all


def values(found: tuple[Found, ...], *fields: Field) -> Iterator[str]:
    """Yield the non-empty values of the given fields, field by field in their order."""
    for field in fields:
        yield from (item.value for item in found if item.label.field is field and item.value)
