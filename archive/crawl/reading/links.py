"""Where a page leads, as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from archive.crawl.reading.addresses import is_attachment_address

MAX_PAGES = 1000
"""Further pages of a list that one page can name: more than a night turns."""


class Found(NamedTuple):
    """An address on a page, absolute and canonical, with the words that name it.

    ``met_as`` is how it stood there, if a rule of dialects changed it; otherwise empty. No
    dataclass, as these are made by the hundred for every page.
    """

    url: str
    text: str = ""
    met_as: str = ""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Where a page leads: more pages of the same list, columns below, documents, files.

    ``mapped`` are documents that a sitemap names, whatever their column. ``frames`` are pages
    shown inside the page. ``pages`` is how many pages the list says it has; ``None``: it does
    not say.
    """

    list_pages: tuple[Found, ...] = ()
    columns: tuple[Found, ...] = ()
    documents: tuple[Found, ...] = ()
    attachments: tuple[Found, ...] = ()
    mapped: tuple[Found, ...] = ()
    frames: tuple[Found, ...] = ()
    pages: int | None = None

    def merged(self, other: PageLinks) -> PageLinks:
        """Return both together, each address once, in order."""
        return PageLinks(
            _unique(self.list_pages + other.list_pages),
            _unique(self.columns + other.columns),
            _unique(self.documents + other.documents),
            _unique(self.attachments + other.attachments),
            _unique(self.mapped + other.mapped),
            _unique(self.frames + other.frames),
            max((n for n in (self.pages, other.pages) if n is not None), default=None),
        )


def listed(found: Iterable[Found]) -> PageLinks:
    """Return the items of a list: documents, and files by their address."""
    items = tuple(found)
    return PageLinks(
        documents=tuple(item for item in items if not is_attachment_address(item.url)),
        attachments=tuple(item for item in items if is_attachment_address(item.url)),
    )


def _unique(found: tuple[Found, ...]) -> tuple[Found, ...]:
    # All spellings of an address stay: a report is to know where it was met.
    return tuple({(f.url, f.met_as): f for f in reversed(found)}.values())[::-1]
