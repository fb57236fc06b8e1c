"""From a reply to a visit and its links: pure, nothing here touches the network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from w3lib.html import get_meta_refresh

from archive.address import canonical, posted_body
from archive.crawl.families import read_article, read_links
from archive.crawl.fetching.reply import NoReply, Reply
from archive.crawl.judging.blocking import has_no_text, kind_of_block
from archive.crawl.judging.list_memory import ListMemory
from archive.crawl.judging.scope import ListBudget, is_in_scope, links_of
from archive.crawl.judging.showing import is_markup, kind_shown
from archive.crawl.judging.sitemap_rules import SitemapDepth, sitemap_links, unpacked_sitemap
from archive.crawl.judging.soft_errors import error_behind, error_shown
from archive.crawl.reading.decoding import decode
from archive.crawl.reading.page import Page
from archive.crawl.reading.turning import as_other_method
from archive.model import Link, Outcome, PageKind, Task, Visit

_GOES_TO = re.compile(
    rb"""\blocation(?:\.href)?\s*=\s*["']([^"'\s<>]+)["']|"""
    rb"""\blocation\.(?:replace|assign)\s*\(\s*["']([^"'\s<>]+)["']"""
)
# What happens on a click or on some devices only, and pages that a script fills.
_MAY_STAY = re.compile(
    rb"\bfunction\b|=>|\bif\s*\(|<a\b|\bonclick|\b(?:src|url)\s*[=:]", re.IGNORECASE
)
_MAX_REFRESH_PAGE_BYTES = 4096
_MAX_PAGE_CHARS = 2_000_000  # looked at for links; the tree takes some fifty bytes for each
_MAX_REFRESH_S = 10  # slower ones refresh a page for its readers


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a visit ended and what it led to."""

    visit: Visit
    links: tuple[Link, ...] = ()


class Judge:
    """Judges replies; remembers of a run how often redirects led on and how long lists are."""

    def __init__(self, max_list_pages: int, max_redirects: int) -> None:
        self._budget = ListBudget(max_list_pages)
        self._memory = ListMemory()
        self._maps = SitemapDepth()
        self._max_redirects = max_redirects
        self._hops: dict[str, int] = {}
        self._asked_otherwise: set[str] = set()

    def judge(
        self,
        task: Task,
        reply: Reply | NoReply,
        at: datetime,
        sitemaps: Sequence[str] = (),
    ) -> Judgement:
        """Return the visit that a reply to a task amounts to.

        ``sitemaps`` are those that the host's robots.txt names; a seed leads to them.
        """
        if isinstance(reply, NoReply):
            return Judgement(Visit(task.url, at, reply.outcome, task.kind, detail=reply.detail))
        if block := kind_of_block(reply):
            return _bodiless(task, reply, at, Outcome.BLOCKED, block)
        if reply.status == 304 and (task.etag or task.last_modified):
            return _bodiless(task, reply, at, Outcome.NOT_MODIFIED)
        if target := _redirect_target(reply):
            return self._redirected(task, reply, at, target)
        if not 200 <= reply.status < 300:
            judgement = _bodiless(task, reply, at, _failure(reply.status))
            return replace(judgement, links=self._other_method(task, reply))
        judgement = self._fetched(task, reply, at)
        maps = sitemap_links(task, sitemaps, self._budget)
        return replace(judgement, links=(*judgement.links, *maps))

    def _redirected(self, task: Task, reply: Reply, at: datetime, address: str) -> Judgement:
        try:
            target = canonical(urljoin(task.url, address).partition("#")[0])
        except ValueError:
            target = address
        if urlsplit(target).scheme not in ("http", "https"):
            return _bodiless(task, reply, at, Outcome.FORBIDDEN_ADDRESS, f"redirects to {target}")
        if error := error_behind(target, task.url, task.kind):
            return _bodiless(task, reply, at, error.outcome, error.detail)
        hops = self._hops.get(task.url, 0) + 1
        self._hops[target] = max(hops, self._hops.get(target, 0))
        links: tuple[Link, ...] = ()
        if hops <= self._max_redirects and target != task.url and is_in_scope(target, task.seed):
            links = (Link(target, task.kind, task.depth),)
        judgement = _bodiless(task, reply, at, Outcome.REDIRECTED, target)
        return Judgement(judgement.visit, links)

    def _fetched(self, task: Task, reply: Reply, at: datetime) -> Judgement:
        body = unpacked_sitemap(task, reply.body)
        if body is reply.body and not is_markup(reply):
            return Judgement(_visit(task, reply, at, PageKind.ATTACHMENT))
        text = decode(body, reply.header("Content-Type"))
        page = Page(task.url, text[:_MAX_PAGE_CHARS])
        is_article = task.kind in (PageKind.DOCUMENT, PageKind.PART)
        links = self._maps.capped(page, (read_article if is_article else read_links)(page))
        if error := error_shown(page, links, task.kind):
            return _bodiless(task, reply, at, error.outcome, error.detail)
        shown = kind_shown(page, links, task.kind)
        visit = _visit(task, reply, at, shown)
        if shown is PageKind.LIST and (before := self._memory.repeated(task.url, links)):
            return Judgement(replace(visit, detail=f"repeats {before}"))
        if shown is PageKind.LIST and self._memory.is_foreign(task.url, links):
            return _bodiless(task, reply, at, Outcome.GONE, "soft 404: shows other columns")
        wanted = links_of(task, shown, page, links, self._budget)
        is_empty = shown is PageKind.LIST and not wanted and posted_body(task.url) is not None
        return Judgement(visit, self._other_method(task, reply) if is_empty else wanted)

    def _other_method(self, task: Task, reply: Reply) -> tuple[Link, ...]:
        """Return the same question by GET where a POST gave nothing, and the other way round."""
        is_post = posted_body(task.url) is not None
        if task.kind is not PageKind.LIST or not (is_post or reply.status == 405):
            return ()
        other = as_other_method(task.url)
        if other is None or task.url in self._asked_otherwise:
            return ()
        self._asked_otherwise.add(other)
        return (Link(other, PageKind.LIST, task.depth),)


def not_understood(task: Task, reply: Reply | NoReply, at: datetime, error: Exception) -> Judgement:
    """Return the visit of a page that broke the reading of it: kept if there is one."""
    detail = f"not understood: {type(error).__name__}: {error}"[:500]
    if isinstance(reply, NoReply):
        return Judgement(Visit(task.url, at, reply.outcome, task.kind, detail=detail))
    if 200 <= reply.status < 300:
        return Judgement(replace(_visit(task, reply, at, task.kind), detail=detail))
    return _bodiless(task, reply, at, Outcome.SERVER_ERROR, detail)


def _redirect_target(reply: Reply) -> str | None:
    if reply.status in (301, 302, 303, 307, 308):
        return reply.location or None
    if reply.status != 200 or len(reply.body) > _MAX_REFRESH_PAGE_BYTES or not is_markup(reply):
        return None
    wait_s, target = get_meta_refresh(reply.body, reply.url)
    if not target or wait_s is None or wait_s > _MAX_REFRESH_S:
        target = _scripted_target(reply)
    return target if target and target.partition("#")[0] != reply.url else None


def _scripted_target(reply: Reply) -> str | None:
    """Return where a page goes by itself that is nothing but a script."""
    found = _GOES_TO.search(reply.body)
    if found is None or _MAY_STAY.search(reply.body) or not has_no_text(reply.body):
        return None
    return urljoin(reply.url, decode(found[1] or found[2]))


def _failure(status: int) -> Outcome:
    if status in (404, 410):
        return Outcome.GONE
    if 400 <= status < 500:
        return Outcome.REFUSED
    return Outcome.SERVER_ERROR  # 5xx, and what is no answer: 304 unasked, a redirect to nowhere


def _visit(task: Task, reply: Reply, at: datetime, kind: PageKind) -> Visit:
    return Visit(
        url=task.url,
        visited_at=at,
        outcome=Outcome.FETCHED,
        kind=kind,
        status=reply.status,
        headers=reply.headers,
        body=reply.body,
        tls_unverified=reply.tls_unverified,
    )


def _bodiless(
    task: Task, reply: Reply, at: datetime, outcome: Outcome, detail: str = ""
) -> Judgement:
    visit = Visit(
        url=task.url,
        visited_at=at,
        outcome=outcome,
        kind=task.kind,
        status=reply.status,
        headers=reply.headers,
        detail=detail or f"status {reply.status}",
        tls_unverified=reply.tls_unverified,
    )
    return Judgement(visit)
