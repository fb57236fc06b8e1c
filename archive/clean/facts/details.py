"""What a page says about its report, each value with the words it was read from.

Of several readings of one fact the first counts; the others are kept as evidence, as the
label may name today's bureau and the title its predecessor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from archive.clean.facts.footer import publisher_in, site_code_of
from archive.clean.facts.material import Material
from archive.clean.facts.reading import Reading
from archive.clean.facts.titles import derived_title, find_site, find_title
from archive.clean.facts.years import year_of
from archive.clean.page.lines import key_of
from archive.clean.words.codes import document_number, is_index_number
from archive.clean.words.dates import date_in_address, leading_date
from archive.clean.words.issuers import (
    delivered_on,
    is_official,
    is_organisation,
    issuer_in_title,
    read_signature,
    subject_of,
    without_junk,
)
from archive.clean.words.labels import Field, Found, values
from archive.clean.words.place import place_of
from archive.clean.words.title_words import collapsed, is_title_line

Texts = tuple[Reading[str], ...]
Days = tuple[Reading[date], ...]

_FIRST_PARAGRAPHS = 4
_SLACK = timedelta(days=31)  # reports are dated ahead, and put up again within a month
_MIN_GLUED = 4  # characters of the title, behind a source on one line
_VALIDITY = re.compile(
    r".{0,6}(?:有效|失效|废止|生效|修改|修订|试行|执行|终止).{0,16}|长期|永久|有|是|否|√"
    r"|.{0,6}\d{4}.{0,20}"
)


@dataclass(frozen=True, slots=True)
class Details:
    """The readings of every detail, the one that counts first; empty where there is none.

    ``is_titled``: the page names a title, it was not made of its first sentence.
    """

    title: Reading[str]
    is_titled: bool
    site: str | None
    year: Reading[int] | None
    issuer: Texts
    publisher: Texts
    published_on: Days
    written_on: Days
    document_number: Texts
    index_number: Texts
    subject: Texts
    validity: Texts
    source: Texts
    author: Texts
    site_code: Texts


def read_details(material: Material) -> Details:
    """Read all details of a page."""
    found, page = material.found, material.page
    site = find_site(page, page.lines)
    named = find_title(material, site)
    issuer = _of_its_place(tuple(_issuers(material, named.value if named else "")), named)
    title = named or _derived(material, issuer)
    written = tuple(_written(material))
    year = year_of(title.words, material.paragraphs, material.url)
    return Details(
        title=title,
        is_titled=named is not None,
        site=site,
        year=year,
        issuer=issuer,
        publisher=_some(publisher_in(material.outside)),
        published_on=tuple(_published(material, year.value if year else None, written)),
        written_on=written,
        document_number=tuple(_document_numbers(material, title.value)),
        index_number=tuple(_index_numbers(material)),
        subject=tuple(_labelled(found, "subject", Field.SUBJECT, Field.CATALOGUE)),
        validity=tuple(_validities(found, title.value)),
        source=tuple(_cut_before(one, title.value) for one in _sources(material)),
        author=tuple(_labelled(found, "author", Field.AUTHOR)),
        site_code=_some(site_code_of(material.meta("SiteIDCode"), material.outside)),
    )


def _some(reading: Reading[str] | None) -> Texts:
    return () if reading is None else (reading,)


def _derived(material: Material, issuer: Texts) -> Reading[str]:
    title = derived_title(material.paragraphs, issuer[0].value if issuer else None)
    return Reading(title, "first sentence", title)


def _labelled(found: tuple[Found, ...], junk: str, *fields: Field) -> Iterator[Reading[str]]:
    for value in values(found, *fields):
        if without_junk(value, junk):
            yield Reading(value, "label", value)


def _validities(found: tuple[Found, ...], title: str) -> Iterator[Reading[str]]:
    """Yield values that tell validity; the title may stand glued to an empty label."""
    for one in _labelled(found, "validity", Field.VALIDITY):
        if _VALIDITY.fullmatch(one.value) and collapsed(one.value) != title:
            yield one


def _cut_before(source: Reading[str], title: str) -> Reading[str]:
    """Return a source without the beginning of the title that stands glued to it."""
    value = source.value
    glued = (n for n in range(2, len(value) - _MIN_GLUED + 1) if title.startswith(value[n:]))
    end = next(glued, len(value))
    return Reading(value[:end], source.source, source.words)


def _issuers(material: Material, title: str) -> Iterator[Reading[str]]:
    """Yield issuers: label, signature, title, first sentence, sources that are authorities."""
    labelled = _labelled(material.found, "organisation", Field.ISSUER)
    yield from (one for one in labelled if len(one.value) >= 2)
    signed = read_signature(material.paragraphs).issuer
    if signed:
        yield Reading(signed, "signature", signed)
    titled = issuer_in_title(title)
    if titled:
        yield Reading(titled, "title", title)
    subject = subject_of(material.paragraphs[:_FIRST_PARAGRAPHS])
    if subject:
        yield Reading(subject, "first sentence", subject)
    sources = (one.value for one in _sources(material))
    yield from (Reading(value, "source", value) for value in sources if is_official(value))
    yield from (Reading(line, "line by itself", line) for line in _below_title(material, title))


def _of_its_place(issuers: Texts, title: Reading[str] | None) -> Texts:
    """Return issuers, those of the title's place first if the label's is a place within it.

    A city's bureau puts up the province's report, and its system labels it with the bureau.
    """
    about = place_of(title.value) if title else None
    first = place_of(issuers[0].value) if issuers else None
    if about is None or first is None or first == about or not first.startswith(about):
        return issuers
    return tuple(sorted(issuers, key=lambda one: place_of(one.value) != about))


def _below_title(material: Material, title: str) -> Iterator[str]:
    """Yield names of authorities that stand alone below a title; those above are the site's."""
    is_below = False
    for line in (*(text for run in material.above for text in run), *material.head):
        if is_below and (is_official(line) or (is_organisation(line) and place_of(line))):
            yield " ".join(line.split())
        is_own = line == title or (len(line) > 5 and line in title)
        is_below = is_below or is_own or is_title_line(line)


