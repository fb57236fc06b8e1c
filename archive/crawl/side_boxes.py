"""Telling the list of a column from the boxes beside it, whose links look like articles, too.

Where some articles are the column's own (below its folder, or with its number), what counts
is the box that they stand in: other links in it are the column's as well, other boxes are not.
Where none is known to be its own, everything counts.
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

_Anchor = tuple[html.HtmlElement, Found]


def without_side_boxes(page: Page, documents: Sequence[_Anchor]) -> tuple[Found, ...]:
    """Return the documents of the column that a page lists."""
    if not any(is_own(page, found) for _, found in documents):
        return tuple(found for _, found in documents)
    boxes = _boxes([anchor for anchor, _ in documents])
    sizes = Counter(boxes[anchor] for anchor, _ in documents)
    main = {boxes[anchor] for anchor, found in documents if is_own(page, found)}
    largest = max(sizes[box] for box in main)

    def belongs(anchor: html.HtmlElement) -> bool:
        box = boxes[anchor]
        return box in main or (sizes[box] > largest and not _is_beside(box))

    return tuple(found for anchor, found in documents if belongs(anchor))


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
