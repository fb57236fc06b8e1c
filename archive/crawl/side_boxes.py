"""Telling the list of a column from the boxes beside it, whose links look like articles, too.

Where some articles are the column's own (below its folder, or with its number), what counts
is the box that they stand in: other links in it are the column's as well, other boxes are not.
Where none is known to be its own, boxes go that are called side boxes and look it: smaller
than the list, or without the dates that it has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml import html

from archive.crawl.page import Found, Page

_COLUMN = re.compile(r"/col/?(?:col)?(\d+)/")
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:side|right|hot|recommend|related|nav|menu|foot|bottom|top|links?)"
    r"(?:[\s_-]|$|\w*(?:bar|list|box|news))",
    re.IGNORECASE,
)

_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}|[\[(（]\d\d-\d\d[\])）]"
)
_ITEM_TAGS = ("li", "tr", "dd", "dl", "p", "div")
_MAX_ITEM_TEXT = 300  # an item of a list is a title and a date, hardly more

_Anchor = tuple[html.HtmlElement, Found]


def without_side_boxes(page: Page, documents: Sequence[_Anchor]) -> tuple[Found, ...]:
    """Return the documents of the column that a page lists."""
    boxes = _boxes([anchor for anchor, _ in documents])
    sizes = Counter(boxes.values())
    beside = {box for box in sizes if _is_beside(box)}
    main = {boxes[anchor] for anchor, found in documents if is_own(page, found)}
    has_own = bool(main)
    main = main or sizes.keys() - beside
    if not main:
        return tuple(found for _, found in documents)
    largest = max(sizes[box] for box in main)
    dated = {boxes[anchor] for anchor, _ in documents if is_dated(anchor)}

    def belongs(box: html.HtmlElement) -> bool:
        if box in main:
            return True
        is_undated = box not in dated and bool(dated & main)
        return sizes[box] > largest and not (has_own and box in beside) and not is_undated

    kept = {box for box in sizes if belongs(box)}
    return tuple(found for anchor, found in documents if boxes[anchor] in kept)


def is_dated(anchor: html.HtmlElement) -> bool:
    """Whether an anchor is the title in an item of a list that also shows a date."""
    item = next((e for e in anchor.iterancestors() if e.tag in _ITEM_TAGS), None)
    if item is None or len(item.findall(".//a[@href]")) > 2:
        return False
    text = item.text_content()
    return len(text) <= _MAX_ITEM_TEXT and bool(_DATE.search(text))


def is_own(page: Page, found: Found) -> bool:
    """Whether an address tells that its document belongs to the page's column."""
    own, other = urlsplit(page.url), urlsplit(found.url)
    if own.netloc.removeprefix("www.") != other.netloc.removeprefix("www."):
        return False
    if column := _COLUMN.search(own.path):
        return f"/art_{column[1]}_" in other.path
    return page.folder != "/" and other.path.startswith(page.folder)


def _boxes(anchors: Sequence[html.HtmlElement]) -> dict[html.HtmlElement, html.HtmlElement]:
    """Return for each anchor the smallest element around it that holds another one as well."""
    around = {anchor: list(anchor.iterancestors()) for anchor in anchors}
    held = Counter(element for elements in around.values() for element in elements)
    return {
        anchor: next((e for e in elements if held[e] > 1), elements[-1])
        for anchor, elements in around.items()
    }


def _is_beside(box: html.HtmlElement) -> bool:
    names = (f"{e.get('class', '')} {e.get('id', '')}" for e in (box, *box.iterancestors()))
    return any(_BESIDE.search(name) for name in names)
