"""The columns of CSV and XLSX."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from web.exports.rows import Row

Cell = str | int | date | None

_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what stands below it, and how many characters wide a sheet shows it."""

    heading: str
    cell: Callable[[Row], Cell]
    width: int = 12


COLUMNS = (
    Column("编号", lambda row: row.document.report_id, 18),
    Column("标题", lambda row: row.document.title, 50),
    Column("发布机关", lambda row: row.document.issuer, 24),
    Column("发布日期", lambda row: row.document.published_on),
    Column("地区", lambda row: row.document.place),
    Column("站点", lambda row: row.document.site, 24),
    Column("网址", lambda row: row.document.url, 40),
    Column("正文字数", lambda row: len(row.document.text.replace("\n", ""))),
    Column("出现次数", lambda row: row.occurrences),
    Column("摘录", lambda row: row.excerpt, 80),
)


def cells(row: Row) -> Iterator[Cell]:
    """Yield a row's cells."""
    for column in COLUMNS:
        cell = column.cell(row)
        yield storable(cell) if isinstance(cell, str) else cell


def storable(text: str) -> str:
    """Return ``text`` as files in UTF-8 can hold it: lone surrogates are no characters."""
    return _SURROGATES.sub("\ufffd", text)
