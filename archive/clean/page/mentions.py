"""The files that a page offers: links to them, and viewers that show them on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import etree

from archive.address import canonical
from archive.clean.page.lines import key_of, rendered
from archive.facts import AttachmentLink

_NAME: Final = re.compile(r"\.(pdf|docx?|xlsx?|ofd|wps|et|zip|rar)$", re.IGNORECASE)
_NAMED: Final = re.compile(
    rf"(?:{_NAME.pattern.removesuffix('$')})\s*(?:[（(][^（）()]{{1,16}}[)）])?$", re.I
)
_PAGE: Final = re.compile(r"\.[a-z]?html?(?:[?#]|$)|^(?:#|javascript:)", re.IGNORECASE)
_DECORATION: Final = re.compile(
    r"^附件\s*\d*\s*[:、.]?\s*|^\d{1,2}\s*[.、]\s*|\s+|[(\[](下载|点击.{0,4})[)\]]"
)
_EMBEDDING: Final = {"iframe": "src", "embed": "src", "object": "data", "frame": "src"}
MENTIONING: Final = frozenset({"a", *_EMBEDDING})
"""The elements that may mention a file."""

_BELOW: Final = 40  # lines: so far below a text its files are listed
_ABOVE: Final = 5


@dataclass(frozen=True, slots=True)
class FileMention:
    """A file as a page's markup names it.

    ``line`` is the number of the line it stands at; ``is_shown``: the page shows it itself.
    """

    href: str
    title: str
    line: int
    is_shown: bool = False


def mentioned(tag: str, element: etree._Element, line: int) -> FileMention | None:
    """Return the file that an element links to or shows, if it does."""
    if tag == "a":
        href = (element.get("href") or "").strip()
        title = rendered(element.get("title") or "")
        text = rendered("".join(element.itertext()))
        if _is_file(href) or (href and _names_file(href, element.get("download") or title, text)):
            return FileMention(href, text or title, line)
    elif tag in _EMBEDDING:
        href = (element.get(_EMBEDDING[tag]) or "").strip()
        if _is_file(href):
            return FileMention(_viewed(href), rendered(element.get("title") or ""), line, True)
    return None


def _names_file(href: str, title: str, text: str) -> bool:
    """Whether a link's words name the file that its address does not: download.jsp?wbfileid=3."""
    if _NAME.search(title):
        return True
    return _NAMED.search(text) is not None and _PAGE.search(href) is None


def _is_file(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    values = (value for _, value in parse_qsl(parts.query))
    return any(map(_NAME.search, (parts.path.rstrip(), *values)))


def _viewed(href: str) -> str:
    """Return what a viewer shows: pdf.js and its like take the file as an argument."""
    parts = urlsplit(href)
    if _NAME.search(parts.path):
        return href
    return next((value for _, value in parse_qsl(parts.query) if _NAME.search(value)), href)


def links(
    mentions: Iterable[FileMention], page_url: str, within: Sequence[int]
) -> tuple[AttachmentLink, ...]:
    """Return the files near the main text, each address once, in the order of the page.

    ``within`` are the numbers of the main text's lines; files far from them belong to the
    site. Without any, all files count.
    """
    first, last = (within[0] - _ABOVE, within[-1] + _BELOW) if within else (0, 1 << 60)
    found: dict[str, AttachmentLink] = {}
    for mention in mentions:
        url = _absolute(page_url, mention.href)
        if url and first <= mention.line <= last:
            found.setdefault(url, AttachmentLink(url, mention.title or _file_name(url)))
    return tuple(found.values())


def _absolute(page_url: str, href: str) -> str | None:
    try:
        url = canonical(urljoin(page_url, href))
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) else None


def _file_name(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def stem(title: str) -> str:
    """Return a file's title without its number and ending, to tell copies in two formats.

    >>> stem("附件1：青石县报告.pdf") == stem("青石县报告.docx")
    True
    """
    return _DECORATION.sub("", _NAME.sub("", key_of(title).strip()))
