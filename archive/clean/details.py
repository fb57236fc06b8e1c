"""What a page says about its report, each value with the words it was read from.

Of several readings of one fact the first counts; the others are kept as evidence, as the
label may name today's bureau and the title its predecessor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from archive.clean.dates import date_in_address, leading_date, whole_date
from archive.clean.footer import publisher_in, site_code_of
from archive.clean.issuers import (
    delivered_on,
    is_official,
    issuer_in_title,
    read_signature,
    subject_of,
    without_junk,
)
from archive.clean.labels import Field, Found, values
from archive.clean.lines import Line, key_of
from archive.clean.reading import Reading
from archive.clean.title_page import title_below_letter
from archive.clean.title_words import is_template, is_title_line
from archive.clean.titles import derived_title, find_site, find_title
from archive.clean.tree import Page
from archive.clean.years import year_of

Texts = tuple[Reading[str], ...]
Days = tuple[Reading[date], ...]

_FIRST_PARAGRAPHS = 4
_NEAR = 10  # lines without a label that belong to a title stand so near to it
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,15}\s?[〔\[(]\s?(?:19|20)\d\d\s?[〕\])]\s?第?\s?\d{1,5}\s?号"
)
_INDEX = re.compile(r"(?=(?:.*\d){8})[A-Za-z0-9]{2,}(?:[-/_][A-Za-z0-9]{2,}){1,5}")
_TELEPHONE = re.compile(r"\d{3,4}-\d{7,8}")
_VALIDITY = re.compile(
    r".{0,6}(?:有效|失效|废止|生效|修改|修订|试行).{0,12}|长期|永久|是|否|.{0,6}\d{4}.{0,20}"
)


@dataclass(frozen=True, slots=True)
class Material:
    """What details are read from: a page, its labels, and the lines of its main text.

    ``seen_on`` is the day the page was fetched. ``head`` are the lines before the first
    sentence, ``before`` what stands above the main text, ``outside`` everything that is not
    the report's.
    """

    url: str
    seen_on: date
    page: Page
    found: tuple[Found, ...]
    before: tuple[Line, ...]
    head: tuple[str, ...]
    paragraphs: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def near(self) -> tuple[str, ...]:
        """The lines beside the title."""
        return (*self.head, *(line.text for line in self.before[-_NEAR:]), *self.outside[:_NEAR])


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
    named = find_title(page, site, material.before, values(found, Field.TITLE), material.head)
    issuer = tuple(_issuers(material, named.value if named else ""))
    title = named or _derived(material, issuer)
    year = year_of(title.words, material.paragraphs, material.url)
    return Details(
        title=title,
        is_titled=named is not None,
        site=site,
        year=year,
        issuer=issuer,
        publisher=_some(publisher_in(material.outside)),
        published_on=tuple(_published(material, year.value if year else None)),
        written_on=tuple(_written(material)),
        document_number=tuple(_document_numbers(material)),
        index_number=tuple(_index_numbers(material)),
        subject=tuple(_labelled(found, "subject", Field.SUBJECT, Field.CATALOGUE)),
        validity=tuple(one for one in _labelled(found, "validity", Field.VALIDITY) if _says(one)),
        source=tuple(_sources(material)),
        author=tuple(_labelled(found, "author", Field.AUTHOR)),
        site_code=_some(site_code_of(page.meta("SiteIDCode"), material.outside)),
    )


def _some(reading: Reading[str] | None) -> Texts:
    return () if reading is None else (reading,)


def _derived(material: Material, issuer: Texts) -> Reading[str]:
    below = title_below_letter(material.paragraphs)
    if below:
        return Reading(below, "below the letter", below)
    title = derived_title(material.paragraphs, issuer[0].value if issuer else None)
    return Reading(title, "first sentence", title)


def _labelled(found: tuple[Found, ...], junk: str, *fields: Field) -> Iterator[Reading[str]]:
    for value in values(found, *fields):
        if without_junk(value, junk):
            yield Reading(value, "label", value)


def _says(validity: Reading[str]) -> bool:
    """Whether a value tells validity; the title may stand glued to an empty label."""
    return _VALIDITY.fullmatch(validity.value) is not None


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


def _below_title(material: Material, title: str) -> Iterator[str]:
    """Yield names of authorities that stand alone below a title; those above are the site's."""
    is_below = False
    for line in material.head:
        if is_below and is_official(line):
            yield line
        is_below = is_below or (len(line) > 5 and line in title) or is_title_line(line)


def _sources(material: Material) -> Iterator[Reading[str]]:
    yield from _labelled(material.found, "organisation", Field.SOURCE)
    meta = material.page.meta("ContentSource")
    if meta and without_junk(meta, "organisation") and not is_template(meta):
        yield Reading(meta, "ContentSource", meta)


def _published(material: Material, year: int | None) -> Iterator[Reading[date]]:
    """Yield days of publication: labels, the page's date line, head, address.

    What no reader of the page sees must at least be possible: not years before the year
    reported on, not after the visit. Content systems fill these in for pages they have moved.
    """
    found, meta = material.found, material.page.meta("PubDate")
    yield from _days("label", values(found, Field.PUBLISHED))
    yield from _days("page date", values(found, Field.PAGE_DATE))
    unseen = [
        *_days("PubDate", (meta or "",)),
        *_days("label", values(found, Field.UPDATED)),
        *_in_address(material.url),
    ]
    last = material.seen_on + timedelta(days=1)
    yield from (day for day in unseen if day.value <= last and day.value.year >= (year or 0) - 1)


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


def _document_numbers(material: Material) -> Iterator[Reading[str]]:
    """Yield document numbers: labels, then a line of its own beside the title."""
    yield from _labelled(material.found, "document_number", Field.DOCUMENT_NUMBER)
    for line in material.near:
        number = line[1:-1] if line.startswith(("(", "（")) else line
        if _NUMBER.fullmatch(key_of(number)):
            yield Reading(number, "line by itself", line)


def _index_numbers(material: Material) -> Iterator[Reading[str]]:
    """Yield index numbers: labels, then a line beside the title that is shaped like one."""
    yield from _labelled(material.found, "index_number", Field.INDEX_NUMBER)
    for line in material.near:
        if _INDEX.fullmatch(line) and not _TELEPHONE.fullmatch(line) and not whole_date(line):
            yield Reading(line, "line by itself", line)
