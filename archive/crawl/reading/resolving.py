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


@dataclass(frozen=True, slots=True)
class Resolved:
    """A canonical address; ``met_as`` as in :class:`archive.crawl.reading.links.Found`."""

    url: str
    met_as: str
    shape: Shape


class Base:
    """What the addresses on a page are resolved against (RFC 3986, 5.2).

    Most of them depend on the host or on the folder alone, and are remembered by these.

    >>> Base("http://a.example/b/c.html?d").resolved("../e.html").url
    'http://a.example/e.html'
    """

    def __init__(self, url: str) -> None:
        """Take the address of a page, or of its ``<base>``."""
        self._url = url
        path = url.partition("#")[0].partition("?")[0]
        host_end = path.find("/", path.find("://") + 3)
        self._scheme = f"{path.partition(':')[0]}://host/"  # all that a whole address depends on
        self._root = path[: host_end + 1] if host_end > 0 else url
        self._folder = path[: path.rfind("/") + 1] if host_end > 0 else url

    def resolved(self, address: str) -> Resolved | None:
        """Resolve an address of the page; ``None`` if it leads to no web page."""
        if len(address) > _MAX_ADDRESS_LENGTH:
            return None
        remembering = len(address) <= _MAX_REMEMBERED_LENGTH
        return (_remembered if remembering else _resolve)(self._start(address), address)

    def _start(self, address: str) -> str:
        first = address[:1]
        if first == "/":
            return self._url if address[1:2] in ("/", "\\") else self._root
        if not first or first in "?#\\" or first.isspace():
            return self._url
        if _ABSOLUTE.match(address):
            return self._scheme
        return self._url if ":" in address.partition("/")[0] else self._folder


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
