"""The title: from the head's metadata, a heading, a label, the first lines or sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from archive.clean.facts.material import Material
from archive.clean.facts.reading import Reading
from archive.clean.facts.title_page import (
    repeated_titles,
    title_below_letter,
    title_of_lines,
    untypical_title,
)
from archive.clean.page.lines import ROW, Line, key_of
from archive.clean.page.tree import Page
from archive.clean.words.dates import whole_date
from archive.clean.words.issuers import is_organisation
from archive.clean.words.labels import Field, values
from archive.clean.words.title_words import (
    collapsed,
    ends_as_title,
    is_template,
    stands_alone,
    title_rules,
)

_MAX_CHARS = 150
_MAX_LINES = 10
_MAX_ABOVE = 60  # lines between a page's heading and its text
_MIN_SHOWN = 8  # shorter lines are names of sites and columns
_FALLBACK_CHARS = 40
_SEPARATOR = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|\s*-{2,}\s*")
_ANY_SEPARATOR = re.compile(r"[\s_|｜–—-]+")
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_YEAR = re.compile(r"^\s*((?:19|20)\d\d)\s*年")
_PRONOUN = re.compile(r"^(?:我|本)(?:省|市|州|县|区|旗|镇|乡|局|委|厅|院|办|处|中心|部门|单位)?")
_BARS = " |｜"
_CUT = re.compile(r"(?:…|\.{3,})$")


def find_title(material: Material, site: str | None) -> Reading[str] | None:
    """Return the title of a page, ``None`` where nothing names one; ``site`` is the site's name.

    Of the candidates, the surest first, the first counts that is not likely to be the name of
    a column; lines that are no more than short come last, before the column itself.
    """
    names = {site, *map(material.meta, ("SiteName", "ColumnName", "ContentSource"))}
    candidates: list[Reading[str]] = []
    for one in _candidates(material, site):
        candidates += [one] if _is_title(one.value) else []
        if _is_sure(one, names):
            break
    found = [one for one in candidates if one.value not in names]
    short = sorted(_short_lines(material.head), key=len, reverse=True)
    lines = (one for one in _readings("first lines", *short) if _is_title(one.value))
    found = [*sorted(found, key=_is_vague), *(one for one in lines if one.value not in names)]
    return _longer(found or candidates) if found or candidates else None


def _candidates(material: Material, site: str | None) -> Iterator[Reading[str]]:
    """Yield what may be the title. What only the head says may be left from another page."""
    page, runs = material.page, material.runs
    head = tuple(_readings("ArticleTitle", material.meta("ArticleTitle")))
    shown = tuple(one for one in head if material.shows(_CUT.sub("", one.value)))
    yield from shown
    yield from _said(material)
    yield from (one for one in head if one not in shown)
    yield from _readings("<title>", *_shown(page.head_title, material.before))
    yield from _readings("<title>", _without_site(page.head_title, site or ""))
    yield from _readings("og:title", material.meta("og:title"))
    yield from _readings("below the letter", title_below_letter(material.paragraphs))
    yield from _readings("first lines", untypical_title(*runs))
    yield from _readings("above the text", untypical_title(*material.above[-2:]))


def _said(material: Material) -> Iterator[Reading[str]]:
    """Yield what the page itself says that its title is."""
    before, runs = material.before, material.runs
    lines = [line.text for line in before[-_MAX_ABOVE:]]
    headings = (ln.text for ln in reversed(before) if ln.heading in (1, 2) and not ln.is_link)
    yield from _readings("heading", *headings)
    yield from _readings("label", *values(material.found, Field.TITLE))
    yield from _readings("repeated line", *repeated_titles(lines, material.head))
    yield from _readings("first lines", title_of_lines(*runs))
    above = (title_of_lines(run, ()) for run in reversed(material.above))
    yield from _readings("above the text", *(one for one in above if one and stands_alone(one)))


def _is_sure(title: Reading[str], names: Set[str | None]) -> bool:
    """Whether no candidate after this one can count."""
    is_whole = _is_title(title.value) and _CUT.search(title.value) is None
    return is_whole and title.value not in names and not _is_vague(title)


def _is_vague(title: Reading[str]) -> bool:
    """Whether a title may well be a column's or a site's: 年度报告, 青石县司法局."""
    is_column = len(title.value) < _MIN_SHOWN and ends_as_title(title.value)
    return (is_column or is_organisation(title.value)) and not stands_alone(title.value)


def _short_lines(head: Sequence[str]) -> Iterator[str]:
    """Yield lines before the text that may be its title though they do not end as one."""
    for text in head[:_MAX_LINES]:
        if text.endswith((":", "：")):
            return
        if ROW not in text and not title_rules().not_title_line.search(text):
            yield text


def _readings(source: str, *texts: str | None) -> Iterator[Reading[str]]:
    return (Reading(collapsed(text), source, text) for text in texts if text)


def _is_title(title: str) -> bool:
    """Whether a candidate can be a title."""
    return (
        4 <= len(title) <= _MAX_CHARS
        and _HANZI.search(title) is not None
        and title_rules().no_title.search(title) is None
    )


def _longer(found: Sequence[Reading[str]]) -> Reading[str]:
    """Return the first title; of one that is cut off ("…"), the candidate that goes on."""
    first = found[0]
    stem = _CUT.sub("", first.value)
    if stem == first.value:
        return first
    whole = (title for title in found[1:] if title.value.startswith(stem))
    return next(whole, Reading(stem, first.source, first.words))


def _shown(title: str, before: Sequence[Line]) -> Iterator[str]:
    """Yield the part of a ``<title>`` up to a separator that stands above the text as a line."""
    for line in before[-_MAX_ABOVE:]:
        rest = title.removeprefix(line.text)
        if len(line.text) >= _MIN_SHOWN and rest != title and _ANY_SEPARATOR.match(rest):
            yield line.text


def _without_site(title: str, site: str) -> str:
    """Return the part of a ``<title>`` that is not the name of the site or a column."""
    if site:
        begins = title.startswith(site) and _ANY_SEPARATOR.match(title, len(site))
        title = title.removeprefix(site) if begins else title
        title = title.removesuffix(site).strip("-–—_|｜ ")
    parts = [part for part in _SEPARATOR.split(title) if part]
    named = [part for part in parts if ends_as_title(part)]
    return max(named or parts, key=len, default="")


def find_site(page: Page, lines: Sequence[Line]) -> str | None:
    """Return the site's name: by the head, an end of ``<title>``, or a line of welcome."""
    named = page.meta("SiteName")
    if named and not is_template(named):
        return named
    parts = [part for part in _ANY_SEPARATOR.split(page.head_title) if part]
    ends = (parts[-1], parts[0]) if len(parts) > 1 else ()
    site = next((part for part in ends if title_rules().site.search(part)), None)
    greetings = (title_rules().welcome.search(line.text) for line in lines if len(line.text) < 60)
    return site or next((match["site"] for match in greetings if match), None)


def derived_title(paragraphs: Sequence[str], issuer: str | None) -> str:
    """Return a title for a text that has none: what its first sentence announces.

    现将县司法局2024年法治政府建设情况报告如下 by 巫山县司法局 is 巫山县司法局2024年法治政府建设
    情况报告. Failing that, the beginning of the first paragraph.
    """
    for paragraph in paragraphs[:4]:
        match = title_rules().announced.search(paragraph)
        if match and not title_rules().vague.search(match["what"]):
            return _named(match["what"] + (match["verb"] or ""), paragraphs[0], issuer)
    first = next(filter(_may_name, paragraphs), paragraphs[0])
    first = first.replace(ROW, " ").strip(_BARS)
    return first if len(first) <= _FALLBACK_CHARS else first[:_FALLBACK_CHARS] + "…"


def _may_name(paragraph: str) -> bool:
    """Whether a paragraph is neither a date nor what a letter begins with: 县委、县政府："""
    is_address = paragraph.endswith((":", "：")) and len(paragraph) <= _FALLBACK_CHARS
    return not is_address and whole_date(key_of(paragraph)) is None


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
