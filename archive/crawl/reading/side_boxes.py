"""Telling the list of a column from the boxes beside it, whose links look like articles, too.

Where some articles are the column's own (below its folder, or with its number), what counts
is the box that they stand in: other links in it are the column's as well, other boxes are not.
Only if its own ones have no dates, as in a menu, a larger box counts as well. Where none is
known to be its own, boxes go that are called side boxes, in a name or in a heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from archive.crawl.reading.links import Found
from archive.crawl.reading.page import Anchor, Page

_COLUMN = re.compile(r"/col/?(?:col)?(\d+)/")
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:side|right|hot|recommend|related|nav|menu|foot|bottom|top|links?)"
    r"(?:[\s_-]|$|\w*(?:bar|list|box|news))",
    re.IGNORECASE,
)

_HEADING = re.compile(r"^\W*(?:热点|热门|推荐|相关|排行|点击|猜你|图片新闻|专题|友情链接)")
_MAX_HEADING = 12  # characters
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}|[\[(（]\d\d-\d\d[\])）]"
)
_ITEM_TAGS = ("li", "tr", "dd", "dl", "p", "div")
_MAX_LEVELS = 50  # that an item of a list is nested
_MAX_ITEM_TEXT = 300  # an item of a list is a title and a date, hardly more


def without_side_boxes(page: Page, documents: Sequence[Anchor]) -> tuple[Found, ...]:
    """Return the documents of the column that a page lists."""
    boxes = _boxes([anchor.element for anchor in documents])
    sizes = Counter(boxes.values())
    beside = {box for box in sizes if _is_beside(box)}
    dated = {boxes[one.element] for one in documents if is_dated(one.element)}
    own = {boxes[one.element] for one in documents if is_own(page, one.found)}
    if not own:
        main = sizes.keys() - beside
        # Some templates call the place of the list itself "right".
        kept = main if main & (dated or main) else sizes.keys()
    elif own & dated:
        kept = own
    else:
        largest = max(sizes[box] for box in own)
        kept = own | {box for box in sizes.keys() - beside if sizes[box] > largest}
    return tuple(one.found for one in documents if boxes[one.element] in kept)


def is_dated(anchor: etree._Element) -> bool:
    """Whether an anchor is the title in an item of a list that also shows a date."""
    around = (anchor, *_around(anchor))
    item = next((e for e in around if e.tag in _ITEM_TAGS), None)
    if item is None or len(item.findall(".//a[@href]")) > 2:
        return False
    text = " ".join(item.itertext())
    return len(text) <= _MAX_ITEM_TEXT and bool(_DATE.search(text))


def is_own(page: Page, found: Found) -> bool:
    """Whether an address tells that its document belongs to the page's column."""
    own, other = urlsplit(page.url), urlsplit(found.url)
    if own.netloc.removeprefix("www.") != other.netloc.removeprefix("www."):
        return False
    if column := _COLUMN.search(own.path):
        return f"/art_{column[1]}_" in other.path
    return page.folder != "/" and other.path.startswith(page.folder)


def _boxes(anchors: Sequence[etree._Element]) -> dict[etree._Element, etree._Element]:
    """Return for each anchor the smallest element around it that holds another one as well."""
    around = {anchor: list(_around(anchor)) for anchor in anchors}
    held = Counter(element for elements in around.values() for element in elements)
    return {
        anchor: next((e for e in elements if held[e] > 1), elements[-1])
        for anchor, elements in around.items()
    }


def _around(element: etree._Element) -> Iterator[etree._Element]:
    return islice(element.iterancestors(), _MAX_LEVELS)


def _is_beside(box: etree._Element) -> bool:
    names = (f"{e.get('class', '')} {e.get('id', '')}" for e in (box, *_around(box)))
    return any(_BESIDE.search(name) for name in names) or bool(_HEADING.match(_heading(box)))


def _heading(box: etree._Element) -> str:
    """Return the words above a box; empty if they are no heading."""
    for element in (box, *islice(box.iterancestors(), 2)):
        for above in element.itersiblings(preceding=True):
            text = "".join(above.itertext()).strip() if isinstance(above.tag, str) else ""
            if text:
                return text if len(text) <= _MAX_HEADING else ""
    return ""
