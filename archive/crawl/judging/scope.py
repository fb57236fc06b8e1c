"""Which links of a page become addresses to visit: scope, depth, number of list pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from archive.address import canonical, site_of
from archive.crawl.families.sitemaps import is_sitemap
from archive.crawl.judging.parts import parts_of, whole_of
from archive.crawl.reading.addresses import is_attachment_address, is_same_page
from archive.crawl.reading.links import Found, PageLinks
from archive.crawl.reading.page import Page
from archive.dialects import undressed
from archive.model import Link, PageKind, Scope, Seed, Task


def is_in_scope(url: str, seed: Seed, kind: PageKind = PageKind.DOCUMENT) -> bool:
    """Whether a seed's crawl may visit an address.

    A seed names its own host, with its copies for phones, or its whole site. A file that a
    page links to may lie anywhere on the seed's site.
    """
    start, other = canonical(seed.url), urlsplit(url)
    if other.scheme not in ("http", "https"):
        return False
    if seed.scope is Scope.SITE or kind is PageKind.ATTACHMENT:
        return site_of(url) == site_of(start)
    if _host(other.netloc) != _host(urlsplit(start).netloc):
        return False
    return seed.scope is Scope.HOST or is_below(url, seed)


def is_below(url: str, seed: Seed) -> bool:
    """Whether an address lies in the folder of a seed, or below it."""
    folder = urlsplit(canonical(seed.url)).path.rpartition("/")[0] + "/"
    return urlsplit(url).path.startswith(folder)


class ListBudget:
    """Counts the list pages met per seed in this run, so that no calendar turns for ever."""

    def __init__(self, max_pages: int) -> None:
        self._max_pages = max_pages
        self._met: dict[str, set[str]] = {}

    def admit(self, seed: Seed, url: str) -> bool:
        """Whether one more list page may be visited; asking twice for one costs nothing."""
        met = self._met.setdefault(seed.url, {canonical(seed.url)})
        if url not in met and len(met) >= self._max_pages:
            return False
        met.add(url)
        return True


def links_of(
    task: Task, shown: PageKind, page: Page, found: PageLinks, budget: ListBudget
) -> tuple[Link, ...]:
    """Return the links of a page that are to be visited.

    From a list: its further pages at its own depth, columns below and documents one deeper.
    From a document or a part of one: its files and its other pages, all at its own depth.
    """
    deeper = task.depth + 1
    if shown in (PageKind.DOCUMENT, PageKind.PART):
        wanted = [
            *_links(found.attachments, PageKind.ATTACHMENT, task.depth),
            *_other_pages(task, page, found),
        ]
    else:
        wanted = [
            *_links(found.list_pages, PageKind.LIST, task.depth),
            # A page that names no document may show the list in a frame.
            *_links(() if found.documents else found.frames, PageKind.LIST, task.depth),
            *_links(found.columns if deeper < task.seed.depth else (), PageKind.LIST, deeper),
            *_links(found.documents, PageKind.DOCUMENT, deeper),
            *_mapped(task, found),
            *_links(found.attachments, PageKind.ATTACHMENT, deeper),
        ]
    # A sitemap stands at the root of its host, wherever the seed's column is.
    at_root = is_sitemap(page)
    return tuple(link for link in wanted if _is_wanted(link, task, budget, at_root=at_root))


def _is_wanted(link: Link, task: Task, budget: ListBudget, *, at_root: bool) -> bool:
    if link.depth > max(task.seed.depth, task.depth) or link.url == task.url:
        return False
    is_list = link.kind is PageKind.LIST
    seed = replace(task.seed, scope=Scope.HOST) if at_root and is_list else task.seed
    if not is_in_scope(link.url, seed, link.kind):
        return False
    if link.kind is not PageKind.LIST:
        return True
    return not is_same_page(link.url, task.seed.url) and budget.admit(task.seed, link.url)


def _other_pages(task: Task, page: Page, found: PageLinks) -> Iterator[Link]:
    """Yield the further pages of an article, and the first one where a later one was met."""
    whole = whole_of(page, found)
    if whole:
        yield Link(whole.url, PageKind.DOCUMENT, task.depth)
    first = page if whole is None else Page(whole.url, page.text)
    yield from _links(parts_of(first, found), PageKind.PART, task.depth)


def _mapped(task: Task, found: PageLinks) -> Iterator[Link]:
    """Yield what a sitemap names of the seed's column; all of it if it is the seed itself."""
    is_seed = is_same_page(task.url, task.seed.url)
    for item in found.mapped:
        if is_seed or is_below(item.url, task.seed):
            is_file = is_attachment_address(item.url)
            kind = PageKind.ATTACHMENT if is_file else PageKind.DOCUMENT
            yield Link(item.url, kind, task.depth + 1, item.text, item.met_as)


def _links(found: Iterable[Found], kind: PageKind, depth: int) -> list[Link]:
    return [Link(item.url, kind, depth, item.text, item.met_as) for item in found]


def _host(netloc: str) -> str:
    return undressed(f"//{netloc}/")
