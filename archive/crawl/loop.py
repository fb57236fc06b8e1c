"""The heart of a crawl: lease, fetch, judge, acknowledge, until nothing is left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from archive.address import host_of
from archive.crawl.politeness import Politeness
from archive.crawl.ports import Frontier, Progress
from archive.crawl.settings import CrawlSettings
from archive.crawl.visiting import Visitor
from archive.model import Ended, Task

_TELL_EVERY_S = 1.0  # counting what waits takes longer the more it is
_LOOK_AGAIN_S = 1.0  # when another process holds what is left


class LeaseLoop:
    """Keeps up to ``concurrent_hosts`` tasks under way, one a host, until the frontier is done.

    Every leased task is acknowledged or released exactly once, whatever happens.
    """

    def __init__(
        self,
        frontier: Frontier,
        visitor: Visitor,
        politeness: Politeness,
        settings: CrawlSettings,
        progress: Progress,
        clock: Callable[[], datetime],
    ) -> None:
        self._frontier = frontier
        self._visitor = visitor
        self._politeness = politeness
        self._settings = settings
        self._progress = progress
        self._clock = clock
        self._under_way: dict[asyncio.Task[Ended], Task] = {}
        self._stop = asyncio.Event()
        self._tell_at = 0.0

    def stop(self) -> None:
        """Lease nothing any more and come to an end."""
        self._stop.set()

    async def run(self) -> bool:
        """Work until nothing is left, or only hosts that are to be left alone for long.

        Returns whether it came to that, and was not ended by :meth:`stop`.

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
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=self._settings.grace_s)
                self._collect()
            return not self._stop.is_set()
        finally:
            stopped.cancel()
            await self._give_back()

    def _lease(self) -> bool:
        """Lease what there is room for; return whether there is anything to wait for."""
        room = self._settings.concurrent_hosts - len(self._under_way)
        if room > 0:
            busy = {host_of(task.url) for task in self._under_way.values()}
            for task in self._frontier.lease(room, busy_hosts=busy | self._politeness.resting()):
                self._begin(task)
        if self._under_way:
            return True
        return not self._frontier.is_finished(closed_hosts=self._politeness.closed())

    def _begin(self, task: Task) -> None:
        window = task.seed.window
        if window and (closed_for := window.opens_in(self._clock())):
            self._frontier.release(task)
            self._politeness.close(host_of(task.url), closed_for.total_seconds())
        else:
            self._under_way[asyncio.ensure_future(self._visit(task))] = task

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
        """Acknowledge together what has ended; a commit for each would cost more than itself."""
        done = [future for future in self._under_way if future.done()]
        ended = [future.result() for future in done]
        if not ended:
            return
        novelties = self._frontier.acknowledge_all(ended)
        for future in done:
            del self._under_way[future]
        for one, novelty in zip(ended, novelties, strict=True):
            self._progress.visited(one.task.url, one.visit.outcome, novelty)
        self._tell_what_waits()

    def _tell_what_waits(self) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._tell_at:
            self._progress.waiting(self._frontier.waiting())
            self._tell_at = now + _TELL_EVERY_S

    async def _give_back(self) -> None:
        for future in self._under_way:
            future.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        for task in self._under_way.values():
            self._frontier.release(task)
        self._under_way.clear()

    async def _visit(self, task: Task) -> Ended:
        judgement = await self._visitor.visit(task)
        return Ended(task, judgement.visit, judgement.links)
