"""The dialects of content management systems, one small module each.

A family is chosen by what a page shows, never by its host, and several may speak on one page.
Each module has ``recognises(page)`` and ``read(page)``; a new family is a new module and a
line in ``FAMILIES``.
"""

from __future__ import annotations

from typing import Protocol

from archive.crawl.families import (
    count_page,
    generic,
    hanweb,
    nfcms,
    page_function,
    pagination_plugin,
)
from archive.crawl.page import Page, PageLinks


class Family(Protocol):
    """What a module of this package offers."""

    NAME: str

    def recognises(self, page: Page) -> bool:
        """Whether the page shows the marks of this family."""

    def read(self, page: Page) -> PageLinks:
        """Return where the page leads, as this family has it."""


FAMILIES: tuple[Family, ...] = (page_function, pagination_plugin, count_page, hanweb, nfcms)


def read_links(page: Page) -> PageLinks:
    """Return where a page leads, by every family that recognises it and by the generic rules."""
    links = generic.read(page)
    for family in FAMILIES:
        if family.recognises(page):
            links = links.merged(family.read(page))
    return links


def names_of(page: Page) -> tuple[str, ...]:
    """Return the names of the families that recognise a page, for people."""
    return tuple(family.NAME for family in FAMILIES if family.recognises(page))
