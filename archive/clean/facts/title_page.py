"""The title as it stands in a text's own lines: wrapped, below its issuer, below a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile

from archive.clean.page.lines import ROW, key_of
from archive.clean.words.codes import document_number, is_index_number
from archive.clean.words.dates import whole_date
from archive.clean.words.issuers import is_organisation
from archive.clean.words.place import place_of
from archive.clean.words.title_words import (
    breaks_off,
    collapsed,
    ends_as_title,
    goes_on,
    is_title_line,
    stands_alone,
    title_rules,
)

_MAX_WRAPS = 3
_MAX_LINES = 30  # columns and buttons that no rule knows, then issuer, title, date, speaker
_LETTER_PARAGRAPHS = 15  # no covering letter is longer
_MIN_REPEATED = 8  # shorter lines that stand twice are names of columns
_YEAR = re.compile(r"(?:19|20)\d\d年")
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d年度?")
_BEGINNING = re.compile(r"(?:关于|(?:19|20)\d\d年度?).{2,}")
_BRACKETS = (("《", "》"), ("（", "）"), ("(", ")"), ("“", "”"), ("【", "】"), ("〔", "〕"))


def title_of_lines(*runs: Sequence[str]) -> str | None:
    """Return the title that stands in the first lines of a text, joined where it wraps.

    ``runs`` are lines that stand together: a title does not wrap over a line that was taken
    off between them. Above a year the name of a body is the first line of the title only in
    the last one, right above the text; elsewhere it is the site's. ``None`` unless a line ends
    as titles of reports end.

    >>> title_of_lines(["青石县人民政府", "关于2024年法治政府", "建设情况的报告", "县委:"])
    '青石县人民政府关于2024年法治政府建设情况的报告'
    """
    titles = [
        collapsed(_continued(_begun(run[:number], text, is_last), run[number + 1 :]))
        for is_last, run in _title_pages(runs)
        for number, text in enumerate(run)
        if ends_as_title(text)
    ]
    # A column's name, such as 年度报告, may stand above: a title names more than that.
    named = next(filter(stands_alone, titles), None)
    return named or next(filter(is_title_line, titles), titles[0] if titles else None)


def untypical_title(*runs: Sequence[str]) -> str | None:
    """Return a title that ends as none: the longest line that names a year, place or issuer.

    >>> untypical_title(["年度报告", "青石县推进法治政府", "建设纪实", "青石县司法局"])
    '青石县推进法治政府建设纪实'
    """
    titles = [
        text + _rest(run[number + 1 :])
        for _, run in _title_pages(runs)
        for number, text in enumerate(run)
        if stands_alone(text)
    ]
    return max(titles, key=len, default=None)


def repeated_titles(above: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """Yield titles that stand twice: as the page's, and above the text, wrapped or not.

    ``above`` are lines outside of the text, ``lines`` those before its first sentence.

    >>> list(repeated_titles(["青石县法治建设纪实"], ["青石县", "法治建设纪实"]))
    ['青石县法治建设纪实']
    """
    every = (*above, *lines)
    bare = ["".join(text.split()) for text in every]
    again = _joined(bare, len(above))
    for number, title in enumerate(bare[:-1]):
        is_long = len(title) >= _MIN_REPEATED or ends_as_title(title) or is_organisation(title)
        if is_long and again.get(title, 0) > number:
            forms = (text for text, one in zip(every, bare, strict=True) if one == title)
            yield min(forms, key=len)  # the longer one has a space where it wrapped


def _joined(lines: Sequence[str], first: int) -> dict[str, int]:
    """Return the lines from ``first`` on, alone and up to four in a row, with their place."""
    return {
        text: start
        for start in range(first, len(lines))
        for text in accumulate(lines[start : start + _MAX_WRAPS + 1])
    }


def title_below_letter(paragraphs: Sequence[str]) -> str | None:
    """Return the title that follows a covering letter, which ends with its date.

    县委、县政府: / 现将…… / 青石县司法局 / 2025年1月27日 / 青石县司法局2024年…… / 情况报告
    """
    for number, paragraph in enumerate(paragraphs[:_LETTER_PARAGRAPHS]):
        if whole_date(key_of(paragraph)):
            return title_of_lines(paragraphs[number + 1 : number + 1 + _MAX_WRAPS + 1])
    return None


def _title_pages(runs: Sequence[Sequence[str]]) -> Iterator[tuple[bool, list[str]]]:
    """Yield the lines of each run that may hold a title, up to the line of addressees.

    With them comes whether the run is the last one.
    """
    for run in runs:
        own = list(takewhile(lambda text: not text.endswith((":", "：")), run[:_MAX_LINES]))
        titles = [collapsed(text) for text in _closed(own) if _may_be_title(text)]
        yield run is runs[-1], titles
        if len(own) < len(run):
            return


def _closed(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines, those that a break within brackets has cut in two as one."""
    begun: list[str] = []
    for text in lines:
        begun.append(text)
        if len(begun) > _MAX_WRAPS or not _is_cut("".join(begun)):
            yield "".join(begun)
            begun = []
    yield from begun


def _is_cut(text: str) -> bool:
    return any(text.count(first) > text.count(last) for first, last in _BRACKETS)


def _may_be_title(text: str) -> bool:
    if ROW in text or document_number(text) or is_index_number(text):
        return False
    is_year = _YEAR_ALONE.fullmatch(text) is not None
    return is_year or not title_rules().not_title_line.search(text) or goes_on(text)


def _begun(above: Sequence[str], title: str, is_last: bool) -> str:
    """Put the lines above a title before it, as many as belong to it.

    Lines that begin a title and do not end one do; and while it names neither year nor
    issuer nor place, so does whatever stands above. If it never names one, those lines were
    not its own.
    """
    known, joined = title, title
    for text in reversed(above[-_MAX_WRAPS:]):
        is_subtitle = joined.startswith("——")  # 求真务实 担当作为 / ——青石县司法局2024年工作报告
        is_done = stands_alone(joined) and not _begins_one(text, joined, is_last)
        if ends_as_title(text) or (is_done and not is_subtitle):
            break
        joined = text + joined
        is_known = is_subtitle or stands_alone(joined) or _begins_one(text, joined, is_last)
        known = joined if is_known else known
    return known


def _begins_one(text: str, title: str, is_last: bool) -> bool:
    """Whether a line is the first part of a title: 2024年, or 关于2024年法治政府建.

    So is the full name of a body above a title that names none: 青石县司法局 / 2024年….
    """
    if _YEAR_ALONE.fullmatch(text) or _BEGINNING.match(text) or breaks_off(text):
        return True
    if is_organisation(text):
        is_nameless = place_of(title.removeprefix("关于")) is None
        is_dated = is_last and _YEAR.match(title) is not None
        is_open = is_dated or not stands_alone(title) or title.startswith("关于")
        return is_open and is_nameless and place_of(text) is not None
    return stands_alone(text)


def _continued(title: str, below: Sequence[str]) -> str:
    """Put the rest of a title behind it: 的报告, or 2024年…报告 where it named no year yet."""
    text = below[0] if below else ""
    is_end = goes_on(text) and not title.endswith(text)
    is_half = stands_alone(title) and not _YEAR.search(title) and _YEAR.match(text)
    return title + text if is_end or (is_half and ends_as_title(text)) else title


def _rest(below: Sequence[str]) -> str:
    """Return the line that a title of no typical ending wraps to, as far as one can tell."""
    text = below[0] if below else ""
    is_own = ends_as_title(text) or stands_alone(text) or is_organisation(text)
    return text if len(text) >= 4 and not is_own else ""
