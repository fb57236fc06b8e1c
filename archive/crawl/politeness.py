"""When a host may be asked again: its pause, its troubles, its circuit breaker."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from archive.crawl.settings import CrawlSettings

_MAX_DOUBLINGS = 6  # beyond that the circuit breaker has long opened


@dataclass(frozen=True, slots=True)
class Contact:
    """How one request to a host went.

    ``latency_s``: how long the answer took, 0 if none came. ``crawl_delay_s`` and
    ``retry_after_s`` are what the host asked for, 0 if nothing. ``is_trouble``: no answer, an
    overloaded server or a protection instead of the page.
    """

    latency_s: float = 0.0
    crawl_delay_s: float = 0.0
    retry_after_s: float = 0.0
    is_trouble: bool = False


@dataclass(slots=True)
class _Host:
    free_at: float = 0.0
    latency_s: float = 0.0
    troubles: int = 0  # in a row
    openings: int = 0  # of its circuit, in a row
    is_closed: bool = False  # nothing waits for it: the circuit is open, or its window is shut


class Politeness:
    """Keeps requests to a host apart; times are seconds of a monotonic clock.

    After a request a host rests for the longest of: the set delay, its ``Crawl-delay`` (up to
    a cap), the time its answers take, and its ``Retry-After``. A host in trouble rests twice
    as long with each further trouble, give or take a random half, so that many crawlers do
    not come back at once. After ``breaker_troubles`` in a row its circuit opens: it is left
    alone for ``breaker_s``, then tried with one request, and left alone twice as long if that
    fails too.
    """

    def __init__(
        self,
        settings: CrawlSettings,
        now: Callable[[], float],
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._settings = settings
        self._now = now
        self._chance = chance
        self._hosts: dict[str, _Host] = {}

    def asked(self, host: str, contact: Contact) -> None:
        """Note that a request to ``host`` has just ended."""
        state = self._hosts.setdefault(host, _Host())
        state.latency_s = _smoothed(state.latency_s, contact.latency_s)
        state.troubles = state.troubles + 1 if contact.is_trouble else 0
        state.is_closed = state.troubles >= self._settings.breaker_troubles
        state.openings = state.openings + 1 if state.is_closed else 0
        rest_s = self._broken_s(state) if state.is_closed else self._pause_s(state, contact)
        if contact.retry_after_s > rest_s:
            rest_s = contact.retry_after_s
            state.is_closed |= rest_s > self._settings.max_wait_s
        state.free_at = self._now() + rest_s

    def close(self, host: str, for_s: float) -> None:
        """Leave a host alone for a while, and let nothing wait for it."""
        state = self._hosts.setdefault(host, _Host())
        state.free_at, state.is_closed = self._now() + for_s, True

    def pause_s(self, crawl_delay_s: float) -> float:
        """Return the least pause between requests where robots.txt asks for ``crawl_delay_s``."""
        return max(self._settings.delay_s, min(crawl_delay_s, self._settings.max_crawl_delay_s))

    def resting(self) -> set[str]:
        """Return the hosts that may not be asked yet."""
        now = self._now()
        return {host for host, state in self._hosts.items() if state.free_at > now}

    def closed(self) -> set[str]:
        """Return the resting hosts that a crawl does not wait for when nothing else is left."""
        return {host for host in self.resting() if self._hosts[host].is_closed}

    def next_free_s(self) -> float | None:
        """Return how long until the next resting host may be asked; ``None`` if none rests."""
        now = self._now()
        return min((s.free_at - now for s in self._hosts.values() if s.free_at > now), default=None)

    def _pause_s(self, state: _Host, contact: Contact) -> float:
        pause_s = self.pause_s(contact.crawl_delay_s)
        if self._settings.delay_s:
            pause_s = max(pause_s, min(state.latency_s, self._settings.max_crawl_delay_s))
        if state.troubles:
            pause_s *= 2 ** min(state.troubles, _MAX_DOUBLINGS) * self._jitter()
        return min(pause_s, self._settings.max_wait_s)

    def _broken_s(self, state: _Host) -> float:
        doublings = min(state.openings - 1, _MAX_DOUBLINGS)
        return self._settings.breaker_s * 2.0**doublings * self._jitter()

    def _jitter(self) -> float:
        return 0.5 + self._chance()


def _smoothed(before_s: float, latency_s: float) -> float:
    """Return the mean of the last latencies, the last one counting half."""
    return (before_s + latency_s) / 2 if before_s and latency_s else before_s or latency_s
