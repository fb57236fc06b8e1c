"""The elements of a page that lead somewhere, also those that a script makes lead there.

Besides plain anchors: ``<a href="javascript:open('x.html')">``, ``<a data-url="x.html">`` and
whatever has ``onclick="location.href='x.html'"``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

_LEADING = etree.XPath(
    "descendant::a | descendant::area[@href] | descendant::*[not(self::a)][@onclick]"
)
_TEXT = etree.XPath("string()")
_NOWHERE = re.compile(r"\s*(?:javascript:|#|$)", re.IGNORECASE)
_OPENS = re.compile(r"\bopen\s*\(|\blocation\b|\bhref\b", re.IGNORECASE)
_QUOTED = re.compile(r"""["']\s*([^"'\s<>]+)\s*["']""")
_ADDRESS = re.compile(
    r"^(?:https?:)?//\w|^\.{0,2}/\w|^\?\w+=|"
    r"\.(?:s?html?|jhtml|jspx?|aspx?|php|do|pdf|docx?|xlsx?|ofd|wps|et|zip|rar)(?:[?#]|$)",
    re.IGNORECASE,
)
_DATA = ("data-href", "data-url", "data-link")


def leading_on(tree: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the elements that lead to an address, and the address, in order."""
    return ((one, address) for one in _LEADING(tree) if (address := address_of(one)))


def address_of(element: etree._Element) -> str:
    """Return where an element leads, as it stands there; empty if it leads nowhere.

    >>> address_of(etree.fromstring("<a href='#' onclick='show(\\"/a/7.html\\")'>x</a>"))
    '/a/7.html'
    """
    href = element.get("href", "")
    if (href[:1].isalnum() and href[:1] not in "jJ") or not _NOWHERE.match(href):
        return href
    told = next((value for name in _DATA if (value := element.get(name))), "")
    if told and element.tag == "a":
        return told
    clicked = element.get("onclick", "")
    if element.tag != "a" and not _OPENS.search(clicked):
        return ""
    quoted = _QUOTED.findall(f"{unquote(href)};{clicked}")
    return next((text for text in quoted if _ADDRESS.search(text)), "")


def words_of(element: etree._Element) -> str:
    """Return an element's words: its ``title`` where that is longer, for lists cut titles off."""
    shown = " ".join(text_of(element).split()) or element.get("value", "").strip()
    title = element.get("title")
    if not title or len(title) <= len(shown):
        return shown
    full = " ".join(title.split())
    return full if len(full) > len(shown) else shown


def text_of(element: etree._Element) -> str:
    """Return all text in an element."""
    return str(_TEXT(element)) if len(element) else element.text or ""