def _sources(material: Material) -> Iterator[Reading[str]]:
    yield from _labelled(material.found, "organisation", Field.SOURCE)
    meta = material.meta("ContentSource")
    if meta and without_junk(meta, "organisation"):
        yield Reading(meta, "ContentSource", meta)


def _published(material: Material, year: int | None, written: Days) -> Iterator[Reading[date]]:
    """Yield days of publication: labels, the page's date line, head, address.

    What no reader of the page sees must at least be possible: not years before the year
    reported on, not before the text was written, not after the visit. Content systems fill
    these in for pages they have moved, so that of two days far apart the earlier counts.
    """
    written_on = (one.value - _SLACK for one in written[:1])
    earliest = max((date(max(year or 1, 2) - 1, 1, 1), *written_on))
    latest = material.seen_on + timedelta(days=1)
    told = (*_days("PubDate", (material.meta("PubDate") or "",)), *_in_address(material.url))
    unseen = [one for one in told if earliest <= one.value <= latest]
    if len(unseen) > 1 and unseen[0].value - unseen[1].value > _SLACK:
        unseen.reverse()
    yield from _days("label", values(material.found, Field.PUBLISHED))
    yield from _days("page date", values(material.found, Field.PAGE_DATE))
    yield from unseen
    yield from _days("label", values(material.found, Field.UPDATED))


def _written(material: Material) -> Iterator[Reading[date]]:
    """Yield days of writing: labels, the signature, the line below the title."""
    yield from _days("label", values(material.found, Field.WRITTEN))
    signed = read_signature(material.paragraphs).signed_on
    if signed:
        yield Reading(signed, "signature", signed.isoformat())
    delivered = delivered_on(material.head)
    if delivered:
        yield Reading(delivered, "below the title", delivered.isoformat())


def _days(source: str, texts: Iterable[str]) -> Iterator[Reading[date]]:
    for text in texts:
        day = leading_date(key_of(text).strip(" []()"))[0]
        if day:
            yield Reading(day, source, text)


def _in_address(url: str) -> Iterator[Reading[date]]:
    day = date_in_address(url)
    if day:
        yield Reading(day, "address", url)


def _document_numbers(material: Material, title: str) -> Iterator[Reading[str]]:
    """Yield document numbers: labels, then a line of its own beside the title.

    A line that is part of the title wraps there: …会议 / 第12号 / 建议办理情况的报告.
    """
    yield from _labelled(material.found, "document_number", Field.DOCUMENT_NUMBER)
    for line in material.near:
        number = document_number(line)
        if number and number not in title:
            yield Reading(number, "line by itself", line)


def _index_numbers(material: Material) -> Iterator[Reading[str]]:
    """Yield index numbers: labels, then a line beside the title that is shaped like one."""
    yield from _labelled(material.found, "index_number", Field.INDEX_NUMBER)
    yield from (Reading(n, "line by itself", n) for n in material.near if is_index_number(n))
