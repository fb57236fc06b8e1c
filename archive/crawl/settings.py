"""How a crawl behaves."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

ROBOTS_TOKEN = "baogao"


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """How a crawl behaves.

    ``contact`` is a mail or web address that goes into the User-Agent, so that a webmaster
    can complain. ``delay_s`` is the least pause between two requests to one host; 0 takes away
    all pauses but those that hosts ask for. ``max_crawl_delay_s`` is the longest pause that a
    robots.txt or slow answers may bring about, ``max_wait_s`` the longest that a run waits for
    one host: with a longer ``Retry-After`` it is left for the next run. After
    ``breaker_troubles`` failures in a row a host is left alone for ``breaker_s``.

    ``timeout_s`` is the time for one whole request, ``max_body_bytes`` the size of a body on
    the wire and unpacked, ``max_list_pages`` how many pages of list are turned per seed,
    ``max_redirects`` how many redirects are followed in a row. ``grace_s`` is how long
    requests under way may go on after an interrupt.

    ``allow_loopback`` is for demo and tests: it permits this machine's own addresses (no other
    private ones).
    """

    contact: str = ""
    delay_s: float = 1.0
    concurrent_hosts: int = 32
    timeout_s: float = 30.0
    max_body_bytes: int = 10 * 1024 * 1024
    max_list_pages: int = 100
    max_redirects: int = 5
    max_crawl_delay_s: float = 30.0
    max_wait_s: float = 600.0
    breaker_troubles: int = 10
    breaker_s: float = 300.0
    grace_s: float = 2.0
    allow_loopback: bool = False

    @property
    def user_agent(self) -> str:
        """The User-Agent header (RFC 9110, 10.1.5)."""
        product = f"{ROBOTS_TOKEN}/{version('baogao')}"
        return f"{product} (+{self.contact})" if self.contact else product
