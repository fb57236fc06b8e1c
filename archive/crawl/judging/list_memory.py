"""What a run remembers of the lists whose pages it turns.

Some servers ignore the number of a page and send the first one for ever; others send their home
page for a page that they do not have.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archive.address import posted_body
from archive.crawl.reading.addresses import list_stem
from archive.crawl.reading.links import PageLinks
from archive.crawl.reading.turning import OFFSET_ARGUMENTS, turned

_NUMBER = re.compile(r"\d+")


class ListMemory:
    """Remembers what the pages of each list named; ask about each page once."""

    def __init__(self) -> None:
        self._shown: dict[tuple[str, int], str] = {}
        self._columns: dict[str, set[str]] = {}

    def repeated(self, url: str, found: PageLinks) -> str | None:
        """Return the earlier page of the list that named the same documents, if there is one."""
        documents = {item.url for item in (*found.documents, *found.attachments)}
        if not documents:
            return None
        digest = hash(frozenset(documents))  # they may be many, and lists are
        before = self._shown.setdefault((_list_of(url), digest), url)
        return None if before == url else before

    def is_foreign(self, url: str, found: PageLinks) -> bool:
        """Whether a page names only documents of other columns than the pages of its list did.

        And no page of a list: an old list may lead to documents in places that are new to it.
        """
        columns = {_column_of(item.url) for item in found.documents}
        known = self._columns.setdefault(_list_of(url), columns)
        is_foreign = bool(columns and known) and known.isdisjoint(columns) and not found.list_pages
        if not is_foreign:
            known |= columns
        return is_foreign


def _list_of(url: str) -> str:
    numbered = turned(url, 0) or turned(url, 0, OFFSET_ARGUMENTS)
    return numbered or f"{list_stem(url)}#{posted_body(url) or ''}"


def _column_of(url: str) -> str:
    """Return the folder of a document without numbers, which may be those of months."""
    parts = urlsplit(url)
    return parts.netloc + _NUMBER.sub("", parts.path.rpartition("/")[0])
