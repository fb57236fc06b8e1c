"""The dialects of content management systems, one small module each.

A family is chosen by what a page shows, never by its host, and several may speak on one page.
Each module has ``recognises(page)`` and ``read(page)``; a new family is a new module and a
line in ``FAMILIES``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from archive.crawl.families import (
    base64_pager,
    count_page,
    feeds,
    generic,
    gkmlpt,
    hanweb,
    jcms,
    json_feed,
    nfcms,
    numbered,
    page_function,
    pager_in_words,
    pagination_plugin,
    sitemaps,
    turning_function,
)
from archive.crawl.reading.links import PageLinks
from archive.crawl.reading.page import Page
from archive.crawl.reading.side_boxes import is_own


class Family(Protocol):
    """What a module of this package offers."""

    NAME: str

    def recognises(self, page: Page) -> bool:
        """Whether the page shows the marks of this family."""

    def read(self, page: Page) -> PageLinks:
        """Return where the page leads, as this family has it."""


FAMILIES: tuple[Family, ...] = (
    *(page_function, pagination_plugin, count_page, hanweb, jcms, gkmlpt, nfcms),
    *(base64_pager, json_feed, feeds, sitemaps, numbered, turning_function),
)

_OF_ARTICLES: tuple[Family, ...] = (
    *(page_function, pagination_plugin, count_page, base64_pager, numbered, turning_function),
)

_FILLED_BY_SCRIPT: tuple[Family, ...] = (hanweb, jcms, gkmlpt)


def read_links(page: Page) -> PageLinks:
    """Return where a page leads, by every family that recognises it and by the generic rules."""
    spoken = [family for family in FAMILIES if family.recognises(page)]
    links = _said(page, spoken)
    common = generic.read(page) if page.data is None else PageLinks()
    if links.documents or any(family in _FILLED_BY_SCRIPT for family in spoken):
        # The list comes from elsewhere; anchors on the page are those of boxes beside it.
        own = tuple(found for found in common.documents if is_own(page, found))
        common = replace(common, documents=own)
    links = common.merged(links)
    if not links.list_pages and pager_in_words.recognises(page):  # it guesses
        links = links.merged(pager_in_words.read(page))
    return links


def read_article(page: Page) -> PageLinks:
    """Return where an article leads: its further pages and its files. Lists are not asked for."""
    if page.data is not None:
        return read_links(page)
    links = _said(page, [family for family in _OF_ARTICLES if family.recognises(page)])
    return generic.read_article(page).merged(links)


def _said(page: Page, families: Iterable[Family]) -> PageLinks:
    links = PageLinks()
    for family in families:
        links = links.merged(family.read(page))
    return links


def names_of(page: Page) -> tuple[str, ...]:
    """Return the names of the families that recognise a page, for people."""
    return tuple(family.NAME for family in FAMILIES if family.recognises(page))
