"""The heart of a crawl: lease, fetch, judge, acknowledge, until nothing is left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from archive.address import host_of
from archive.crawl.fetch import Fetcher
from archive.crawl.judging import Judge
from archive.crawl.politeness import Politeness
from archive.crawl.ports import Frontier, Progress
from archive.crawl.reply import NoReply, Reply
from archive.crawl.robots import Robots, Rules
from archive.crawl.settings import CrawlSettings
from archive.model import Outcome, Task

_LOOK_AGAIN_S = 1.0  # when another process holds what is left


class LeaseLoop:
    """Keeps up to ``concurrent_hosts`` tasks under way, one a host, until the frontier is done.

    Every leased task is acknowledged or released exactly once, whatever happens.
    """

    def __init__(
        self,
        frontier: Frontier,
        fetcher: Fetcher,
        settings: CrawlSettings,
        progress: Progress,
        clock: Callable[[], datetime],
    ) -> None:
        self._frontier = frontier
        self._fetcher = fetcher
        self._settings = settings
        self._progress = progress
        self._clock = clock
        self._robots = Robots(fetcher.fetch, clock)
        self._judge = Judge(settings.max_list_pages, settings.max_redirects)
        self._under_way: dict[asyncio.Task[None], Task] = {}
        self._stop = asyncio.Event()
        self._politeness = Politeness(
            settings.delay_s, settings.max_crawl_delay_s, asyncio.get_running_loop().time
        )

    def stop(self) -> None:
        """Lease nothing any more and come to an end."""
        self._stop.set()

    async def run(self) -> None:
        """Work until the frontier is finished or :meth:`stop` was called.

        What the frontier raises ends the crawl and is raised again, after the leases of
        everything under way were given back.
        """
        stopped = asyncio.ensure_future(self._stop.wait())
        try:
            while not self._stop.is_set() and self._lease():
                await asyncio.wait(
                    {stopped, *self._under_way},
                    timeout=self._pause_s(),
                    return_when=asyncio.FIRST_COMPLETED,
                )
                self._collect()
        finally:
            stopped.cancel()
            await self._wind_up()

    def _lease(self) -> bool:
        """Lease what there is room for; return whether there is anything to wait for."""
        room = self._settings.concurrent_hosts - len(self._under_way)
        if room > 0:
            busy = {host_of(task.url) for task in self._under_way.values()}
            for task in self._frontier.lease(room, busy_hosts=busy | self._politeness.resting()):
                self._under_way[asyncio.ensure_future(self._visit(task))] = task
        return bool(self._under_way) or not self._frontier.is_finished()

    def _pause_s(self) -> float | None:
        """Return how long to wait if nothing under way ends before."""
        pauses = [] if self._under_way else [_LOOK_AGAIN_S]
        if (rest := self._politeness.next_free_s()) is not None:
            pauses.append(rest)
        if due := self._frontier.next_due_at():
            until_due = (due - self._clock()).total_seconds()
            # What is due already waits for its host, which is counted above or under way.
            pauses.extend([until_due] if until_due > 0 else [])
        return min(pauses, default=None)

    def _collect(self) -> None:
        for done in [future for future in self._under_way if future.done()]:
            task = self._under_way.pop(done)
            if error := done.exception():
                self._frontier.release(task)
                raise error

    async def _wind_up(self) -> None:
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=self._settings.grace_s)
        for future in self._under_way:
            future.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        for future, task in self._under_way.items():
            if future.cancelled() or future.exception():
                self._frontier.release(task)
        self._under_way.clear()

    async def _visit(self, task: Task) -> None:
        reply = await self._reply(task)
        judgement = self._judge.judge(task, reply, self._clock())
        self._frontier.acknowledge(task, judgement.visit, judgement.links)
        self._progress.visited(task.url, judgement.visit.outcome)

    async def _reply(self, task: Task) -> Reply | NoReply:
        rules = self._robots.known(task.url) or await self._first_contact(task)
        if isinstance(rules, NoReply):
            return rules
        if not rules.allows(task.url):
            return NoReply(Outcome.DISALLOWED, "robots.txt forbids it")
        try:
            return await self._fetcher.fetch(task.url, _validators(task))
        finally:
            self._politeness.asked(host_of(task.url), rules.crawl_delay_s)

    async def _first_contact(self, task: Task) -> Rules | NoReply:
        rules = await self._robots.ask(task.url)
        if isinstance(rules, NoReply):
            self._politeness.asked(host_of(task.url))
        else:
            await asyncio.sleep(self._politeness.delay_s(rules.crawl_delay_s))
        return rules


def _validators(task: Task) -> dict[str, str]:
    """Return the conditional request's headers (RFC 9110, 13.1)."""
    known = {"If-None-Match": task.etag, "If-Modified-Since": task.last_modified}
    return {name: value for name, value in known.items() if value}
