"""A fetched page as the families look at it: text, tree, anchors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from archive.address import canonical, normalised, posted_body, posting
from archive.crawl.reading.anchors import address_of, leading_on, words_of
from archive.crawl.reading.json_data import read_json
from archive.crawl.reading.links import Found
from archive.crawl.reading.script import Script
from archive.crawl.reading.written import written

# lxml stops at the first </html>, and some templates have one before the article.
_CLOSERS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MAX_ADDRESS_LENGTH = 4096  # characters; what is longer is data, or meant to do harm
_MAX_ANCHORS = 5000  # the longest lists on one page have some 2,000
_EMPTY = "<html></html>"


@dataclass(frozen=True)
class Page:
    """A page under its address; ``text`` is the whole source, scripts and comments included."""

    url: str
    text: str

    @cached_property
    def tree(self) -> html.HtmlElement:
        """The element tree of the source, whatever state it is in."""
        source = _CONTROL.sub(" ", _CLOSERS.sub(" ", written(self.text)))
        # As bytes, because lxml refuses text that declares an encoding (<?xml encoding="…"?>).
        data = source.encode("utf-8", "replace")
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        try:
            return html.document_fromstring(data, parser=parser, ensure_head_body=True)
        except etree.ParserError:  # nothing in it but comments or blanks
            return html.document_fromstring(_EMPTY, ensure_head_body=True)

    @cached_property
    def base(self) -> str:
        """The address that relative ones are resolved against."""
        base = self.tree.find(".//base[@href]")
        return self.url if base is None else urljoin(self.url, base.get("href", ""))

    @cached_property
    def anchors(self) -> tuple[html.HtmlElement, ...]:
        """All elements that lead somewhere, as far as a page can be honest."""
        return tuple(islice(leading_on(self.tree), _MAX_ANCHORS))

    @cached_property
    def script(self) -> Script:
        """The source as scripts read it."""
        return Script(self.text)

    @cached_property
    def data(self) -> object:
        """What a page of JSON (or JSONP) holds; ``None`` if it is none."""
        return read_json(self.text)

    @property
    def folder(self) -> str:
        """The path up to and with the last slash."""
        return urlsplit(self.url).path.rpartition("/")[0] + "/"

    @property
    def file_name(self) -> str:
        """The last part of the path; empty for a folder."""
        return urlsplit(self.url).path.rpartition("/")[2]

    def found(self, address: str, text: str = "") -> Found | None:
        """Resolve an address of this page; ``None`` if it leads to no web page.

        Only families ask for POSTs; an anchor that looks like one is a plain address.
        """
        if address not in self._resolved:
            self._resolved[address] = self._resolve(address)
        resolved = self._resolved[address]
        return resolved and replace(resolved, text=text)

    @cached_property
    def _resolved(self) -> dict[str, Found | None]:
        # Several families ask for the same anchors.
        return {}

    def _resolve(self, address: str) -> Found | None:
        if len(address) > _MAX_ADDRESS_LENGTH:
            return None
        absolute = urljoin(self.base, address.strip().replace("\\", "/"))
        if posted_body(absolute) is not None:
            absolute = absolute.partition("#")[0]
        try:
            url, plain = canonical(absolute), normalised(absolute)
        except ValueError:
            return None
        if urlsplit(url).scheme not in ("http", "https"):
            return None
        return Found(url, "", "" if plain == url.partition("#")[0] else plain)

    def posting(self, address: str, body: str) -> Found | None:
        """Return the POST of ``body`` to an address of this page; ``None`` as for ``found``."""
        found = self.found(address)
        return Found(canonical(posting(found.url, body))) if found else None

    def found_in(self, anchor: html.HtmlElement) -> Found | None:
        """Resolve an anchor of this page; ``None`` if it leads to no web page."""
        if anchor not in self._of_anchors:
            self._of_anchors[anchor] = self.found(address_of(anchor), words_of(anchor))
        return self._of_anchors[anchor]

    @cached_property
    def _of_anchors(self) -> dict[html.HtmlElement, Found | None]:
        return {}

    def all_found(self, addresses: Iterable[str]) -> tuple[Found, ...]:
        """Resolve addresses of this page and leave out those that lead to no web page."""
        return tuple(found for address in addresses if (found := self.found(address)))
