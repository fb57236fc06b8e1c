"""robots.txt as RFC 9309 has it: who may fetch what, and how often.

Scrapy's own middleware is not used: it takes an error page for rules, allows everything when
a host is down, and follows no redirect.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from protego import Protego

from archive.crawl.blocking import kind_of_block
from archive.crawl.reply import NoReply, Reply
from archive.crawl.settings import ROBOTS_TOKEN
from archive.model import Outcome

_MAX_AGE = timedelta(hours=24)  # RFC 9309, 2.4
_MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: at least this much is to be parsed
_MAX_HOPS = 5  # RFC 9309, 2.3.1.2

Fetch = Callable[[str], Awaitable[Reply | NoReply]]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to us; ``crawl_delay_s`` is 0 where it asks for none."""

    parsed: Protego
    crawl_delay_s: float
    read_at: datetime

    def allows(self, url: str) -> bool:
        """Whether we may fetch an address."""
        return bool(self.parsed.can_fetch(url, ROBOTS_TOKEN))


class Robots:
    """The rules of every host met in this run, each fetched when first needed.

    Errors are not remembered: the next address of that host asks again.
    """

    def __init__(self, fetch: Fetch, clock: Callable[[], datetime]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._rules: dict[str, Rules] = {}

    def known(self, url: str) -> Rules | None:
        """Return the rules for an address if they are known and fresh."""
        rules = self._rules.get(_origin(url))
        return rules if rules and self._clock() - rules.read_at < _MAX_AGE else None

    async def ask(self, url: str) -> Rules | NoReply:
        """Fetch and return the rules for an address.

        ``NoReply`` if the host must be left alone for now: no answer, or a server error
        (RFC 9309, 2.3.1.4). A client error means that there are no rules (2.3.1.3), and so do
        more than five redirects.
        """
        reply = await self._follow(urljoin(url, "/robots.txt"))
        if isinstance(reply, NoReply):
            return NoReply(reply.outcome, f"robots.txt: {reply.detail}")
        if block := kind_of_block(reply):
            return NoReply(Outcome.BLOCKED, f"robots.txt: {block}")
        if reply.status >= 500:
            return NoReply(Outcome.SERVER_ERROR, f"robots.txt: status {reply.status}")
        rules = self._parse(reply.body if reply.status < 300 else b"")
        self._rules[_origin(url)] = rules
        return rules

    async def _follow(self, url: str) -> Reply | NoReply:
        reply = await self._fetch(url)
        for _ in range(_MAX_HOPS):
            if isinstance(reply, NoReply) or not _is_redirect(reply):
                break
            reply = await self._fetch(urljoin(reply.url, reply.header("Location")))
        return reply

    def _parse(self, body: bytes) -> Rules:
        if len(body) > _MAX_BYTES:
            body = body[:_MAX_BYTES].rpartition(b"\n")[0]  # half a line would be another rule
        parsed = Protego.parse(body.decode("utf-8-sig", "replace"))
        return Rules(parsed, float(parsed.crawl_delay(ROBOTS_TOKEN) or 0), self._clock())


def _is_redirect(reply: Reply) -> bool:
    return 300 <= reply.status < 400 and bool(reply.header("Location"))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
