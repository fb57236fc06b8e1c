"""One visit from the address to the judgement: robots.txt, pauses, the request, what it means."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Protocol

from archive.address import canonical, host_of
from archive.crawl.fetching.reply import NoReply, Reply
from archive.crawl.judging.verdict import Judge, Judgement, not_understood
from archive.crawl.politeness import Contact, Politeness
from archive.crawl.ports import RobotsStore
from archive.crawl.robots import Robots, Rules
from archive.crawl.settings import CrawlSettings
from archive.model import Outcome, Seed, Task, Visit

# A larger page is read beside the event loop, so that nobody waits for what somebody wrote to
# be slow, and one at a time, because it takes memory.
_LARGE_BYTES = 128 * 1024
_COOKIE_LOOP = "cookie loop"
_TROUBLES = frozenset({Outcome.TIMEOUT, Outcome.UNREACHABLE, Outcome.SERVER_ERROR, Outcome.BLOCKED})
_TOO_MANY_REQUESTS = 429


class Web(Protocol):
    """What answers requests: :class:`archive.crawl.fetching.fetch.Fetcher`."""

    async def fetch(
        self, url: str, headers: Mapping[str, str] | None = None, *, tls_unverified: bool = False
    ) -> Reply | NoReply:
        """Return what an address answers, or why nothing came."""


class Visitor:
    """Visits leased addresses and tells ``politeness`` how each host took it."""

    def __init__(
        self,
        web: Web,
        robots: RobotsStore,
        politeness: Politeness,
        settings: CrawlSettings,
        clock: Callable[[], datetime],
    ) -> None:
        self._web = web
        self._robots = Robots(robots, clock)
        self._politeness = politeness
        self._judge = Judge(settings.max_list_pages, settings.max_redirects)
        self._clock = clock
        self._large = asyncio.Lock()

    async def visit(self, task: Task) -> Judgement:
        """Visit an address; whatever happens to it is an outcome."""
        rules = self._robots.known(task.url) or await self._first_contact(task)
        if isinstance(rules, NoReply):
            return await self._judged(task, rules)
        if not rules.allows(task.url):
            return await self._judged(task, NoReply(Outcome.DISALLOWED, "robots.txt forbids it"))
        judgement = await self._request(task, rules)
        if judgement.visit.detail == _COOKIE_LOOP:
            # The first time it may be a host that only wants its cookie to come back.
            await asyncio.sleep(self._politeness.pause_s(rules.crawl_delay_s))
            judgement = await self._request(task, rules)
        return judgement

    async def _first_contact(self, task: Task) -> Rules | NoReply:
        rules = await self._robots.ask(task.url, partial(self._fetch, task))
        if isinstance(rules, NoReply):
            is_trouble = rules.outcome in _TROUBLES
            contact = Contact(retry_after_s=rules.retry_after_s, is_trouble=is_trouble)
            self._politeness.asked(host_of(task.url), contact)
        else:
            await asyncio.sleep(self._politeness.pause_s(rules.crawl_delay_s))
        return rules

    async def _request(self, task: Task, rules: Rules) -> Judgement:
        started = time.monotonic()
        reply = await self._fetch(task, task.url, _validators(task))
        took_s = time.monotonic() - started
        judgement = await self._judged(task, reply, rules.sitemaps)
        contact = Contact(
            latency_s=took_s if isinstance(reply, Reply) else 0.0,
            crawl_delay_s=rules.crawl_delay_s,
            retry_after_s=reply.retry_after_s(self._clock()) if isinstance(reply, Reply) else 0.0,
            is_trouble=_is_trouble(judgement.visit),
        )
        self._politeness.asked(host_of(task.url), contact)
        return judgement

    async def _fetch(
        self, task: Task, url: str, headers: Mapping[str, str] | None = None
    ) -> Reply | NoReply:
        return await self._web.fetch(url, headers, tls_unverified=_is_waived(task.seed, url))

    async def _judged(
        self, task: Task, reply: Reply | NoReply, sitemaps: tuple[str, ...] = ()
    ) -> Judgement:
        if isinstance(reply, NoReply) or len(reply.body) <= _LARGE_BYTES:
            return self._understood(task, reply, sitemaps)
        async with self._large:
            return await asyncio.to_thread(self._understood, task, reply, sitemaps)

    def _understood(
        self, task: Task, reply: Reply | NoReply, sitemaps: tuple[str, ...]
    ) -> Judgement:
        now = self._clock()
        try:
            return self._judge.judge(task, reply, now, sitemaps)
        except Exception as error:  # noqa: BLE001 - no page may end the night for all others
            return not_understood(task, reply, now, error)


def _validators(task: Task) -> dict[str, str]:
    """Return the conditional request's headers (RFC 9110, 13.1)."""
    known = {"If-None-Match": task.etag, "If-Modified-Since": task.last_modified}
    return {name: value for name, value in known.items() if value}


def _is_trouble(visit: Visit) -> bool:
    return visit.outcome in _TROUBLES or visit.status == _TOO_MANY_REQUESTS


def _is_waived(seed: Seed, url: str) -> bool:
    """Whether a seed asks not to check the certificate of this address: on its own host only."""
    return seed.tls_unverified and _bare_host(url) == _bare_host(canonical(seed.url))


def _bare_host(url: str) -> str:
    return host_of(url).removeprefix("www.")
