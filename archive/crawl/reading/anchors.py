"""The elements of a page that lead somewhere, also those that a script makes lead there.

Besides plain anchors: ``<a href="javascript:open('x.html')">``, ``<a data-url="x.html">`` and
whatever has ``onclick="location.href='x.html'"``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import html

_LEADS_ON = "descendant::a | descendant::area[@href] | descendant::*[not(self::a)][@onclick]"
_NOWHERE = re.compile(r"\s*(?:javascript:|#|$)", re.IGNORECASE)
_OPENS = re.compile(r"\bopen\s*\(|\blocation\b|\bhref\b", re.IGNORECASE)
_QUOTED = re.compile(r"""["']\s*([^"'\s<>]+)\s*["']""")
_ADDRESS = re.compile(
    r"^(?:https?:)?//\w|^\.{0,2}/\w|^\?\w+=|"
    r"\.(?:s?html?|jhtml|jspx?|aspx?|php|do|pdf|docx?|xlsx?|ofd|wps|et|zip|rar)(?:[?#]|$)",
    re.IGNORECASE,
)
_DATA = ("data-href", "data-url", "data-link")


def leading_on(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Yield the elements that lead to an address, in order."""
    return (element for element in tree.xpath(_LEADS_ON) if address_of(element))


def address_of(element: html.HtmlElement) -> str:
    """Return where an element leads, as it stands there; empty if it leads nowhere.

    >>> address_of(html.fragment_fromstring("<a href='#' onclick='show(\\"/a/7.html\\")'>x</a>"))
    '/a/7.html'
    """
    href = element.get("href", "")
    if not _NOWHERE.match(href):
        return href
    told = next((value for name in _DATA if (value := element.get(name))), "")
    if told and element.tag == "a":
        return told
    clicked = element.get("onclick", "")
    if element.tag != "a" and not _OPENS.search(clicked):
        return ""
    quoted = _QUOTED.findall(f"{unquote(href)};{clicked}")
    return next((text for text in quoted if _ADDRESS.search(text)), "")


def words_of(element: html.HtmlElement) -> str:
    """Return an element's words: its ``title`` where that is longer, for lists cut titles off."""
    shown = " ".join(element.text_content().split()) or element.get("value", "").strip()
    full = " ".join(element.get("title", "").split())
    return full if len(full) > len(shown) else shown
