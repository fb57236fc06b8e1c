"""The title as it stands in a text's own lines: wrapped, below its issuer, below a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.clean.dates import whole_date
from archive.clean.issuers import is_official
from archive.clean.lines import ROW, key_of
from archive.clean.title_words import collapsed, ends_as_title, stands_alone, title_rules

_MAX_WRAPS = 3
_MAX_LINES = 10  # a title page: issuer, title over three lines, date, speaker
_LETTER_PARAGRAPHS = 15  # no covering letter is longer
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d年度?")
_BEGINNING = re.compile(r"(?:关于|(?:19|20)\d\d年度?).{2,}")


def title_of_lines(lines: Sequence[str]) -> str | None:
    """Return the title that stands in the first lines of a text, joined where it wraps.

    ``None`` unless a line ends as titles of reports end.

    >>> title_of_lines(["青石县人民政府", "关于2024年法治政府", "建设情况的报告", "县委:"])
    '青石县人民政府关于2024年法治政府建设情况的报告'
    """
    page = [collapsed(text) for text in _title_page(lines)]
    titles = [
        collapsed(_begun(page[:number], text) + _continued(page[number + 1 :]))
        for number, text in enumerate(page)
        if ends_as_title(text)
    ]
    # A column's name, such as 年度报告, may stand above: a title names more than that.
    return next(filter(stands_alone, titles), titles[0] if titles else None)


def title_below_letter(paragraphs: Sequence[str]) -> str | None:
    """Return the title that follows a covering letter, which ends with its date.

    县委、县政府: / 现将…… / 青石县司法局 / 2025年1月27日 / 青石县司法局2024年…… / 情况报告
    """
    for number, paragraph in enumerate(paragraphs[:_LETTER_PARAGRAPHS]):
        if whole_date(key_of(paragraph)):
            return title_of_lines(paragraphs[number + 1 : number + 1 + _MAX_WRAPS + 1])
    return None


def _title_page(lines: Sequence[str]) -> Iterator[str]:
    for text in lines[:_MAX_LINES]:
        if text.endswith((":", "：")):
            return
        is_none = ROW in text or title_rules().not_title_line.search(text)
        if _YEAR_ALONE.fullmatch(text) or not is_none:
            yield text


def _begun(above: Sequence[str], title: str) -> str:
    """Put the lines above a title before it, as many as belong to it.

    Lines that begin a title and do not end one do; and while it names neither year nor
    issuer nor place, so does whatever stands above. If it never names one, those lines were
    not its own.
    """
    known, joined = title, title
    for text in reversed(above[-_MAX_WRAPS:]):
        if ends_as_title(text) or (stands_alone(joined) and not _begins_one(text)):
            break
        joined = text + joined
        known = joined if stands_alone(joined) or _begins_one(text) else known
    return known


def _begins_one(text: str) -> bool:
    """Whether a line is the first part of a title: 2024年, or 关于2024年法治政府建."""
    if _YEAR_ALONE.fullmatch(text) or _BEGINNING.match(text):
        return True
    return stands_alone(text) and not is_official(text)


def _continued(below: Sequence[str]) -> str:
    """Return the end of a title that wraps before its last words: 的报告."""
    return below[0] if below and below[0].startswith("的") else ""
