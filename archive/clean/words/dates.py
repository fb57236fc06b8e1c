"""Dates as government pages write them."""

from __future__ import annotations

import re
from datetime import date

_SEPARATOR = r"\s*[-/.．—–‐−_\\]\s*"
_WEEKDAY = r"(?:[\s,]*\(?(?:星期|周)[一二三四五六日天]\)?)?"
_TIME = (
    rf"{_WEEKDAY}(?:[-T\s]*(?:[上下中]午|凌晨|晚上)?\s*\d{{1,2}}\s*"
    r"(?:[:时点]\s*\d{1,2}(?:\s*[:分]\s*\d{1,2}(?:\.\d+)?)?[分秒]?|时(?!间))"
    rf"(?:Z|\s*[AP]M|\s?\+\d\d:?\d\d)?)?{_WEEKDAY}"
)
_WRITTEN = re.compile(
    rf"(?P<year>(?:19|20)\d{{2}})(?:{_SEPARATOR}|\s*年\s*)"
    rf"(?P<month>\d{{1,2}})(?:{_SEPARATOR}|\s*月\s*)(?P<day>\d{{1,2}})(?:\s*[日号])?{_TIME}"
)
_DIGITS = ("〇○零Oo０ＯｏΟ\u041e\u043e\u25ef", "一", "二", "三", "四", "五", "六", "七", "八", "九")
_NUMERALS = {char: digit for digit, chars in enumerate(_DIGITS) for char in chars}
_CHINESE = re.compile(
    rf"(?P<year>[一二][{_DIGITS[0]}一二三四五六七八九]{{3}}|20\d\d)\s*年"
    r"\s*(?P<month>[一二三四五六七八九十元]{1,2})\s*月"
    r"\s*(?P<day>[一二三四五六七八九十]{1,3}|\d{1,2})\s*日"
)
_DIGITS_ONLY = re.compile(r"(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?![\d/-])")
# What programs print that nobody told how: Tue Mar 18 15:11:08 CST 2025; 18 Mar 2025 07:11 GMT.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_CLOCK = r"(?:\s+\d\d:\d\d(?::\d\d)?(?:\s+[A-Z]{2,4})?)?"
_MONTH_FIRST = re.compile(
    rf"(?:[A-Z][a-z]{{2}}\s)?{_MONTH}\s(?P<day>\d{{1,2}}){_CLOCK},?\s(?P<year>(?:19|20)\d\d)"
)
_DAY_FIRST = re.compile(
    rf"(?:[A-Z][a-z]{{2}},\s)?(?P<day>\d{{1,2}})\s{_MONTH}\s(?P<year>(?:19|20)\d\d){_CLOCK}"
)
# The year's own sign was lost in a conversion, but four digits and the month's sign remain.
_DAMAGED = re.compile(r"(?P<year>20\d{2})(?P<month>1[0-2]|[1-9])月(?P<day>[12]\d|3[01]|[1-9])日?")
_IN_ADDRESS = tuple(
    re.compile(pattern)
    for pattern in (
        r"/t(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})_",
        r"/(?P<year>20\d{2})/(?P<month>\d{1,2})/(?P<day>\d{1,2})/",
        r"/(?P<year>20\d{2})-(?P<month>\d{2})/(?P<day>\d{2})/",
        r"/(?P<year>20\d{2})-(?P<month>\d{2})-(?P<day>\d{2})/",
        r"/(?P<year>20\d{2})/(?P<month>\d{2})-(?P<day>\d{2})/",
        r"/(?P<year>20\d{2})(?P<month>\d{2})/(?P<day>\d{2})/",
        r"/(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})[/_]",
    )
)


def leading_date(text: str) -> tuple[date | None, int]:
    """Return the date that half-width ``text`` begins with, and how many characters it takes.

    A time of day belongs to the date, glued or not. ``(None, 0)`` if there is no date.

    >>> leading_date("2021-03-2918:26 来源")
    (datetime.date(2021, 3, 29), 15)
    """
    for pattern, number in _FORMS:
        match = pattern.match(text)
        if match:
            return _date(*(number(match[part]) for part in ("year", "month", "day"))), match.end()
    return None, 0


def whole_date(text: str) -> date | None:
    """Return the date that ``text`` consists of, brackets and a lost 年 allowed.

    >>> whole_date("（二〇二四年十二月三十一日）")
    datetime.date(2024, 12, 31)
    """
    bare = text.strip(" ()（）[]【】\u3000—-")
    found, length = leading_date(bare)
    if length == len(bare):
        return found
    match = _DAMAGED.fullmatch(bare)
    return _date(*map(int, match.group("year", "month", "day"))) if match else None


def date_in_address(url: str) -> date | None:
    """Return the day of publication that a content system put into an address, if any.

    >>> date_in_address("http://www.qingshi.example/zwgk/202502/t20250225_143.html")
    datetime.date(2025, 2, 25)
    """
    for pattern in _IN_ADDRESS:
        match = pattern.search(url)
        if match:
            return _date(*map(int, match.group("year", "month", "day")))
    return None


def _month(text: str) -> int:
    """Return the value of a number, or the number of a month by its English name."""
    return _MONTHS.index(text) + 1 if text in _MONTHS else int(text)


def _numeral(text: str) -> int:
    """Return the value of Chinese numerals: digit by digit, or with 十 below one hundred."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(ones, 0)
    if text == "元":
        return 1
    if text.isascii():
        return int(text)
    return int("".join(str(_NUMERALS[char]) for char in text))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_FORMS = (
    (_WRITTEN, int),
    (_CHINESE, _numeral),
    (_DIGITS_ONLY, int),
    (_MONTH_FIRST, _month),
    (_DAY_FIRST, _month),
)
