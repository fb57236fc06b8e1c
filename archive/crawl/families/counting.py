"""How many pages a script counts, and the links that follow from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from archive.crawl.addresses import page_name
from archive.crawl.page import Page, PageLinks
from archive.crawl.script import Series

_PAGES = ("totalPage", "totalPages", "pageCount", "countPage", "total_page", "total_pages",
          "pageTotal", "totalpage", "pagecount", "maxPage", "allPage", "sumPage", "pages",
          "TotalPage", "PageCount")  # fmt: skip
_RECORDS = ("totalData", "totalRecord", "totalRecords", "totalCount", "recordCount", "totalNum",
            "total", "count", "rowCount", "totalRow", "totalrecord")  # fmt: skip
_SIZES = ("showData", "pageSize", "perPage", "items_per_page", "page_size", "limit", "rows",
          "perpage", "pagesize", "numPerPage", "pageRows")  # fmt: skip
_MAX_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class Total:
    """How many pages there are; ``records`` if only something was counted, page or record."""

    pages: int | None = None
    records: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything was counted at all."""
        return self.pages is not None or self.records is not None


def total_within(page: Page, window: str) -> Total:
    """Return what the names of counters in a piece of the page's script say."""
    script = page.script
    if (pages := script.value(*_PAGES, within=window)) is not None:
        return Total(pages)
    records, size = script.value(*_RECORDS, within=window), script.value(*_SIZES, within=window)
    if records is not None and size:
        return Total(-(-records // size))
    return Total(records=records)


def series_within(page: Page, window: str, counted_from: int = 1) -> Series | None:
    """Return how a callback names the pages, or a function elsewhere that it calls."""
    if not window:
        return None
    script = page.script
    series = script.series(window, counted_from) or script.series(counted_from=counted_from)
    return named_like(page, series) if series else None


def named_like(page: Page, series: Series) -> Series:
    """Return a series with a name: the page's own, if the script has but the ``_`` behind it."""
    if re.search(r"[\w/=]", series.stem.replace("_", "")):
        return series
    return replace(series, stem=page_name(page.url)[0] + series.stem)


def links(page: Page, series: Series, window: str) -> PageLinks:
    """Return the further pages: all of them, or the next one where only a number is known.

    A number that may count records as well as pages leads on one by one, until a page is
    missing; nothing is lost either way.
    """
    total = total_within(page, window)
    if total.pages is not None:
        names = series.names(min(total.pages, _MAX_PAGES))
        return PageLinks(page.all_found(names), pages=total.pages)
    current = series.page_of(page.url)
    names = iter([series.name(current + 1)] if current < (total.records or 0) else [])
    return PageLinks(page.all_found(names))
