"""Guangdong's 政府信息公开平台 (gkmlpt): JSON lists behind ``/gkmlpt/api/all/{column}``.

``/gkmlpt/index`` holds ``window._CONFIG`` with the site's number and the tree of columns; its
fragment names one of them (``index#721``). Pages are counted from 1; page 0 is page 1 again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archive.crawl.reading import json_data
from archive.crawl.reading.links import Found, PageLinks, listed
from archive.crawl.reading.page import Page
from archive.crawl.reading.turning import page_number, turned

NAME = "gkmlpt"

_CONFIG = re.compile(r"\b_CONFIG\s*=")
_TREE = re.compile(r"""["']?TREE["']?\s*:\s*(?=[\[{])""")
_ID = re.compile(r"""["']?\b(?:id|ID)["']?\s*:\s*["']?(\d+)""")
_MAX_COLUMNS = 500


def recognises(page: Page) -> bool:
    """Whether the page has the platform's configuration, or is what its interface answers."""
    is_index = "_CONFIG" in page.text and bool(_CONFIG.search(page.text))
    return (is_index and bool(_TREE.search(page.text))) or _articles(page) is not None


def read(page: Page) -> PageLinks:
    """Return the first page of each column; of an answer its articles and the next page."""
    articles = _articles(page)
    if articles is not None:
        return _read_answer(page, articles)
    return PageLinks(list_pages=page.all_found(_columns(page)))


def _articles(page: Page) -> list[object] | None:
    data = page.data
    if not isinstance(data, dict) or not ({"classify", "total"} & data.keys()):
        return None
    articles = data.get("articles")
    return articles if isinstance(articles, list) else None


def _read_answer(page: Page, articles: list[object]) -> PageLinks:
    shown = [page.found(item.address, item.title) for item in json_data.items(articles)]
    found = tuple(each for each in shown if each)
    data = page.data if isinstance(page.data, dict) else {}
    total = json_data.number(
        [data.get("classify"), {"total": data.get("total")}], "post_count", "total"
    )
    number = max(1, page_number(page.url) or 1)
    is_last = not articles or (total is not None and number * len(articles) >= total)
    following = turned(page.url, number + 1)
    more = () if is_last or following is None else (Found(following),)
    return listed(found).merged(PageLinks(more))


def _columns(page: Page) -> Iterator[str]:
    root = urlsplit(page.url).path.partition("/gkmlpt")[0] if "/gkmlpt" in page.url else ""
    chosen = urlsplit(page.url).fragment
    site = page.script.value("SID", "sid")
    for number in [chosen] if chosen.isdigit() else _tree(page.text):
        yield f"{root}/gkmlpt/api/all/{number}?page=1" + ("" if site is None else f"&sid={site}")


def _tree(text: str) -> list[str]:
    start = _TREE.search(text)
    if start is None:
        return []
    tree = json_data.balanced(text[start.end() :])
    return list(dict.fromkeys(_ID.findall(tree)))[:_MAX_COLUMNS]
