"""The columns of CSV and XLSX."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from archive.facts import Place
from web.exports.provenance import Provenance
from web.exports.rows import Row

Cell = str | int | date | None

_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what stands below it, and how many characters wide a sheet shows it."""

    heading: str
    cell: Callable[[Row], Cell]
    width: int = 12


def _division(read: Callable[[Place], str | None]) -> Callable[[Row], Cell]:
    return lambda row: read(row.document.division) if row.document.division else None


_REPORT = (
    Column("编号", lambda row: row.document.report_id, 18),
    Column("标题", lambda row: row.document.title, 50),
    Column("发布机关", lambda row: row.document.issuer, 24),
    Column("发布日期", lambda row: row.document.published_on),
    Column("年份", lambda row: row.document.year, 8),
    Column("类型", lambda row: row.document.kind, 20),
    Column("级别", lambda row: row.document.level, 8),
    Column("地区", lambda row: row.document.place),
    Column("区划代码", _division(lambda place: place.code)),
    Column("省", _division(lambda place: place.province)),
    Column("市", _division(lambda place: place.city)),
    Column("县", _division(lambda place: place.county)),
    Column("文号", lambda row: row.document.document_number, 20),
    Column("站点", lambda row: row.document.site, 24),
    Column("网址", lambda row: row.document.url, 40),
)
_FOUND = (
    Column("正文字数", lambda row: len(row.document.text.replace("\n", ""))),
    Column("出现次数", lambda row: len(row.occurrences)),
    Column("摘录", lambda row: row.excerpt, 80),
)


def report_columns() -> tuple[Column, ...]:
    """Return the columns that say which report it is."""
    return _REPORT


def columns(about: Provenance) -> tuple[Column, ...]:
    """Return all columns of a table of reports: a column for every captured group at the end."""
    return (*_REPORT, *_FOUND, *map(_captured, about.captures))


def cells(row: Row, columns: Sequence[Column]) -> Iterator[Cell]:
    """Yield a row's cells."""
    for column in columns:
        cell = column.cell(row)
        yield storable(str(cell)) if isinstance(cell, str) else cell


def _captured(name: str) -> Column:
    return Column(capture_heading(name), lambda row: "；".join(row.captured(name)), 20)


def capture_heading(name: str) -> str:
    """Return what stands above what a group captured."""
    return f"捕获 {name}"


def storable(text: str) -> str:
    """Return ``text`` as files in UTF-8 can hold it: lone surrogates are no characters."""
    return _SURROGATES.sub("\ufffd", text)
