"""Whether an address belongs to a public authority."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from archive.clean.rules import load
from archive.facts import Caution, Doubt


def is_official(url: str) -> bool:
    """Whether an address is on a host of the state: below gov.cn or another known suffix.

    >>> is_official("http://www.qingshi.gov.cn/a.html"), is_official("http://gov.cn.example.com/")
    (True, False)
    """
    return _is_below(_host(url), _suffixes("official"))


def host_doubt(url: str) -> Caution | None:
    """Return the doubt about an address that is not an authority's.

    A saved file without an address is not doubted, nor are names reserved for samples.

    Source: RFC 6761, 6.
    """
    host = _host(url)
    if not host or is_official(url) or _is_below(host, _suffixes("reserved")):
        return None
    return Caution(Doubt.UNOFFICIAL_HOST, f"网址 {host} 不属于政府、人大、法院或检察院网站")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".").lower()


def _is_below(host: str, suffixes: tuple[str, ...]) -> bool:
    return any(host == suffix or host.endswith(f".{suffix}") for suffix in suffixes)


@cache
def _suffixes(name: str) -> tuple[str, ...]:
    return tuple(load("hosts.toml")[name])
