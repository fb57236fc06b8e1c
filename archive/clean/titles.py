"""The title: from the head's metadata, a heading, a label, the first lines or sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache

from archive.clean.dates import whole_date
from archive.clean.issuers import issuer_in_title
from archive.clean.lines import ROW, Line, key_of, trimmed
from archive.clean.place import place_of
from archive.clean.reading import Reading
from archive.clean.rules import load
from archive.clean.tree import Page

_MAX_CHARS = 150
_MAX_WRAPS = 3
_MAX_LINES = 10  # a title page: issuer, title over three lines, date, speaker
_FALLBACK_CHARS = 40
_LETTER_PARAGRAPHS = 15  # no covering letter is longer
_SEPARATOR = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|\s*-{2,}\s*")
_ANY_SEPARATOR = re.compile(r"[\s_|｜–—-]+")
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_YEAR = re.compile(r"^\s*((?:19|20)\d\d)\s*年")
_PRONOUN = re.compile(r"^(?:我|本)(?:省|市|州|县|区|旗|镇|乡|局|委|厅|院|办|处|中心|部门|单位)?")
_SPACED_LETTERS = re.compile(r"(?<!\S)(?:[\u4e00-\u9fff] ){2,}[\u4e00-\u9fff](?!\S)")
_PREFIX = re.compile(r"^【[^】]{2,8}】")
_BARS = " |｜"
# A space that only a line break has left: beside a year, a number, an issuer's name, 的, 关于.
_GAP = re.compile(
    r"(?<=[\u4e00-\u9fff]) (?=[\d（(《“的]|关于|报告)"
    r"|(?<=[\d年度》”局委府院厅]) (?=[\u4e00-\u9fff（(])"
)
_TAIL = re.compile(r"\s*(?:[（(](?:文字|图文|全文)版?[)）]|\s(?:19|20)\d\d-\d{1,2}-\d{1,2})$")
_CUT = re.compile(r"(?:…|\.{3,})$")


@dataclass(frozen=True, slots=True)
class _Rules:
    ending: re.Pattern[str]
    no_title: re.Pattern[str]
    template: re.Pattern[str]
    site: re.Pattern[str]
    not_title_line: re.Pattern[str]
    announced: re.Pattern[str]
    vague: re.Pattern[str]
    welcome: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = load("titles.toml")
    return _Rules(**{name: re.compile(data[name], re.IGNORECASE) for name in _Rules.__slots__})


def find_title(
    page: Page,
    site: str | None,
    before: Sequence[Line],
    labelled: Iterable[str],
    head: Sequence[str],
) -> Reading[str] | None:
    """Return the title of a page, ``None`` where nothing names one.

    ``site`` is the site's name, ``before`` are the lines above the main text, ``labelled``
    the values of 标题 labels, ``head`` the main text's lines before its first sentence.
    """
    candidates = (
        *_readings("ArticleTitle", page.meta("ArticleTitle")),
        *_readings("heading", *(ln.text for ln in reversed(before) if ln.heading in (1, 2))),
        *_readings("label", *labelled),
        *_readings("first lines", title_of_lines(head)),
        *_readings("<title>", _without_site(page.head_title, site or "")),
        *_readings("og:title", page.meta("og:title")),
        *_readings("first lines", *_title_page(head)),
    )
    names = {site, *map(page.meta, ("SiteName", "ColumnName", "ContentSource"))}
    found = [title for title in candidates if _is_title(title.value, names)]
    return _longer(found) if found else None


def _readings(source: str, *texts: str | None) -> Iterator[Reading[str]]:
    return (Reading(collapsed(text), source, text) for text in texts if text)


def _is_title(title: str, names: Set[str | None]) -> bool:
    """Whether a candidate can be a title; ``names`` are the page's other names."""
    return (
        4 <= len(title) <= _MAX_CHARS
        and title not in names
        and _HANZI.search(title) is not None
        and _rules().no_title.search(title) is None
    )


def _longer(found: Sequence[Reading[str]]) -> Reading[str]:
    """Return the first title; of one that is cut off ("…"), the candidate that goes on."""
    first = found[0]
    stem = _CUT.sub("", first.value)
    if stem == first.value:
        return first
    whole = (title for title in found[1:] if title.value.startswith(stem))
    return next(whole, Reading(stem, first.source, first.words))


def _without_site(title: str, site: str) -> str:
    """Return the part of a ``<title>`` that is not the name of the site or a column."""
    if site:
        title = title.removeprefix(site).removesuffix(site).strip("-–—_|｜ ")
    parts = [part for part in _SEPARATOR.split(title) if part]
    named = [part for part in parts if _rules().ending.search(part)]
    return max(named or parts, key=len, default="")


