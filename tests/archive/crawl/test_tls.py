"""TLS: whose certificates are believed, and who may do without."""

from __future__ import annotations

import asyncio
import ssl
import time
from pathlib import Path

import pytest

from archive.crawl.fetching.fetch import Fetcher
from archive.crawl.fetching.reply import NoReply, Reply
from archive.crawl.politeness import Politeness
from archive.crawl.runner import utc_now
from archive.crawl.settings import CrawlSettings
from archive.crawl.visiting import Visitor
from archive.model import Outcome, PageKind, Seed, Task
from tests.archive.crawl.certificates import DAY, NOW, Authority
from tests.archive.crawl.fakes import InMemoryRobots
from tests.archive.crawl.playhouse import Playhouse, page

HOST = "tls.localhost"


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that the system trusts."""
    authority = Authority.create(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    return authority


def fetch(context: ssl.SSLContext, *, tls_unverified: bool = False) -> Reply | NoReply:
    async def once(url: str) -> Reply | NoReply:
        async with Fetcher(CrawlSettings(allow_loopback=True)) as fetcher:
            return await fetcher.fetch(url, tls_unverified=tls_unverified)

    with Playhouse({"tls": lambda _: page("<p>x</p>")}, tls=context) as house:
        reply = asyncio.run(once(house.url("tls", "/")))
        assert len(house.asked) == isinstance(reply, Reply)
    return reply


def test_a_good_certificate_is_believed(authority: Authority) -> None:
    reply = fetch(authority.server(HOST))
    assert isinstance(reply, Reply)
    assert (reply.status, reply.tls_unverified) == (200, False)


def test_another_host_s_certificate_is_not(authority: Authority) -> None:
    reply = fetch(authority.server("other.localhost"))
    assert isinstance(reply, NoReply)
    assert reply.outcome is Outcome.UNREACHABLE
    assert "Hostname mismatch" in reply.detail


def test_an_expired_certificate_is_not(authority: Authority) -> None:
    reply = fetch(authority.server(HOST, until=NOW - DAY))
    assert isinstance(reply, NoReply)
    assert "certificate has expired" in reply.detail


def test_a_certificate_of_nobody_s_is_not(authority: Authority, tmp_path: Path) -> None:
    reply = fetch(Authority.create(tmp_path, "nobody").server(HOST))
    assert isinstance(reply, NoReply)
    assert reply.outcome is Outcome.UNREACHABLE
    assert "certificate verify failed" in reply.detail


def test_whoever_waives_it_takes_any_and_it_is_told(tmp_path: Path) -> None:
    reply = fetch(Authority.create(tmp_path).server("other.localhost"), tls_unverified=True)
    assert isinstance(reply, Reply)
    assert (reply.status, reply.tls_unverified) == (200, True)


class RecordingWeb:
    """Remembers for which addresses the certificate was waived."""

    def __init__(self) -> None:
        self.waived: dict[str, bool] = {}

    async def fetch(
        self, url: str, headers: object = None, *, tls_unverified: bool = False
    ) -> Reply | NoReply:
        self.waived[url] = tls_unverified
        if url.endswith("robots.txt") and "elsewhere" not in url:
            return Reply(url, 301, (("Location", "https://elsewhere.example/robots.txt"),), b"")
        return Reply(url, 404, (), b"", tls_unverified)


@pytest.mark.parametrize("waived", [True, False])
def test_a_seed_waives_it_for_its_own_host_only(waived: bool) -> None:
    async def visit(web: RecordingWeb, url: str) -> bool:
        settings = CrawlSettings(delay_s=0)
        visitor = Visitor(
            web, InMemoryRobots(), Politeness(settings, time.monotonic), settings, utc_now
        )
        seed = Seed("https://www.qingshi.example:443/a/", tls_unverified=waived)
        judgement = await visitor.visit(Task(1, url, PageKind.LIST, 0, seed, 1))
        return judgement.visit.tls_unverified

    web = RecordingWeb()
    assert asyncio.run(visit(web, "https://qingshi.example/b")) is waived
    assert asyncio.run(visit(web, "https://linxi.example/b")) is False
    assert web.waived == {
        "https://qingshi.example/robots.txt": waived,
        "https://qingshi.example/b": waived,
        "https://elsewhere.example/robots.txt": False,
        "https://linxi.example/robots.txt": False,
        "https://linxi.example/b": False,
    }
