"""When a host may be asked again."""

from __future__ import annotations

from collections.abc import Callable


class Politeness:
    """Keeps hosts apart by their delay; times are seconds of a monotonic clock."""

    def __init__(self, delay_s: float, max_crawl_delay_s: float, now: Callable[[], float]) -> None:
        self._delay_s = delay_s
        self._max_crawl_delay_s = max_crawl_delay_s
        self._now = now
        self._free_at: dict[str, float] = {}

    def delay_s(self, crawl_delay_s: float) -> float:
        """Return the pause between requests where a robots.txt asks for ``crawl_delay_s``."""
        return max(self._delay_s, min(crawl_delay_s, self._max_crawl_delay_s))

    def asked(self, host: str, crawl_delay_s: float = 0.0) -> None:
        """Note that a request to ``host`` has just ended."""
        if pause := self.delay_s(crawl_delay_s):
            self._free_at[host] = self._now() + pause

    def resting(self) -> set[str]:
        """Return the hosts that may not be asked yet."""
        now = self._now()
        self._free_at = {host: at for host, at in self._free_at.items() if at > now}
        return set(self._free_at)

    def next_free_s(self) -> float | None:
        """Return how long until the next resting host may be asked; ``None`` if none rests."""
        return max(0.0, min(self._free_at.values()) - self._now()) if self._free_at else None
