"""What holds on any site: article addresses, dated items, files, next-page anchors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from archive.crawl.reading.addresses import (
    Shape,
    is_article_address,
    is_attachment_address,
    shape_of,
)
from archive.crawl.reading.anchors import text_of
from archive.crawl.reading.links import Found, PageLinks
from archive.crawl.reading.page import Anchor, Page
from archive.crawl.reading.side_boxes import is_dated, without_side_boxes

_NEXT_WORDS = re.compile(r"^\W*(?:下一?[页頁]|后一?页|下一張|next(?:\s*page)?)\W*$", re.IGNORECASE)
_SITE_WORDS = re.compile(
    r"^\W*(?:网站声明|免责声明|版权声明|隐私声明|法律声明|联系我们|关于我们|关于本站|网站地图|网站帮助|使用帮助|网站首页)\W*$"
)
_FILE_NAME = re.compile(
    r"\.(?:pdf|docx?|xlsx?|ofd|wps|et|zip|rar|7z|ceb)(?![A-Za-z0-9])", re.IGNORECASE
)
_QUOTED_FILE = re.compile(
    r"""["']\s*([^"'\s<>]{1,300}\.(?:pdf|docx?|xlsx?|ofd|wps|zip|rar))\s*["']""", re.IGNORECASE
)
_HTML_FILE = re.compile(r"/(?!index|list|default)[\w-]+\.(?:s?html?|jhtml|htm)$", re.IGNORECASE)
_FRAMES = etree.XPath("//iframe[@src] | //frame[@src]")
_EMBEDDED = etree.XPath("//iframe[@src] | //frame[@src] | //embed[@src]")
_NEXT = etree.XPath("//link[@rel='next'][@href]")
_MIN_BARE_TITLE, _MIN_TITLED = 12, 3  # names of columns and of services are shorter
_MIN_TITLE = 6  # characters; shorter anchors with a date beside them are calendars and tabs


@lru_cache(maxsize=1)  # several families want to know what the page itself shows
def read(page: Page) -> PageLinks:
    """Return where a page leads by the common rules."""
    own = shape_of(page.url)
    documents = [a for a in page.anchors if _is_document(page, own, a)] or _titled(page, own)
    return PageLinks(
        list_pages=tuple(_list_pages(page, own)),
        columns=tuple(a.found for a in page.anchors if _is_column_below(page, own, a.shape)),
        documents=without_side_boxes(page, documents),
        attachments=(*(a.found for a in page.anchors if _is_attachment(a)), *_embedded(page)),
        frames=tuple(_frames(page)),
    )


def read_article(page: Page) -> PageLinks:
    """Return the files of an article, and what may be its further pages: all in its folder."""
    own = shape_of(page.url)
    near = (a for a in page.anchors if a.shape.netloc == own.netloc)
    return PageLinks(
        list_pages=tuple(_list_pages(page, own)),
        documents=tuple(a.found for a in near if a.shape.path.startswith(page.folder)),
        attachments=(*(a.found for a in page.anchors if _is_attachment(a)), *_embedded(page)),
    )


def _is_attachment(anchor: Anchor) -> bool:
    """Whether an anchor leads to a file, by its address or by the name that it shows."""
    if anchor.shape.is_attachment:
        return True
    names = _names(anchor)
    if "." not in names or not _FILE_NAME.search(names):
        return False
    file = anchor.found.url.partition("?")[0]  # ?id=5 may be anything
    return not (is_article_address(file) or anchor.shape.is_list)


def _names(anchor: Anchor) -> str:
    """Return all that may be a file's name, a line each."""
    element, names = anchor.element, anchor.found.text
    if title := element.get("title"):
        names = f"{names}\n{title}\n{text_of(element)}"
    if download := element.get("download"):
        names = f"{names}\n{download}"
    return names


def _frames(page: Page) -> Iterator[Found]:
    for frame in _FRAMES(page.tree):
        found = page.found(frame.get("src", ""))
        if found and found.url != page.url and not is_attachment_address(found.url):
            yield found


def _embedded(page: Page) -> Iterator[Found]:
    """Yield files that a page shows inside itself; a viewer's address holds the file's."""
    for element in _EMBEDDED(page.tree):
        if found := page.found(element.get("src", "")):
            yield from _file(page, found)
    for element in page.tree.iterfind(".//object[@data]"):
        if found := page.found(element.get("data", "")):
            yield from _file(page, found)
    for script in page.tree.iterfind(".//script") if is_article_address(page.url) else ():
        yield from page.all_found(_QUOTED_FILE.findall(script.text or ""))


def _file(page: Page, found: Found) -> Iterator[Found]:
    inner = next((v for n, v in parse_qsl(urlsplit(found.url).query) if n in ("file", "src")), "")
    viewed = page.found(inner) if inner else None
    if viewed and is_attachment_address(viewed.url):
        yield viewed
    elif is_attachment_address(found.url):
        yield found


def _list_pages(page: Page, own: Shape) -> Iterator[Found]:
    for element, found, shape in page.anchors:
        is_next = shape.stem == own.stem or element.get("rel") == "next"
        if (is_next or _says_next(found.text)) and found.url != page.url:
            yield found
    for link in _NEXT(page.tree):
        if further := page.found(link.get("href", "")):
            yield further


@lru_cache(maxsize=4096)  # anchors of menus come on every page
def _says_next(text: str) -> bool:
    return _NEXT_WORDS.match(text) is not None


def _is_document(page: Page, own: Shape, anchor: Anchor) -> bool:
    if anchor.shape.is_attachment or anchor.shape.stem == own.stem:
        return False
    if anchor.shape.is_article or _is_dated_item(anchor):
        return not (_SITE_WORDS.match(anchor.found.text) or _is_attachment(anchor))
    return _is_file_below(page, own, anchor) and not _SITE_WORDS.match(anchor.found.text)


def _is_file_below(page: Page, own: Shape, anchor: Anchor) -> bool:
    """Whether an anchor names a page of its own right in the column's folder."""
    if len(anchor.found.text) < _MIN_TITLE or page.folder == "/":
        return False
    shape = anchor.shape
    is_below = shape.netloc == own.netloc and shape.path.startswith(page.folder)
    return is_below and _HTML_FILE.search(shape.path) is not None


def _is_dated_item(anchor: Anchor) -> bool:
    """Whether an anchor is the one title in an item that also shows a date."""
    if len(anchor.found.text) < _MIN_TITLE or anchor.shape.path in ("", "/"):
        return False
    return is_dated(anchor.element)


def _titled(page: Page, own: Shape) -> list[Anchor]:
    """Return what must be the documents of a list whose addresses and items tell nothing."""
    titled = [anchor for anchor in page.anchors if _is_titled(anchor, own)]
    return titled if len(titled) >= _MIN_TITLED else []


def _is_titled(anchor: Anchor, own: Shape) -> bool:
    if len(anchor.found.text) < _MIN_BARE_TITLE or anchor.shape.netloc != own.netloc:
        return False
    return _HTML_FILE.search(anchor.shape.path) is not None and anchor.shape.stem != own.stem


def _is_column_below(page: Page, own: Shape, shape: Shape) -> bool:
    if not shape.is_list or shape.netloc != own.netloc or shape.stem == own.stem:
        return False
    return shape.path.startswith(page.folder) and not shape.is_article
