"""Pagers that a script writes from variables: ``countPage``, ``totalData`` and their like.

``var countPage = 3`` is counted from 0, page k is ``index_{k-1}`` (ministries, Handan);
``pagination_script_config = {total: '3'}`` the same; ``totalData`` leads to ``index_pc_{k}``.
"""

from __future__ import annotations

import re
from dataclasses import replace

from archive.crawl.families import counting, page_function, pagination_plugin
from archive.crawl.families.counting import Total
from archive.crawl.reading.links import PageLinks
from archive.crawl.reading.naming import Series
from archive.crawl.reading.page import Page

NAME = "countPage"

_CONFIG = re.compile(
    r"\bpagination_script_config(?:\s*=\s*\{[^{}]*?\btotal[\"']?\s*:|\.total\s*=)\s*['\"]?(\d+)"
)
_CURRENT = re.compile(
    r"\w*(?:cur(?:r|rent)?_?(?:page|index)|page_?(?:index|number|no|num)|curpage)\w*"
)


def recognises(page: Page) -> bool:
    """Whether the page counts its pages or records in a variable, and no call says more."""
    is_called = page_function.recognises(page) or pagination_plugin.recognises(page)
    return page.data is None and not is_called and _total(page).is_known


def read(page: Page) -> PageLinks:
    """Return the pages of the list (or of the article, if the page is one)."""
    return counting.links(page, _series(page), _total(page))


def _total(page: Page) -> Total:
    text = page.script.text
    if "pagination_script_config" in text and (config := _CONFIG.search(text)):
        return Total(int(config[1][:9]))
    return counting.total_within(page)


def _series(page: Page) -> Series:
    """Return how the pages are named, as far as the script tells.

    What it counts from is told by what it compares, and by the number of the page on the first
    page; where the two differ, neither is believed.
    """
    told = counting.series_of(page)
    series = told or counting.usual_series(page)
    current = page.script.counted(_CURRENT)
    if current not in (0, 1) or series.number_in(page.url) is not None:
        return series
    if told and _CURRENT.fullmatch(told.variable.lower()) and told.offset:
        counted = replace(told, second=current + told.offset)  # the page after this one
    else:
        counted = replace(series, second=current + 1 + series.offset)
    is_contradicted = series.second not in (None, counted.second)
    return replace(series, second=None) if is_contradicted else counted
