"""The address guard: the crawler only connects to globally routable addresses.

It makes the sockets. What it judges is the very address that gets connected to, in whatever
form it was written and whoever resolved it, so that neither a redirect nor a name server that
changes its answer in between (DNS rebinding) gains anything.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
_SITE_LOCAL = ipaddress.ip_network("fec0::/10")

# Family, type, protocol, canonical name, socket address: what getaddrinfo() answers.
AddressInfo = tuple[int, int, int, str, tuple[str | int, ...]]


class ForbiddenAddressError(OSError):
    """A connection that the guard refused; all have one text, for aiohttp joins those that
    differ, and then their type is lost."""

    def __init__(self, address: str) -> None:
        super().__init__("not globally routable")
        self.address = address


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


class Guard:
    """Makes sockets, and only for addresses that are permitted."""

    def __init__(self, *, allow_loopback: bool) -> None:
        self._allow_loopback = allow_loopback

    def open_socket(self, info: AddressInfo) -> socket.socket:
        """Return a socket that is about to be connected to an address.

        Raises :class:`ForbiddenAddressError`.
        """
        family, kind, protocol, _, (address, *_rest) = info
        if not is_permitted(str(address), allow_loopback=self._allow_loopback):
            raise ForbiddenAddressError(str(address))
        return socket.socket(family, kind, protocol)


class HostResolver(AbstractResolver):
    """The system's resolver, except that ``*.localhost`` is this machine (RFC 6761, 6.3)."""

    def __init__(self, system: AbstractResolver | None = None) -> None:
        self._system = system or ThreadedResolver(asyncio.get_running_loop())

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host. Raises ``OSError`` if it has none."""
        name = host.lower().rstrip(".")
        is_loopback = name == "localhost" or name.endswith(".localhost")
        return await self._system.resolve("127.0.0.1" if is_loopback else host, port, family)

    async def close(self) -> None:
        """Nothing is open."""
        await self._system.close()
