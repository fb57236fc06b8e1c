"""From a reply to a visit and its links: pure, nothing here touches the network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from w3lib.html import get_meta_refresh

from archive.address import canonical
from archive.crawl.blocking import kind_of_block
from archive.crawl.decoding import decode
from archive.crawl.families import read_links
from archive.crawl.page import Page
from archive.crawl.reply import NoReply, Reply
from archive.crawl.scope import ListBudget, is_in_scope, links_of
from archive.crawl.showing import is_markup, kind_shown
from archive.model import Link, Outcome, PageKind, Task, Visit

_MAX_REFRESH_PAGE_BYTES = 4096
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
        self._max_redirects = max_redirects
        self._hops: dict[str, int] = {}

    def judge(self, task: Task, reply: Reply | NoReply, at: datetime) -> Judgement:
        """Return the visit that a reply to a task amounts to."""
        if isinstance(reply, NoReply):
            return Judgement(Visit(task.url, at, reply.outcome, task.kind, detail=reply.detail))
        if block := kind_of_block(reply):
            return _bodiless(task, reply, at, Outcome.BLOCKED, block)
        if reply.status == 304 and (task.etag or task.last_modified):
            return _bodiless(task, reply, at, Outcome.NOT_MODIFIED)
        if target := _redirect_target(reply):
            return self._redirected(task, reply, at, target)
        if not 200 <= reply.status < 300:
            return _bodiless(task, reply, at, _failure(reply.status))
        return self._fetched(task, reply, at)

    def _redirected(self, task: Task, reply: Reply, at: datetime, address: str) -> Judgement:
        try:
            target = canonical(urljoin(task.url, address).partition("#")[0])
        except ValueError:
            target = address
        if urlsplit(target).scheme not in ("http", "https"):
            return _bodiless(task, reply, at, Outcome.FORBIDDEN_ADDRESS, f"redirects to {target}")
        hops = self._hops.get(task.url, 0) + 1
        self._hops[target] = max(hops, self._hops.get(target, 0))
        links: tuple[Link, ...] = ()
        if hops <= self._max_redirects and target != task.url and is_in_scope(target, task.seed):
            links = (Link(target, task.kind, task.depth),)
        judgement = _bodiless(task, reply, at, Outcome.REDIRECTED, target)
        return Judgement(judgement.visit, links)

    def _fetched(self, task: Task, reply: Reply, at: datetime) -> Judgement:
        if not is_markup(reply):
            return Judgement(_visit(task, reply, at, PageKind.ATTACHMENT))
        page = Page(task.url, decode(reply.body, reply.header("Content-Type")))
        links = read_links(page)
        shown = kind_shown(page, links, task.kind)
        return Judgement(_visit(task, reply, at, shown), links_of(task, shown, links, self._budget))


def _redirect_target(reply: Reply) -> str | None:
    if reply.status in (301, 302, 303, 307, 308):
        return reply.header("Location") or None
    if reply.status != 200 or len(reply.body) > _MAX_REFRESH_PAGE_BYTES or not is_markup(reply):
        return None
    wait_s, target = get_meta_refresh(reply.body, reply.url)
    if not target or wait_s is None or wait_s > _MAX_REFRESH_S:
        return None
    return target if target.partition("#")[0] != reply.url else None


def _failure(status: int) -> Outcome:
    if status in (404, 410):
        return Outcome.GONE
    if 400 <= status < 500:
        return Outcome.REFUSED
    return Outcome.SERVER_ERROR  # 5xx, and what is no answer: 304 unasked, a redirect to nowhere


def _visit(task: Task, reply: Reply, at: datetime, kind: PageKind) -> Visit:
    return Visit(task.url, at, Outcome.FETCHED, kind, reply.status, reply.headers, reply.body)


def _bodiless(
    task: Task, reply: Reply, at: datetime, outcome: Outcome, detail: str = ""
) -> Judgement:
    detail = detail or f"status {reply.status}"
    return Judgement(
        Visit(task.url, at, outcome, task.kind, reply.status, reply.headers, None, detail)
    )
