"""The year that a report reports on: by its title, its period, its first words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from urllib.parse import parse_qsl, urlsplit

from archive.clean.facts.reading import Reading
from archive.clean.page.lines import key_of

_NUMERALS = "〇○零Oo\u041e\u25ef一二三四五六七八九"
_DIGITS = str.maketrans(_NUMERALS, "0000000123456789")
_PARAGRAPHS = 6  # addressees, a sentence on the law, then the period
_YEAR = rf"(?:(?:19[5-9]|20[0-4])\d|[一二][{_NUMERALS}]{{3}})"
_NAMED = re.compile(
    rf"(?<!\d)(?P<year>{_YEAR})(?:年度?|(?=法治|政府|信息|政务|工作|依法|部门|\)|$))"
)
# 关于组建2008年奥运会协调委员会的批复 names a year and reports on none.
_REPORTS = re.compile(
    r"报告|公报|年报|总结|[预决]算|要点|计划|安排|方案|解读|通报|统计|情况|白皮书|公开|述[职法]"
)
_DATE = re.compile(
    r"[〇○零Oo一二三四五六七八九十\d]{1,3}月[〇○零Oo一二三四五六七八九十\d]{1,3}日|-\d"
)
_AFTER_RANGE = re.compile(rf"{_YEAR}年?[-—–~～至到]+$")
_BEFORE_RANGE = re.compile(rf"年?(?:度)?[-—–~～至到]+{_YEAR}")
# The signs between the digits may be lost: 自201511日起至20151231日.
_PERIOD = re.compile(
    rf"(?P<year>{_YEAR})年?0?1月?0?1日?起?,?[至到\-—–~～]+(?:(?P=year)年?|[同本]年)?12月?31日"
)
# 现将我局2023年法治政府建设情况报告如下
_ANNOUNCED = re.compile(
    rf"现[将就][^。;]{{0,30}}?(?P<year>{_YEAR})年度?[^。;]{{0,50}}?(?:报告|汇报|总结|公布|公开|说明)?如下"
)
_OPENING = re.compile(
    rf"(?:刚?刚?过去的)?(?P<year>{_YEAR})年度?(?=[,，以来我全在是本根按]|[\u4e00-\u9fff]{{2,12}}[局委府院厅县市区])"
)
_ARGUMENTS = frozenset({"fbtime", "timeframe"})  # of Hanweb's and Anhui's annual reports


def year_of(title: str, paragraphs: Sequence[str], url: str) -> Reading[int] | None:
    """Return the year reported on by the most reliable words, ``None`` if none tell it.

    Title, then the statistical period, what the text announces, the first words and the
    address's own argument. The day of publication tells nothing: reports are put up again
    years later.
    """
    first = ["".join(key_of(paragraph).split()) for paragraph in paragraphs[:_PARAGRAPHS]]
    found = chain(
        _in_title(title),
        _searched(_PERIOD, "period", first),
        _searched(_ANNOUNCED, "announced", first),
        _openings(first),
        _arguments(url),
    )
    return next(found, None)


def _in_title(title: str) -> Iterator[Reading[int]]:
    """Yield the years of a title that stand neither in a date, a range nor a number.

    The first counts: 2023年预算执行情况和2024年预算草案 reports on 2023.
    """
    bare = "".join(key_of(title).split())
    for match in _NAMED.finditer(bare) if _REPORTS.search(bare) else ():
        before, after = bare[: match.start()], bare[match.end() :]
        is_date = _DATE.match(after) is not None
        is_range = _AFTER_RANGE.search(before) or _BEFORE_RANGE.match(bare, match.end("year"))
        if not (is_date or is_range or before.endswith(("〔", "["))):
            yield Reading(_number(match["year"]), "title", title)


def _searched(
    pattern: re.Pattern[str], source: str, paragraphs: Sequence[str]
) -> Iterator[Reading[int]]:
    for match in filter(None, map(pattern.search, paragraphs)):
        yield Reading(_number(match["year"]), source, match[0])


def _openings(paragraphs: Sequence[str]) -> Iterator[Reading[int]]:
    for match in filter(None, map(_OPENING.match, paragraphs)):
        yield Reading(_number(match["year"]), "first words", match[0])


def _arguments(url: str) -> Iterator[Reading[int]]:
    for name, value in parse_qsl(urlsplit(url).query):
        if name.lower() in _ARGUMENTS and re.fullmatch(r"20\d\d", value):
            yield Reading(int(value), "address", f"{name}={value}")


def _number(written: str) -> int:
    return int(written.translate(_DIGITS))
