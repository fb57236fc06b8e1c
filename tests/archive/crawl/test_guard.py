"""Which addresses may be connected to."""

from __future__ import annotations

import asyncio
import itertools
import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.fetching.fetch import Fetcher
from archive.crawl.fetching.guard import HostResolver, is_permitted
from archive.crawl.fetching.reply import NoReply, Reply
from archive.crawl.settings import CrawlSettings
from archive.model import Outcome


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254",
        "172.16.0.1", "192.168.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::", "fc00::1",
        "fe80::1%eth0", "fec0::1", "ff02::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_special_purpose_addresses_are_refused(address: str) -> None:
    assert not is_permitted(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "64:ff9b::93.184.215.14"]
)
def test_public_addresses_are_permitted(address: str) -> None:
    assert is_permitted(address)


@pytest.mark.parametrize(
    ("address", "permitted"),
    [("127.0.0.1", True), ("::1", True), ("10.0.0.1", False), ("0.0.0.0", False)],
)
def test_the_switch_opens_loopback_only(address: str, permitted: bool) -> None:
    assert is_permitted(address, allow_loopback=True) == permitted


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_no_better_than_outside(address: object) -> None:
    if not is_permitted(str(address)):
        assert not is_permitted(f"::ffff:{address}")
        assert not is_permitted(f"64:ff9b::{address}")


class FakeNames(AbstractResolver):
    """A name server that answers every question with the next of its answers."""

    def __init__(self, *answers: str) -> None:
        self._answers = itertools.cycle(answers)
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        return [
            ResolveResult(
                hostname=host,
                host=next(self._answers),
                port=port,
                family=socket.AF_INET,
                proto=0,
                flags=0,
            )
        ]

    async def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize("host", ["localhost", "www.qingshi.localhost", "A.LOCALHOST."])
def test_localhost_names_never_reach_a_name_server(host: str) -> None:
    names = FakeNames("127.0.0.1")
    asyncio.run(HostResolver(names).resolve(host))
    assert names.asked == ["127.0.0.1"]


def test_a_name_server_that_changes_its_answer_gains_nothing() -> None:
    async def fetched(port: int) -> list[Reply | NoReply]:
        names = FakeNames("192.0.2.1", "127.0.0.1", "10.0.0.1")
        async with Fetcher(CrawlSettings(), names) as fetcher:
            urls = [f"http://{name}.rebind.example:{port}/" for name in "abcdef"]
            return [await fetcher.fetch(url) for url in urls]

    with socket.create_server(("127.0.0.1", 0)) as canary:
        port = canary.getsockname()[1]
        replies = asyncio.run(fetched(port))
        canary.setblocking(False)
        with pytest.raises(BlockingIOError):
            canary.accept()
    assert replies[:3] == [
        NoReply(Outcome.FORBIDDEN_ADDRESS, "a.rebind.example is 192.0.2.1"),
        NoReply(Outcome.FORBIDDEN_ADDRESS, "b.rebind.example is 127.0.0.1"),
        NoReply(Outcome.FORBIDDEN_ADDRESS, "c.rebind.example is 10.0.0.1"),
    ]
    assert {reply.outcome for reply in replies if isinstance(reply, NoReply)} == {
        Outcome.FORBIDDEN_ADDRESS
    }
