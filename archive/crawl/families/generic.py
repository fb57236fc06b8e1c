"""What holds on any site: article addresses, dated items, files, next-page anchors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import html

from archive.crawl.addresses import (
    is_article_address,
    is_attachment_address,
    is_list_address,
    list_stem,
)
from archive.crawl.page import Found, Page, PageLinks

_NEXT_WORDS = re.compile(r"^\W*(?:下一?[页頁]|后一?页|下一張|next(?:\s*page)?)\W*$", re.IGNORECASE)
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}|[\[(（]\d\d-\d\d[\])）]"
)
_SITE_WORDS = re.compile(
    r"^\W*(?:网站声明|免责声明|版权声明|隐私声明|法律声明|联系我们|关于我们|关于本站|网站地图|网站帮助|使用帮助|网站首页)\W*$"
)
_ITEM_TAGS = ("li", "tr", "dd", "dl", "p", "div")
_MIN_TITLE = 6  # characters; shorter anchors with a date beside them are calendars and tabs
_MAX_ITEM_TEXT = 300  # an item of a list is a title and a date, hardly more


def read(page: Page) -> PageLinks:
    """Return where a page leads by the common rules."""
    pairs = [(a, found) for a in page.anchors if (found := page.found_in(a))]
    return PageLinks(
        list_pages=tuple(_list_pages(page, pairs)),
        columns=tuple(f for _, f in pairs if _is_column_below(page, f.url)),
        documents=tuple(f for a, f in pairs if _is_document(page, a, f)),
        attachments=tuple(f for _, f in pairs if is_attachment_address(f.url)),
    )


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
    return is_article_address(found.url) or _is_dated_item(anchor, found)


def _is_dated_item(anchor: html.HtmlElement, found: Found) -> bool:
    """Whether an anchor is the one title in an item that also shows a date."""
    if len(found.text) < _MIN_TITLE or urlsplit(found.url).path in ("", "/"):
        return False
    item = next((e for e in anchor.iterancestors() if e.tag in _ITEM_TAGS), None)
    if item is None or len(item.findall(".//a[@href]")) > 2:
        return False
    text = item.text_content()
    return len(text) <= _MAX_ITEM_TEXT and bool(_DATE.search(text))


def _is_column_below(page: Page, url: str) -> bool:
    own, other = urlsplit(page.url), urlsplit(url)
    if own.netloc != other.netloc or not is_list_address(url):
        return False
    is_below = other.path.startswith(page.folder) and list_stem(url) != list_stem(page.url)
    return is_below and not is_article_address(url)
