"""The address guard: the crawler only connects to globally routable addresses.

It is the reactor's name resolver, which every connection asks, also for addresses written as
numbers in whatever form. What it lets through is what gets connected to, so a name server
that changes its answer in between (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address
from typing import Protocol

from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
_SITE_LOCAL = ipaddress.ip_network("fec0::/10")


def is_permitted(address: str, *, allow_loopback: bool = False) -> bool:
    """Whether the crawler may connect to an IP address.

    IPv4 addresses that travel inside IPv6 ones (mapped, compatible, 6to4, Teredo, NAT64) are
    judged as well. Raises ``ValueError`` if ``address`` is no IP address.

    Source: IANA special-purpose address registries (RFC 6890), through ``ipaddress``.

    >>> is_permitted("93.184.215.14"), is_permitted("::ffff:10.0.0.1"), is_permitted("127.0.0.1")
    (True, False, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if allow_loopback and ip.is_loopback:
        return True
    return _is_public(ip) and all(_is_public(inner) for inner in _embedded(ip))


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv6Address) and (ip in _SITE_LOCAL or ip in _NAT64_LOCAL):
        return False
    return ip.is_global and not ip.is_multicast and (not ip.is_reserved or ip in _NAT64)


def _embedded(ip: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    if isinstance(ip, IPv4Address):
        return
    if ip in _NAT64 or not any(ip.packed[:12]):
        yield IPv4Address(ip.packed[12:])
    yield from (inner for inner in (ip.ipv4_mapped, ip.sixtofour) if inner)
    yield from ip.teredo or ()


class ResolvedAddress(Protocol):
    """One answer of a resolver."""

    host: str


class Receiver(Protocol):
    """Twisted's ``IResolutionReceiver``, which mypy cannot read."""

    def resolutionBegan(self, resolutionInProgress: object) -> None:  # noqa: N802, N803
        """The resolver has started."""

    def addressResolved(self, address: ResolvedAddress) -> None:  # noqa: N802
        """One address was found."""

    def resolutionComplete(self) -> None:  # noqa: N802
        """No more addresses will come."""


class Resolver(Protocol):
    """Twisted's ``IHostnameResolver``, which mypy cannot read."""

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: Receiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> object:
        """Tell the receiver every address of a host."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """Resolves through ``inner`` and withholds every address that is not permitted."""

    def __init__(self, inner: Resolver, *, allow_loopback: bool) -> None:
        self._inner = inner
        self._allow_loopback = allow_loopback
        self._refused: dict[str, str] = {}

    def refusal(self, host: str) -> str | None:
        """Return and forget the address that was withheld when ``host`` was last resolved."""
        return self._refused.pop(_name(host), None)

    def resolveHostName(  # noqa: N802 - Twisted's interface
        self,
        resolutionReceiver: Receiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> object:
        """Resolve as Twisted's ``IHostnameResolver`` says."""
        name = _name(hostName)
        is_loopback = name == "localhost" or name.endswith(".localhost")  # RFC 6761, 6.3
        return self._inner.resolveHostName(
            _Sieve(resolutionReceiver, self, name),
            "127.0.0.1" if is_loopback else hostName,
            portNumber,
            addressTypes,
            transportSemantics,
        )

    def lets_through(self, host: str, address: str) -> bool:
        """Judge one resolved address and remember it if it is refused."""
        if is_permitted(address, allow_loopback=self._allow_loopback):
            return True
        self._refused[host] = address
        return False


@implementer(IResolutionReceiver)
class _Sieve:
    """Passes permitted addresses on to Twisted's own receiver."""

    def __init__(self, receiver: Receiver, guard: GuardedResolver, host: str) -> None:
        self._receiver = receiver
        self._guard = guard
        self._host = host

    def resolutionBegan(self, resolutionInProgress: object) -> None:  # noqa: N802, N803
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: ResolvedAddress) -> None:  # noqa: N802
        if self._guard.lets_through(self._host, address.host):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()


def _name(host: str) -> str:
    return host.lower().rstrip(".").strip("[]")
