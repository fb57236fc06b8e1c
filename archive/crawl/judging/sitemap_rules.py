"""What a crawl takes of sitemaps: from where, how large, how deep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urljoin

from archive.address import canonical
from archive.crawl.families.sitemaps import is_index
from archive.crawl.fetching.decompression import BodyReader, BrokenBodyError, TooLargeError
from archive.crawl.judging.scope import ListBudget, is_in_scope
from archive.crawl.reading.links import PageLinks
from archive.crawl.reading.page import Page
from archive.model import Link, PageKind, Scope, Task

_GZIP_MAGIC = b"\x1f\x8b"
_MAX_UNPACKED_BYTES = 50 * 1024 * 1024  # the protocol's own limit


class SitemapDepth:
    """Lets an index of sitemaps lead to sitemaps, but not to further indexes."""

    def __init__(self) -> None:
        self._below_index: set[str] = set()

    def capped(self, page: Page, found: PageLinks) -> PageLinks:
        """Return where a page leads, without what lies too deep."""
        if not is_index(page):
            return found
        if page.url in self._below_index:
            return PageLinks()
        self._below_index.update(item.url for item in found.list_pages)
        return found


def sitemap_links(task: Task, sitemaps: Sequence[str], budget: ListBudget) -> Iterator[Link]:
    """Yield the sitemaps of a seed's host that the seed leads to."""
    if task.url != canonical(task.seed.url):
        return
    whole_host = replace(task.seed, scope=Scope.HOST)
    for address in sitemaps:
        try:
            url = canonical(urljoin(task.url, address.partition("#")[0]))
        except ValueError:
            continue
        if is_in_scope(url, whole_host, PageKind.LIST) and budget.admit(task.seed, url):
            yield Link(url, PageKind.LIST, task.depth)


def unpacked_sitemap(task: Task, body: bytes) -> bytes:
    """Return a list that came as a gzip file unpacked, any other body as it is."""
    if task.kind is not PageKind.LIST or not body.startswith(_GZIP_MAGIC):
        return body
    reader = BodyReader("gzip", _MAX_UNPACKED_BYTES)
    try:
        reader.feed(body)
        return reader.finish()
    except (TooLargeError, BrokenBodyError):
        return body
