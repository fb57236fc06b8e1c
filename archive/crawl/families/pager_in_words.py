"""Pagers that say how many pages there are to people only: ``共 12 页``, ``1/12``.

Where a form asks for a page by its number, that is what is sent; else the further pages are
called like the first one, with a number. Some of the guesses are no pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from urllib.parse import urlencode, urlsplit

from lxml import etree, html

from archive.crawl.families import counting
from archive.crawl.reading.addresses import is_article_address, page_name
from archive.crawl.reading.links import Found, PageLinks
from archive.crawl.reading.page import Page
from archive.crawl.reading.turning import PAGE_ARGUMENTS, page_number, turned

NAME = "pager in words"

_GAP = r"(?:\s|&nbsp;|<[^<>]*>)*"
_TOLD = re.compile(
    rf"共(?:有|计)?{_GAP}(\d{{1,5}}){_GAP}页|总页数{_GAP}[:：]?{_GAP}(\d{{1,5}})|"
    rf"(?:当前|页次|页码|第)[:：]?{_GAP}\d{{1,5}}{_GAP}页?{_GAP}/{_GAP}(?:共{_GAP})?(\d{{1,5}})|"
    r"(?<![\d/])\d{1,4}\s*/\s*(\d{1,4})\s*页"
)
_MAX_WORDS = 50
_MAX_FORMS = 10
_MAX_FORM_CHARS = 2000  # more is the state of a server, and worth nothing tomorrow


def recognises(page: Page) -> bool:
    """Whether the page says that it is one of several, or has a form that asks for another."""
    is_list = page.data is None and not is_article_address(page.url)
    return is_list and any(True for _ in _following(page))


def read(page: Page) -> PageLinks:
    """Return what may be the next page."""
    return PageLinks(tuple(_following(page)), pages=_total(page))


def _total(page: Page) -> int | None:
    text = page.text
    for word in islice(re.finditer("页", text), _MAX_WORDS):
        # Few words have this character; looking around it is far quicker than everywhere.
        if found := _TOLD.search(text, max(0, word.start() - 120), word.end() + 80):
            return int(next(number for number in found.groups() if number))
    return None


def _following(page: Page) -> Iterator[Found]:
    total, form = _total(page), _form(page)
    current = page_number(page.url) or 1
    if total is not None and current >= total:
        return
    if form is not None:
        yield from filter(None, [_sent(page, form, current + 1)])
    elif total is not None and (following := turned(page.url, current + 1)):
        yield Found(following)
    elif total is not None and not urlsplit(page.url).query:
        usual = counting.usual_series(page)
        for suffix in dict.fromkeys((usual.suffix, page_name(page.url)[1])):
            series = replace(usual, suffix=suffix)
            if (series.number_in(page.url) or 1) < total:
                yield from page.all_found(series.following(page.url))


def _form(page: Page) -> html.FormElement | None:
    """Return the form that asks for a page by its number, and for nothing else."""
    for form in _forms(page)[:_MAX_FORMS]:
        typed = [
            field.get("name", "").lower()
            for field in form.iterfind(".//input")
            if field.get("type", "text").lower() in ("text", "search", "number")
        ]
        names = {name.lower() for name in form.fields}
        if names & PAGE_ARGUMENTS and PAGE_ARGUMENTS.issuperset(typed):
            return form
    return None


def _forms(page: Page) -> Sequence[html.FormElement]:
    if page.tree.find(".//form") is None:
        return ()
    source = etree.tostring(page.tree, encoding="unicode", method="html")
    return html.document_fromstring(source).forms  # elements that know their fields


def _sent(page: Page, form: html.FormElement, number: int) -> Found | None:
    fields = {
        name: str(number) if name.lower() in PAGE_ARGUMENTS else value or ""
        for name, value in form.fields.items()
    }
    body, action = urlencode(fields), form.get("action") or urlsplit(page.url).path
    if len(body) > _MAX_FORM_CHARS:
        return None
    if form.method.upper() == "POST":
        return page.posting(action, body)
    return page.found(f"{action.partition('?')[0]}?{body}")
