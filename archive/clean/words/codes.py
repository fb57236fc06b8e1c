"""Document numbers and index numbers by their shape, where no label announces them.

Source: 党政机关公文格式 (GB/T 9704-2012), 7.2.5: 发文机关代字、年份、发文顺序号.
"""

from __future__ import annotations

import re
from typing import Final

from archive.clean.page.lines import key_of
from archive.clean.words.dates import whole_date

_YEAR: Final = r"(?:19|20)\d\d"
_NUMBER: Final = re.compile(
    rf"[\u4e00-\u9fff]{{0,15}}\s?[〔﹝\[(]\s?{_YEAR}\s?[〕﹞\])]\s?第?\s?\d{{1,5}}(?:-\d{{1,3}})?\s?号"
    rf"|(?:[\u4e00-\u9fff]{{2,14}}\s?)?(?:{_YEAR}年)?第\s?\d{{1,4}}\s?号"
    rf"|[\u4e00-\u9fff]{{2,14}}\s?{_YEAR}年\d{{1,4}}号"
)
_SIGNER: Final = re.compile(r"\s{0,40}签发人\s?[:：][^。，；]{0,20}$")
_INDEX: Final = re.compile(r"(?=(?:.*\d){8})(?=.*[-/_])[A-Z0-9][A-Z0-9/_-]{7,39}", re.IGNORECASE)
_TELEPHONE: Final = re.compile(r"\d{3,4}-\d{7,8}|(?:\d{3,4}-){2}\d{3,4}")
_YEARS: Final = re.compile(rf"{_YEAR}[-/]{_YEAR}")


def document_number(line: str) -> str | None:
    """Return the document number that a line consists of, without brackets around it.

    >>> document_number("（青政发〔2021〕3号）")
    '青政发〔2021〕3号'
    """
    line = _SIGNER.sub("", line)
    number = line[1:-1] if line.startswith(("(", "（")) else line
    return number if _NUMBER.fullmatch(key_of(number)) else None


def is_index_number(line: str) -> bool:
    """Whether a line is shaped like an index number, and like no date, span or telephone.

    >>> is_index_number("11370000004500XX/2021-00012"), is_index_number("2021-2025")
    (True, False)
    """
    if _INDEX.fullmatch(line) is None or whole_date(line):
        return False
    return not (_TELEPHONE.fullmatch(line) or _YEARS.fullmatch(line))
