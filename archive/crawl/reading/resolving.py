"""Addresses as they stand on pages, resolved; the pages of a site share most of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from archive.address import canonical, normalised, posted_body
from archive.crawl.reading.addresses import Shape, shape_of

_MAX_ADDRESS_LENGTH = 4096  # characters; what is longer is data, or meant to do harm
_MAX_REMEMBERED_LENGTH = 512
_REMEMBERED = 32_768  # those of all hosts under way, a thousand each: some 15 MB
_ABSOLUTE = re.compile(r"https?://[\w.-]", re.IGNORECASE)
_OF_THIS_FILE = re.compile(r"\s*(?:[?#]|$)")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A canonical address; ``met_as`` as in :class:`archive.crawl.reading.links.Found`."""

    url: str
    met_as: str
    shape: Shape


def resolved(base: str, address: str) -> Resolved | None:
    """Resolve an address of a page; ``None`` if it leads to no web page.

    Source: RFC 3986, 5.2.

    >>> resolved("http://a.example/b/c.html?d", "../e.html").url
    'http://a.example/e.html'
    """
    if len(address) > _MAX_ADDRESS_LENGTH:
        return None
    remembering = len(address) <= _MAX_REMEMBERED_LENGTH
    return (_remembered if remembering else _resolve)(_start(base, address), address)


def _start(base: str, address: str) -> str:
    """Return as much of the base as the address depends on, to remember it for other pages."""
    if _ABSOLUTE.match(address):
        return ""
    if _OF_THIS_FILE.match(address):
        return base
    slash = base.find("/", base.find("://") + 3)
    if slash < 0:
        return base
    if address[0] == "/" and address[1:2] not in ("/", "\\"):
        return base[: slash + 1]
    path = base.partition("#")[0].partition("?")[0]
    return path[: path.rfind("/") + 1] if len(path) > slash else base


def _resolve(start: str, address: str) -> Resolved | None:
    absolute = urljoin(start, address.strip().replace("\\", "/"))
    if posted_body(absolute) is not None:  # only families ask for POSTs, anchors cannot
        absolute = absolute.partition("#")[0]
    try:
        url, plain = canonical(absolute), normalised(absolute)
    except ValueError:
        return None
    if urlsplit(url).scheme not in ("http", "https"):
        return None
    return Resolved(url, "" if plain == url.partition("#")[0] else plain, shape_of(url))


_remembered = lru_cache(maxsize=_REMEMBERED)(_resolve)
