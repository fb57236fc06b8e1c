"""A fetched page as the families look at it: text, tree, anchors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree

from archive.address import canonical, posting
from archive.crawl.reading.addresses import Shape
from archive.crawl.reading.anchors import leading_on, words_of
from archive.crawl.reading.json_data import read_json
from archive.crawl.reading.links import Found
from archive.crawl.reading.resolving import Base
from archive.crawl.reading.script import Script
from archive.crawl.reading.written import written

# lxml stops at the first </html>, and some templates have one before the article.
_CLOSERS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MAX_ANCHORS = 5000  # the longest lists on one page have some 2,000


class Anchor(NamedTuple):
    """An element that leads to a web page, where it leads, and what that address tells.

    No dataclass, as these are made by the hundred for every page.
    """

    element: etree._Element
    found: Found
    shape: Shape


@dataclass(frozen=True)
class Page:
    """A page under its address; ``text`` is the whole source, scripts and comments included."""

    url: str
    text: str

    @cached_property
    def tree(self) -> etree._Element:
        """The element tree of the source, whatever state it is in."""
        source = _CONTROL.sub(" ", _CLOSERS.sub(" ", written(self.text)))
        # As bytes, because lxml refuses text that declares an encoding (<?xml encoding="…"?>).
        data = source.encode("utf-8", "replace")
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError:  # nothing in it but blanks
            root = None
        return etree.Element("html") if root is None else root

    @cached_property
    def base(self) -> Base:
        """What relative addresses are resolved against."""
        base = self.tree.find(".//base[@href]")
        return Base(self.url if base is None else urljoin(self.url, base.get("href", "")))

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """All elements that lead to a web page, as far as a page can be honest."""
        leading = islice(leading_on(self.tree), _MAX_ANCHORS)
        pairs = ((one, self.base.resolved(address)) for one, address in leading)
        return tuple(
            Anchor(one, Found(to.url, words_of(one), to.met_as), to.shape)
            for one, to in pairs
            if to
        )

    @cached_property
    def script(self) -> Script:
        """The source as scripts read it."""
        return Script(self.text)

    @cached_property
    def data(self) -> object:
        """What a page of JSON (or JSONP) holds; ``None`` if it is none."""
        return read_json(self.text)

    @cached_property
    def folder(self) -> str:
        """The path up to and with the last slash."""
        return urlsplit(self.url).path.rpartition("/")[0] + "/"

    @cached_property
    def file_name(self) -> str:
        """The last part of the path; empty for a folder."""
        return urlsplit(self.url).path.rpartition("/")[2]

    def found(self, address: str, text: str = "") -> Found | None:
        """Resolve an address of this page; ``None`` if it leads to no web page.

        Only families ask for POSTs; an anchor that looks like one is a plain address.
        """
        to = self.base.resolved(address)
        return Found(to.url, text, to.met_as) if to else None

    def posting(self, address: str, body: str) -> Found | None:
        """Return the POST of ``body`` to an address of this page; ``None`` as for ``found``."""
        found = self.found(address)
        return Found(canonical(posting(found.url, body))) if found else None

    def all_found(self, addresses: Iterable[str]) -> tuple[Found, ...]:
        """Resolve addresses of this page and leave out those that lead to no web page."""
        return tuple(found for address in addresses if (found := self.found(address)))