def find_site(page: Page, lines: Sequence[Line]) -> str | None:
    """Return the site's name: by the head, an end of ``<title>``, or a line of welcome."""
    named = page.meta("SiteName")
    if named and not is_template(named):
        return named
    parts = [part for part in _ANY_SEPARATOR.split(page.head_title) if part]
    ends = (parts[-1], parts[0]) if len(parts) > 1 else ()
    site = next((part for part in ends if _rules().site.search(part)), None)
    greetings = (_rules().welcome.search(line.text) for line in lines if len(line.text) < 60)
    return site or next((match["site"] for match in greetings if match), None)


def is_template(text: str) -> bool:
    """Whether a value in the head is a placeholder that was never filled in."""
    return _rules().template.search(text) is not None


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
        if _rules().ending.search(text)
    ]
    # A column's name, such as 年度报告, may stand above: a title names more than that.
    return next(filter(_is_whole, titles), titles[0] if titles else None)


def _begun(above: Sequence[str], title: str) -> str:
    """Put the lines above a title before it, as many as it takes to name its issuer.

    A title that names issuer or year is whole; one that never does stays as it is, as the
    lines above it are then not its own.
    """
    joined = title
    for text in reversed(("", *above[-_MAX_WRAPS:])):
        if _is_whole(joined):
            return joined
        joined = text + joined
    return title


def _is_whole(title: str) -> bool:
    return bool(_YEAR.match(title)) or issuer_in_title(title) is not None or _is_placed(title)


def _is_placed(title: str) -> bool:
    return not title.startswith("关于") and place_of(title) is not None


def _continued(below: Sequence[str]) -> str:
    """Return the end of a title that wraps before its last words: 的报告."""
    return below[0] if below and below[0].startswith("的") else ""


def is_title_line(text: str) -> bool:
    """Whether a line could be a title: of some length, and ending as those of reports do."""
    return len(text) >= 8 and _rules().ending.search(text) is not None


def _title_page(lines: Sequence[str]) -> Iterator[str]:
    for text in lines[:_MAX_LINES]:
        if text.endswith((":", "：")):
            return
        if ROW not in text and not _rules().not_title_line.search(text):
            yield text


def collapsed(title: str) -> str:
    """Return a title on one line, without letter spacing, and once if it stands twice.

    >>> collapsed("政 府 工 作 报 告")
    '政府工作报告'
    """
    text = trimmed(re.sub(r"\s+", " ", title)).strip(_BARS)
    text = _TAIL.sub("", _PREFIX.sub("", text))
    text = _GAP.sub("", _SPACED_LETTERS.sub(lambda run: run[0].replace(" ", ""), text))
    half = len(text) // 2
    first, second = text[:half], text[half:].lstrip()
    return first if half >= 8 and first == second else text


def derived_title(paragraphs: Sequence[str], issuer: str | None) -> str:
    """Return a title for a text that has none: what its first sentence announces.

    现将县司法局2024年法治政府建设情况报告如下 by 巫山县司法局 is 巫山县司法局2024年法治政府建设
    情况报告. Failing that, the beginning of the first paragraph.
    """
    for paragraph in paragraphs[:4]:
        match = _rules().announced.search(paragraph)
        if match and not _rules().vague.search(match["what"]):
            return _named(match["what"] + (match["verb"] or ""), paragraphs[0], issuer)
    first = next(filter(_is_no_address, paragraphs), paragraphs[0])
    first = first.replace(ROW, " ").strip(_BARS)
    return first if len(first) <= _FALLBACK_CHARS else first[:_FALLBACK_CHARS] + "…"


def title_below_letter(paragraphs: Sequence[str]) -> str | None:
    """Return the title that follows a covering letter, which ends with its date.

    县委、县政府: / 现将…… / 青石县司法局 / 2025年1月27日 / 青石县司法局2024年…… / 情况报告
    """
    for number, paragraph in enumerate(paragraphs[:_LETTER_PARAGRAPHS]):
        if whole_date(key_of(paragraph)):
            return title_of_lines(paragraphs[number + 1 : number + 1 + _MAX_WRAPS + 1])
    return None


def _is_no_address(paragraph: str) -> bool:
    """Whether a paragraph is not the line that a letter begins with: 县委、县政府："""
    return not paragraph.endswith((":", "：")) or len(paragraph) > _FALLBACK_CHARS


def _named(title: str, first: str, issuer: str | None) -> str:
    """Complete a title with its issuer's full name and its year."""
    if issuer:
        title = _with_issuer(title, issuer)
    year = _YEAR.match(first)
    if year and not re.search(r"(?:19|20)\d\d|二[〇○]", title):
        return f"{year[1]}年{title}"
    return title


def _with_issuer(title: str, issuer: str) -> str:
    if issuer in title:
        return title
    short = next((n for n in range(len(issuer)) if title.startswith(issuer[n:])), None)
    if short is not None and len(issuer) - short >= 2:
        return issuer + title[len(issuer) - short :]
    return issuer + _PRONOUN.sub("", title) if _PRONOUN.match(title) else title
