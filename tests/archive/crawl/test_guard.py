"""Which addresses may be connected to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.guard import GuardedResolver, Receiver, ResolvedAddress, is_permitted


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


@dataclass
class Address:
    host: str


@dataclass
class FakeResolver:
    """Answers every host with these addresses."""

    answers: list[str]
    asked: list[str] = field(default_factory=list)

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: Receiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> object:
        self.asked.append(hostName)
        for answer in self.answers:
            resolutionReceiver.addressResolved(Address(answer))
        resolutionReceiver.resolutionComplete()
        return None


@dataclass
class FakeReceiver:
    """Remembers what came through."""

    hosts: list[str] = field(default_factory=list)
    is_complete: bool = False

    def resolutionBegan(self, resolutionInProgress: object) -> None:  # noqa: N802, N803
        """Nothing to remember."""

    def addressResolved(self, address: ResolvedAddress) -> None:  # noqa: N802
        self.hosts.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.is_complete = True


def test_only_public_answers_come_through_and_the_refusal_is_told_once() -> None:
    guard = GuardedResolver(FakeResolver(["10.0.0.1", "1.1.1.1"]), allow_loopback=False)
    receiver = FakeReceiver()
    guard.resolveHostName(receiver, "WWW.Rebind.example.")
    assert (receiver.hosts, receiver.is_complete) == (["1.1.1.1"], True)
    assert guard.refusal("www.rebind.example") == "10.0.0.1"
    assert guard.refusal("www.rebind.example") is None


@pytest.mark.parametrize("host", ["localhost", "www.qingshi.localhost", "A.LOCALHOST."])
def test_localhost_names_never_reach_a_name_server(host: str) -> None:
    resolver = FakeResolver(["127.0.0.1"])
    GuardedResolver(resolver, allow_loopback=True).resolveHostName(FakeReceiver(), host)
    assert resolver.asked == ["127.0.0.1"]
