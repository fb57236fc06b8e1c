"""Looking at one address as a crawl would, before it becomes a seed. Nothing is kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from archive.address import canonical
from archive.crawl.families import names_of, read_links
from archive.crawl.judging.scope import is_in_scope
from archive.crawl.reading.decoding import decode
from archive.crawl.reading.page import Page
from archive.crawl.runner import crawl
from archive.crawl.settings import CrawlSettings
from archive.model import (
    Ended,
    Link,
    Novelty,
    Outcome,
    PageKind,
    RobotsFile,
    Scope,
    Seed,
    Task,
    Visit,
)

_MAX_VISITS = 5  # redirects and first pages of a list
_ENOUGH_PAGES = 2  # of a list that name documents


@dataclass(frozen=True, slots=True)
class Probe:
    """What an address turned out to be.

    ``visits`` are the requests made, in order: the address itself, where it redirects, the
    first pages of its list. ``kind`` is ``None`` if no page came. ``list_pages`` is how many
    pages the list says it has, or how many are known; ``documents`` and ``attachments`` are
    those on the pages looked at. ``scope`` is the narrowest that all documents fit into.
    """

    url: str
    visits: tuple[Visit, ...]
    kind: PageKind | None
    families: tuple[str, ...]
    list_pages: int
    documents: tuple[Link, ...]
    attachments: tuple[Link, ...]
    scope: Scope


def probe(url: str, settings: CrawlSettings) -> Probe:
    """Visit an address, and a few pages of its list, as politely as a crawl.

    Raises ``ValueError`` if ``url`` is no address.
    """
    seed = Seed(canonical(url), depth=1, scope=Scope.SITE)
    frontier = _Few(seed)
    crawl(frontier, _NoRobotsKept(), settings, _Nobody())
    links = tuple({link.url: link for link in frontier.links}.values())
    documents = tuple(link for link in links if link.kind is PageKind.DOCUMENT)
    pages = [page for page in map(_page, frontier.visits) if page]
    shown = [visit.kind for visit in frontier.visits if visit.body is not None]
    return Probe(
        url=seed.url,
        visits=tuple(frontier.visits),
        kind=shown[0] if shown else None,
        families=tuple(dict.fromkeys(name for page in pages for name in names_of(page))),
        list_pages=_list_pages(pages, links),
        documents=documents,
        attachments=tuple(link for link in links if link.kind is PageKind.ATTACHMENT),
        scope=_scope(seed.url, documents),
    )


def _page(visit: Visit) -> Page | None:
    if visit.body is None or visit.kind is PageKind.ATTACHMENT:
        return None
    types = (value for name, value in visit.headers if name.lower() == "content-type")
    return Page(visit.url, decode(visit.body, next(types, "")))


def _list_pages(pages: Sequence[Page], links: Sequence[Link]) -> int:
    told = max((read_links(page).pages or 0 for page in pages), default=0)
    known = {page.url for page in pages} | {u.url for u in links if u.kind is PageKind.LIST}
    return told or len(known)


def _scope(url: str, documents: Sequence[Link]) -> Scope:
    for scope in (Scope.PATH, Scope.HOST):
        if all(is_in_scope(link.url, Seed(url, 1, scope)) for link in documents):
            return scope
    return Scope.SITE


@dataclass
class _Few:
    """A frontier of one seed that leases a few lists and no document."""

    seed: Seed
    visits: list[Visit] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._waiting = [Task(1, self.seed.url, PageKind.LIST, 0, self.seed, 1)]
        self._known = {self.seed.url}
        self._leased = 0
        self._with_documents = 0

    def lease(self, limit: int, *, busy_hosts: Collection[str] = ()) -> Sequence[Task]:  # noqa: ARG002
        if self._leased or not self._waiting or busy_hosts:
            return ()
        self._leased = 1
        return (self._waiting.pop(0),)

    def acknowledge_all(self, ended: Sequence[Ended]) -> Sequence[Novelty]:
        for one in ended:
            self._note(one)
        return [Novelty.NOTHING] * len(ended)

    def _note(self, one: Ended) -> None:
        self._leased = 0
        self.visits.append(one.visit)
        self.links.extend(one.links)
        self._with_documents += any(link.kind is PageKind.DOCUMENT for link in one.links)
        for link in one.links:
            if link.kind is PageKind.LIST and link.url not in self._known:
                self._known.add(link.url)
                task = Task(len(self._known), link.url, link.kind, link.depth, self.seed, 1)
                self._waiting.append(task)
        if len(self.visits) >= _MAX_VISITS or self._with_documents >= _ENOUGH_PAGES:
            self._waiting.clear()

    def release(self, task: Task) -> None:  # noqa: ARG002
        self._leased = 0

    def is_finished(self, *, closed_hosts: Collection[str] = ()) -> bool:
        return not self._leased and (not self._waiting or bool(closed_hosts))

    def next_due_at(self) -> datetime | None:
        return None

    def waiting(self) -> int:
        return len(self._waiting)


class _NoRobotsKept:
    """Remembers no robots.txt beyond this look."""

    def kept_robots(self, origin: str) -> RobotsFile | None:  # noqa: ARG002
        return None

    def keep_robots(self, file: RobotsFile) -> None:
        """Let it go."""


class _Nobody:
    """Watches nothing."""

    def visited(self, url: str, outcome: Outcome, novelty: Novelty) -> None:
        """Look away."""

    def waiting(self, addresses: int) -> None:
        """Look away."""
