"""The title: from the head's metadata, a heading, a label, the first lines, or the first sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from archive.clean.lines import Line, key_of, trimmed
from archive.clean.rules import load
from archive.clean.tree import Page

_MAX_CHARS = 150
_MAX_LINES = 6  # a title page: issuer, title over three lines, date, speaker
_FALLBACK_CHARS = 40
_SEPARATOR = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|\s*-{2,}\s*")
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_YEAR = re.compile(r"^\s*((?:19|20)\d\d)\s*年")
_PRONOUN = re.compile(r"^(?:我|本)(?:省|市|州|县|区|旗|镇|乡|局|委|厅|院|办|处|中心|部门|单位)?")
_CUT = re.compile(r"(?:…|\.{3,})$")


@dataclass(frozen=True, slots=True)
class _Rules:
    ending: re.Pattern[str]
    no_title: re.Pattern[str]
    site: re.Pattern[str]
    not_title_line: re.Pattern[str]
    announced: re.Pattern[str]
    vague: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = load("titles.toml")
    return _Rules(**{name: re.compile(data[name], re.IGNORECASE) for name in _Rules.__slots__})


def find_title(
    page: Page, before: Sequence[Line], labelled: Iterable[str], head: Sequence[str]
) -> str | None:
    """Return the title of a page, ``None`` where nothing names one.

    ``before`` are the lines above the main text, ``labelled`` the values of 标题 labels,
    ``head`` the main text's lines before its first sentence.
    """
    site = page.meta("SiteName") or ""
    candidates = [
        page.meta("ArticleTitle") or "",
        *(line.text for line in reversed(before) if line.heading in (1, 2)),
        *labelled,
        title_of_lines(head) or "",
        _without_site(page.head_title, site),
        page.meta("og:title") or "",
    ]
    found = [title for title in map(collapsed, candidates) if _is_title(title, page)]
    return _longer(found) if found else None


def _is_title(title: str, page: Page) -> bool:
    names = {page.meta("SiteName"), page.meta("ColumnName"), page.meta("ContentSource")}
    return (
        4 <= len(title) <= _MAX_CHARS
        and title not in names
        and _HANZI.search(title) is not None
        and _rules().no_title.search(title) is None
    )


def _longer(found: Sequence[str]) -> str:
    """Return the first title; of one that is cut off ("…"), the candidate that goes on."""
    stem = _CUT.sub("", found[0])
    if stem == found[0]:
        return stem
    return next((title for title in found[1:] if title.startswith(stem)), stem)


def _without_site(title: str, site: str) -> str:
    """Return the part of a ``<title>`` that is not the name of the site or a column."""
    parts = [part for part in _SEPARATOR.split(title) if part and part != site]
    if len(parts) > 1:
        parts = [part for part in parts if not _rules().site.search(part)] or parts
    named = [part for part in parts if _rules().ending.search(part)]
    return max(named or parts, key=len, default="")


def title_of_lines(lines: Sequence[str]) -> str | None:
    """Return the title that stands in the first lines of a text, joined where it wraps.

    >>> title_of_lines(["青石县人民政府", "关于2024年法治政府", "建设情况的报告", "县委:"])
    '青石县人民政府关于2024年法治政府建设情况的报告'
    """
    parts: list[str] = []
    for text in _title_page(lines):
        parts.append(text)
        if _rules().ending.search(text):
            return collapsed(_joined(parts))
    return collapsed(parts[0]) if parts and len(parts[0]) >= 6 else None


def _title_page(lines: Sequence[str]) -> Iterator[str]:
    for text in lines[:_MAX_LINES]:
        if text.endswith((":", "：")):
            return
        if not _rules().not_title_line.search(text):
            yield text


def _joined(parts: Sequence[str]) -> str:
    """Join the lines of a title; a line that the next one repeats is left out."""
    whole = "".join(parts)
    last = parts[-1]
    repeats = len(parts) > 1 and _bare(last).startswith(_bare("".join(parts[:-1])))
    return last if repeats else whole


def collapsed(title: str) -> str:
    """Return a title on one line, without letter spacing, and once if it stands twice.

    >>> collapsed("政 府 工 作 报 告")
    '政府工作报告'
    """
    text = trimmed(re.sub(r"\s+", " ", title.replace("\u3000", " ")))
    text = re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", text)
    half, odd = divmod(len(text), 2)
    return text[:half] if not odd and half >= 8 and text[:half] == text[half:] else text


def derived_title(paragraphs: Sequence[str], issuer: str | None) -> str:
    """Return a title for a text that has none: what its first sentence announces.

    现将县司法局2024年法治政府建设情况报告如下 by 巫山县司法局 is 巫山县司法局2024年法治政府建设
    情况报告. Failing that, the beginning of the first paragraph.
    """
    for paragraph in paragraphs[:4]:
        match = _rules().announced.search(paragraph)
        if match and not _rules().vague.search(match["what"]):
            return _named(match["what"] + (match["verb"] or ""), paragraphs[0], issuer)
    first = paragraphs[0]
    return first if len(first) <= _FALLBACK_CHARS else first[:_FALLBACK_CHARS] + "…"


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


def _bare(text: str) -> str:
    return "".join(key_of(text).split())
