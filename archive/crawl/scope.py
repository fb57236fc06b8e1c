"""Which links of a page become addresses to visit: scope, depth, number of list pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from archive.address import canonical
from archive.crawl.addresses import is_same_page
from archive.crawl.page import Found, PageLinks
from archive.model import Link, PageKind, Scope, Seed, Task


def is_in_scope(url: str, seed: Seed, kind: PageKind = PageKind.DOCUMENT) -> bool:
    """Whether a seed's crawl may visit an address.

    A file that a page links to may lie anywhere on the seed's host, whatever the scope;
    ``www.`` makes no other host.
    """
    start, other = urlsplit(canonical(seed.url)), urlsplit(url)
    if other.scheme not in ("http", "https") or _host(other.netloc) != _host(start.netloc):
        return False
    if seed.scope is Scope.HOST or kind is PageKind.ATTACHMENT:
        return True
    return other.path.startswith(start.path.rpartition("/")[0] + "/")


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


def links_of(task: Task, shown: PageKind, found: PageLinks, budget: ListBudget) -> tuple[Link, ...]:
    """Return the links of a page that are to be visited.

    From a list: its further pages at its own depth, columns below and documents one deeper.
    From a document: its files and its further pages, both at its own depth.
    """
    deeper = task.depth + 1
    if shown is PageKind.DOCUMENT:
        own = _links(found.attachments, PageKind.ATTACHMENT, task.depth)
        wanted = [*own, *_links(_continuations(task.url, found), PageKind.DOCUMENT, task.depth)]
    else:
        wanted = [
            *_links(found.list_pages, PageKind.LIST, task.depth),
            *_links(found.columns if deeper < task.seed.depth else (), PageKind.LIST, deeper),
            *_links(found.documents, PageKind.DOCUMENT, deeper),
            *_links(found.attachments, PageKind.ATTACHMENT, deeper),
        ]
    return tuple(link for link in wanted if _is_wanted(link, task, budget))


def _is_wanted(link: Link, task: Task, budget: ListBudget) -> bool:
    if link.depth > max(task.seed.depth, task.depth) or link.url == task.url:
        return False
    if not is_in_scope(link.url, task.seed, link.kind):
        return False
    if link.kind is not PageKind.LIST:
        return True
    return not is_same_page(link.url, task.seed.url) and budget.admit(task.seed, link.url)


def _continuations(url: str, found: PageLinks) -> Iterator[Found]:
    """Yield the further pages of an article: its own file name with a number behind it."""
    stem = url.rpartition(".")[0]
    for item in (*found.documents, *found.list_pages):
        ending = item.url.rpartition(".")[0].removeprefix(f"{stem}_")
        if ending.isdigit() and len(ending) <= 3:
            yield item


def _links(found: Iterable[Found], kind: PageKind, depth: int) -> list[Link]:
    return [Link(item.url, kind, depth, item.text, item.met_as) for item in found]


def _host(netloc: str) -> str:
    return netloc.removeprefix("www.")
