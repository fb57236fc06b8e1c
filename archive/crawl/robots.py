"""robots.txt as RFC 9309 has it: who may fetch what, and how often."""

from __future__ import annotations

import math
import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import quote, urljoin, urlsplit

from protego import Protego

from archive.address import canonical
from archive.crawl.fetching.reply import NoReply, Reply
from archive.crawl.judging.blocking import kind_of_block
from archive.crawl.ports import RobotsStore
from archive.crawl.settings import ROBOTS_TOKEN
from archive.model import Outcome, RobotsFile

_MAX_AGE = timedelta(hours=24)  # RFC 9309, 2.4
_ASK_AGAIN = timedelta(hours=1)  # at a host that did not answer and whose last rules we have
_MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: at least this much is to be parsed
_MAX_SITEMAPS = 10
_TOO_MANY_REQUESTS = 429
_MAX_HOPS = 5  # RFC 9309, 2.3.1.2: at least so many

_RECORD = re.compile(
    r"\s*(user-?agent|allow|disallow)(?:\s*:|\s)\s*([^#]*)", re.IGNORECASE | re.DOTALL
)
_PRODUCT_TOKEN = re.compile(r"[a-z_-]+", re.IGNORECASE)  # RFC 9309, 2.2.1
_SOMEBODY_ELSE = "?"
_STAY_IN_QUERY = "=&%*$"  # the first two part it, the others mean something to Protego

Fetch = Callable[[str], Awaitable[Reply | NoReply]]


class Rules:
    """What one robots.txt says to us; ``crawl_delay_s`` is 0 where it asks for none.

    ``sitemaps`` are addresses as they stand there, the first ten.

    >>> rules = Rules("User-agent: *\\nDisallow: /a*b$", datetime(2026, 1, 1))
    >>> rules.allows("http://www.qingshi.example/a1b"), rules.allows("http://a.example/a1bc")
    (False, True)
    """

    def __init__(self, text: str, read_at: datetime) -> None:
        self.read_at = read_at
        parsed = Protego.parse(text)
        self.crawl_delay_s = _delay_s(parsed)
        self.sitemaps = tuple(islice(parsed.sitemaps, _MAX_SITEMAPS))
        self._parsed = Protego.parse("\n".join(_records(text)))

    def allows(self, url: str) -> bool:
        """Whether we may fetch an address."""
        return bool(self._parsed.can_fetch(_comparable(url), ROBOTS_TOKEN))


class Robots:
    """The rules of every host met, each fetched when first needed and kept in the store.

    They hold for a day, over runs and restarts. Errors are not kept: the next address of
    that host asks again, unless an older copy stands in for what cannot be reached.
    """

    def __init__(self, store: RobotsStore, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._rules: dict[str, Rules] = {}
        self._failed_at: dict[str, datetime] = {}

    def known(self, url: str) -> Rules | None:
        """Return the rules for an address if they are known and fresh.

        Rules that stand in for what cannot be reached are fresh for an hour.
        """
        rules = self._rules.get(_origin(url)) or self._kept(url)
        if rules is None:
            return None
        now, failed_at = self._clock(), self._failed_at.get(_origin(url))
        is_standing_in = failed_at is not None and now - failed_at < _ASK_AGAIN
        return rules if is_standing_in or abs(now - rules.read_at) < _MAX_AGE else None

    async def ask(self, url: str, fetch: Fetch) -> Rules | NoReply:
        """Fetch and return the rules for an address.

        A client error means that there are no rules (RFC 9309, 2.3.1.3), and so do more than
        five redirects. Where no answer comes, or a server error, the rules last kept go on
        (2.4), however old; ``NoReply`` if there are none: the host must be left alone for now
        (2.3.1.4). Nor do they go on before the time that the host asks for (``Retry-After``).
        """
        reply = await self._follow(urljoin(url, "/robots.txt"), fetch)
        if failure := _failure(reply, self._clock()):
            self._failed_at[_origin(url)] = self._clock()
            return (None if failure.retry_after_s else self._kept(url)) or failure
        assert isinstance(reply, Reply)
        body = _parsable(reply.body) if reply.status < 300 else b""
        kept = RobotsFile(_origin(url), body, self._clock())
        self._store.keep_robots(kept)
        return self._remember(kept)

    async def _follow(self, url: str, fetch: Fetch) -> Reply | NoReply:
        reply = await fetch(url)
        for _ in range(_MAX_HOPS):
            if isinstance(reply, NoReply) or not _is_redirect(reply):
                break
            try:
                target = canonical(urljoin(reply.url, reply.location))
            except ValueError as error:
                return NoReply(Outcome.FORBIDDEN_ADDRESS, str(error))
            reply = await fetch(target)
        return reply

    def _kept(self, url: str) -> Rules | None:
        kept = self._store.kept_robots(_origin(url))
        return self._remember(kept) if kept else None

    def _remember(self, kept: RobotsFile) -> Rules:
        rules = Rules(kept.body.decode("utf-8-sig", "replace"), kept.read_at)
        self._rules[kept.origin] = rules
        return rules


def _records(text: str) -> Iterator[str]:
    """Yield the records that RFC 9309 defines, written as Protego compares them.

    It takes parts of names for names and lets records of others end a group (2.2.4).
    """
    for line in text.splitlines():
        if found := _RECORD.match(line):
            name, value = found[1].lower(), found[2].strip()
            if name in ("allow", "disallow"):
                yield f"{name}: {_comparable(value)}"
            else:
                yield f"user-agent: {_agent(value)}"


def _agent(value: str) -> str:
    if value.startswith("*"):
        return "*"
    token = _PRODUCT_TOKEN.match(value)
    return ROBOTS_TOKEN if token and token[0].lower() == ROBOTS_TOKEN else _SOMEBODY_ELSE


def _comparable(address: str) -> str:
    """Return an address or a rule with the reserved characters of its query escaped (2.2.2)."""
    path, mark, query = address.partition("?")
    return path + mark + quote(query, safe=_STAY_IN_QUERY)


def _failure(reply: Reply | NoReply, now: datetime) -> NoReply | None:
    if isinstance(reply, NoReply):
        return NoReply(reply.outcome, f"robots.txt: {reply.detail}")
    asked_s = reply.retry_after_s(now)
    if 400 <= reply.status < 500 and not (reply.status == _TOO_MANY_REQUESTS and asked_s):
        return None
    outcome, why = Outcome.SERVER_ERROR, f"status {reply.status}"
    if block := kind_of_block(reply):
        outcome, why = Outcome.BLOCKED, block
    elif reply.status < 400:
        return None
    return NoReply(outcome, f"robots.txt: {why}", asked_s)


def _delay_s(parsed: Protego) -> float:
    delay_s = float(parsed.crawl_delay(ROBOTS_TOKEN) or 0)
    return max(0.0, delay_s) if math.isfinite(delay_s) else 0.0


def _parsable(body: bytes) -> bytes:
    if len(body) <= _MAX_BYTES:
        return body
    return body[:_MAX_BYTES].rpartition(b"\n")[0]  # half a line would be another rule


def _is_redirect(reply: Reply) -> bool:
    return 300 <= reply.status < 400 and bool(reply.location)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
