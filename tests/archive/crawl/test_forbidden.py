"""Forbidden addresses, however written and whoever names them: nobody ever connects."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import pytest
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver

from archive.address import canonical
from archive.crawl.fetching import guard
from archive.crawl.fetching.fetch import Fetcher
from archive.crawl.fetching.reply import NoReply, Reply
from archive.crawl.politeness import Politeness
from archive.crawl.runner import utc_now
from archive.crawl.settings import CrawlSettings
from archive.crawl.visiting import Visitor
from archive.model import Outcome, PageKind, Seed, Task
from tests.archive.crawl.fakes import InMemoryRobots
from tests.archive.crawl.playhouse import NOT_FOUND, Answer, Asked, Playhouse, Site, moved
from tests.archive.crawl.test_guard import FakeNames

HERE = (
    "127.0.0.1", "127.1", "127.0.1", "127.000.000.001", "2130706433", "0x7f000001", "0X7F.1",
    "017700000001", "0177.0.0.1", "0x7f.0x0.0x0.0x1", "127.0.0.1.", "0.0.0.0", "0", "[::1]",
    "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::1%25lo]", "localhost", "LOCALHOST.",
    "www.qingshi.localhost", "127。0。0。1", "127．0．0．1", "１２７.０.０.１", "①②⑦.⓪.⓪.①",
    "ⓛocalhost", "www.gov.cn@127.0.0.1", "www.gov.cn:80@127.0.0.1", "127.0.0.1%2f@127.0.0.1",
    "%31%32%37.0.0.1", "127.0.0.1%00.gov.cn",
)  # fmt: skip
ELSEWHERE = (
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.1",
    "198.18.0.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "[fe80::1]",
    "[fc00::1]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[::ffff:10.0.0.1]",
)  # fmt: skip
SITE = "127.0.0.2"  # plays the public site that leads to the canary


@pytest.fixture
def canary() -> Iterator[int]:
    """A port on every address of this machine; at the end nobody may have called."""
    with socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True) as listening:
        yield int(listening.getsockname()[1])
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()


def outcome_of(reply: Reply | NoReply) -> Outcome:
    assert isinstance(reply, NoReply)
    return reply.outcome


def forms(host: str, port: int) -> list[str]:
    """Return an address as somebody wrote it, and as the archive would keep it."""
    written = f"http://{host}:{port}/x"
    try:
        return [written, canonical(written)]
    except ValueError:
        return [written]


def test_no_form_is_connected_to(canary: int) -> None:
    async def fetched() -> dict[str, Outcome]:
        async with Fetcher(CrawlSettings(timeout_s=5)) as fetcher:
            urls = [url for host in (*HERE, *ELSEWHERE) for url in forms(host, canary)]
            return {url: outcome_of(await fetcher.fetch(url)) for url in urls}

    outcomes = asyncio.run(fetched())
    # Those that are no host name at all fail before anybody is asked.
    odd = {url for url, outcome in outcomes.items() if outcome is not Outcome.FORBIDDEN_ADDRESS}
    assert all(outcomes[url] is Outcome.UNREACHABLE for url in odd)
    assert not any(url.partition("//")[2][:1].isdigit() and "%" not in url for url in odd)


@pytest.mark.parametrize("scheme", ["file", "ftp", "gopher", "data", "javascript", "ws", ""])
def test_other_schemes_are_not_spoken(scheme: str, canary: int) -> None:
    async def fetched() -> Reply | NoReply:
        async with Fetcher(CrawlSettings(allow_loopback=True)) as fetcher:
            return await fetcher.fetch(f"{scheme}://127.0.0.1:{canary}/etc/passwd")

    assert outcome_of(asyncio.run(fetched())) is Outcome.FORBIDDEN_ADDRESS


class SiteNames(FakeNames):
    """Knows the addresses of ``*.site.example`` and asks the system for all others."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if host.endswith(".site.example"):
            return await super().resolve(host, port, family)
        return await ThreadedResolver().resolve(host, port, family)


def leads_to_the_canary(port: int) -> Site:
    """A host a form; its robots.txt or its page redirects to it, as its name says."""

    def site(asked: Asked) -> Answer:
        number, what, *_ = asked.host.split(".")
        target = f"http://{[*HERE, *ELSEWHERE][int(number)]}:{port}/robots.txt"
        leads_on = (asked.path == "/robots.txt") == (what == "robots")
        return moved(target.encode().decode("latin-1")) if leads_on else NOT_FOUND

    return site


@pytest.mark.parametrize("what", ["robots", "page"])
def test_no_redirect_leads_there(what: str, canary: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real = guard.is_permitted
    monkeypatch.setattr(
        guard, "is_permitted", lambda address, **how: address == SITE or real(address, **how)
    )
    hosts = [f"{number}.{what}.site.example" for number in range(len(HERE) + len(ELSEWHERE))]
    with Playhouse(dict.fromkeys(hosts, leads_to_the_canary(canary)), address=SITE) as house:
        outcomes = asyncio.run(_crawled([f"http://{host}:{house.port}/a" for host in hosts]))
        assert len(house.asked) == (2 if what == "page" else 1) * len(hosts)
    expected = {Outcome.FORBIDDEN_ADDRESS, Outcome.UNREACHABLE}
    assert outcomes <= (expected if what == "robots" else {*expected, Outcome.REDIRECTED})


async def _crawled(urls: list[str]) -> set[Outcome]:
    """Visit addresses, and where they lead to, even if no seed ever allows it."""
    settings = CrawlSettings(delay_s=0, timeout_s=5)
    async with Fetcher(settings, SiteNames(SITE)) as fetcher:
        politeness = Politeness(settings, asyncio.get_running_loop().time)
        visitor = Visitor(fetcher, InMemoryRobots(), politeness, settings, utc_now)
        outcomes = set()
        for url in urls:
            visit = (await visitor.visit(Task(1, url, PageKind.LIST, 0, Seed(url), 1))).visit
            outcomes.add(visit.outcome)
            if visit.outcome is Outcome.REDIRECTED:
                outcomes.add(outcome_of(await fetcher.fetch(visit.detail)))
        return outcomes
