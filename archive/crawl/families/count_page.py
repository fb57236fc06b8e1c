"""Pagers that a script writes from variables: ``countPage``, ``totalData`` and their like.

``var countPage = 3`` is counted from 0, page k is ``index_{k-1}`` (ministries, Handan);
``pagination_script_config = {total: '3'}`` the same; ``totalData`` leads to ``index_pc_{k}``.
"""

from __future__ import annotations

import re
from dataclasses import replace

from archive.crawl.addresses import page_name
from archive.crawl.families import counting
from archive.crawl.page import Page, PageLinks
from archive.crawl.script import Series

NAME = "countPage"

_COUNT = re.compile(r"(?<![\w.$])(?:countPage|pageCount|totalPage|nPageCount)\s*=(?!=)")
_CONFIG = re.compile(r"\bpagination_script_config\s*=\s*(\{.*?\})", re.DOTALL)
_CONFIG_TOTAL = re.compile(r"\bpagination_script_config\.total\s*=\s*['\"]?(\d+)")
_RECORDS = re.compile(r"(?<![\w.$])(?:totalData|totalRecords?|recordCount)\s*=(?!=)")
_WORDS = (
    *("countPage", "pageCount", "totalPage", "nPageCount", "pagination_script_config"),
    *("totalData", "totalRecord", "recordCount"),
)
_MAX_PAGES = 10_000


def recognises(page: Page) -> bool:
    """Whether the page counts its pages or records in one of those variables."""
    text = page.script.text
    if not any(word in text for word in _WORDS):  # far quicker than the patterns
        return False
    return any(p.search(text) for p in (_COUNT, _CONFIG, _CONFIG_TOTAL, _RECORDS))


def read(page: Page) -> PageLinks:
    """Return the pages of the list (or of the article, if the page is one)."""
    if (pages := _pages(page)) is not None:
        names = _series(page).names(min(pages, _MAX_PAGES))
        return PageLinks(page.all_found(names), pages=pages)
    return counting.links(page, _record_series(page), page.script.text)


def _pages(page: Page) -> int | None:
    text = page.script.text
    if config := _CONFIG.search(text):
        return page.script.value("total", within=config[1])
    if assigned := _CONFIG_TOTAL.search(text):
        return int(assigned[1][:9])
    names = ("countPage", "pageCount", "totalPage", "nPageCount")
    return page.script.value(*names) if _COUNT.search(text) else None


def _series(page: Page) -> Series:
    """Return how the pages are named; without a word on it ``index_1`` is the second one.

    ``currentPage`` says on the first page what pages are counted from.
    """
    told = page.script.series()
    stem, suffix = page_name(page.url)
    series = counting.named_like(page, told) if told else Series(f"{stem}_", suffix, 1)
    current = page.script.value("currentPage", "currPage", "pageNumber", "nCurrIndex")
    from_one = current == 1 and series.page_of(page.url) == 1
    return replace(series, second=1 + from_one + series.offset)


def _record_series(page: Page) -> Series:
    """Return how pages counted by records are named: their addresses count from 1."""
    told = page.script.series()
    stem, suffix = page_name(page.url)
    return counting.named_like(page, told) if told else Series(f"{stem}_", suffix, 2)
