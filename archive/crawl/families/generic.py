"""What holds on any site: article addresses, dated items, files, next-page anchors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from lxml import html

from archive.crawl.reading.addresses import (
    is_article_address,
    is_attachment_address,
    is_list_address,
    list_stem,
)
from archive.crawl.reading.links import Found, PageLinks
from archive.crawl.reading.page import Page
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
_EMBEDDING = ("iframe", "embed", "frame")
_MIN_BARE_TITLE, _MIN_TITLED = 12, 3  # names of columns and of services are shorter
_MIN_TITLE = 6  # characters; shorter anchors with a date beside them are calendars and tabs


@lru_cache(maxsize=1)  # several families want to know what the page itself shows
def read(page: Page) -> PageLinks:
    """Return where a page leads by the common rules."""
    pairs = [(a, found) for a in page.anchors if (found := page.found_in(a))]
    documents = [(a, f) for a, f in pairs if _is_document(page, a, f)] or _titled(page, pairs)
    return PageLinks(
        list_pages=tuple(_list_pages(page, pairs)),
        columns=tuple(f for _, f in pairs if _is_column_below(page, f.url)),
        documents=without_side_boxes(page, documents),
        attachments=(*(f for a, f in pairs if _is_attachment(a, f)), *_embedded(page)),
        frames=tuple(_frames(page)),
    )


def _is_attachment(anchor: html.HtmlElement, found: Found) -> bool:
    """Whether an anchor leads to a file, by its address or by the name that it shows."""
    if is_attachment_address(found.url):
        return True
    file = found.url.partition("?")[0]  # ?id=5 may be anything
    is_page = is_article_address(file) or is_list_address(found.url)
    names = (anchor.text_content().strip(), anchor.get("title", ""), anchor.get("download", ""))
    return not is_page and any(_FILE_NAME.search(name) for name in names)


def _frames(page: Page) -> Iterator[Found]:
    for frame in page.tree.xpath("//iframe[@src] | //frame[@src]"):
        found = page.found(frame.get("src", ""))
        if found and found.url != page.url and not is_attachment_address(found.url):
            yield found


def _embedded(page: Page) -> Iterator[Found]:
    """Yield files that a page shows inside itself; a viewer's address holds the file's."""
    for element in page.tree.iterfind(".//*[@src]"):
        if element.tag in _EMBEDDING and (found := page.found(element.get("src", ""))):
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


def _list_pages(page: Page, pairs: list[tuple[html.HtmlElement, Found]]) -> Iterator[Found]:
    stem = list_stem(page.url)
    for anchor, found in pairs:
        is_next = anchor.get("rel") == "next" or _NEXT_WORDS.match(found.text)
        if found.url != page.url and (is_next or list_stem(found.url) == stem):
            yield found
    for link in page.tree.iterfind(".//link[@rel='next'][@href]"):
        if further := page.found(link.get("href", "")):
            yield further


def _is_document(page: Page, anchor: html.HtmlElement, found: Found) -> bool:
    if is_attachment_address(found.url) or _SITE_WORDS.match(found.text):
        return False
    if list_stem(found.url) == list_stem(page.url):
        return False
    if is_article_address(found.url) or _is_dated_item(anchor, found):
        return not _is_attachment(anchor, found)
    return _is_file_below(page, found)


def _is_file_below(page: Page, found: Found) -> bool:
    """Whether an anchor names a page of its own right in the column's folder."""
    own, other = urlsplit(page.url), urlsplit(found.url)
    is_below = own.netloc == other.netloc and other.path.startswith(page.folder)
    is_file = page.folder != "/" and bool(_HTML_FILE.search(other.path))
    return is_below and is_file and len(found.text) >= _MIN_TITLE


def _is_dated_item(anchor: html.HtmlElement, found: Found) -> bool:
    """Whether an anchor is the one title in an item that also shows a date."""
    if len(found.text) < _MIN_TITLE or urlsplit(found.url).path in ("", "/"):
        return False
    return is_dated(anchor)


def _titled(
    page: Page, pairs: list[tuple[html.HtmlElement, Found]]
) -> list[tuple[html.HtmlElement, Found]]:
    """Return what must be the documents of a list whose addresses and items tell nothing."""
    host = urlsplit(page.url).netloc
    titled = [
        (anchor, found)
        for anchor, found in pairs
        if len(found.text) >= _MIN_BARE_TITLE
        and urlsplit(found.url).netloc == host
        and _HTML_FILE.search(urlsplit(found.url).path)
        and list_stem(found.url) != list_stem(page.url)
    ]
    return titled if len(titled) >= _MIN_TITLED else []


def _is_column_below(page: Page, url: str) -> bool:
    own, other = urlsplit(page.url), urlsplit(url)
    if own.netloc != other.netloc or not is_list_address(url):
        return False
    is_below = other.path.startswith(page.folder) and list_stem(url) != list_stem(page.url)
    return is_below and not is_article_address(url)
