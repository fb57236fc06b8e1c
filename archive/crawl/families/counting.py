"""How many pages a script counts, and the links that follow from it.

Counters are told by the words in their names, of which every template has its own:
``countPage``, ``m_nPageCount``, ``total_page``, ``PAGE_COUNT``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from archive.crawl.reading.addresses import is_article_address, page_name
from archive.crawl.reading.links import MAX_PAGES, PageLinks
from archive.crawl.reading.naming import Series, series_in
from archive.crawl.reading.page import Page

_HOW_MANY = r"(?:count|total|sum|all|max|cnt)"
_THINGS = r"(?:data|records?|rows?|items?|infos?|news|results?|articles?|lists?|posts?|elements?)"
_PAGES = re.compile(
    rf"\w*(?:{_HOW_MANY}_?pages?(?:_?(?:num|no|count))?|pages?_?{_HOW_MANY}(?:_?num)?)|pages"
)
_RECORDS = re.compile(rf"\w*(?:{_HOW_MANY}_?{_THINGS}|{_THINGS}_?(?:{_HOW_MANY}|num)|totalnum)")
_BARE_RECORDS = re.compile(rf"{_RECORDS.pattern}|total|n?count|total_?count")
_SIZES = re.compile(
    rf"\w*(?:page_?(?:sizes?|rows|limit)|per_?page(?:_?(?:num|count))?|{_THINGS}per|showdata)"
)
_BARE_SIZES = re.compile(rf"{_SIZES.pattern}|limit|rows|size")
_SUFFIX = re.compile(r"\.(?:s?html?|jhtml|htm)$")


@dataclass(frozen=True, slots=True)
class Total:
    """How many pages there are; ``records`` if only something was counted, page or record."""

    pages: int | None = None
    records: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything was counted at all."""
        return self.pages is not None or self.records is not None


def total_within(page: Page, window: str | None = None) -> Total:
    """Return what the counters in a piece of the page's script say, or in all of it.

    In a piece that is all about the pager a bare ``total`` can mean nothing else.
    """
    script, is_pager = page.script, window is not None
    if (pages := script.counted(_PAGES, window)) is not None:
        return Total(pages)
    records = script.counted(_BARE_RECORDS if is_pager else _RECORDS, window)
    size = script.counted(_BARE_SIZES if is_pager else _SIZES, window)
    if records is not None and size:
        return Total(-(-records // size))
    return Total(records=records)


def series_of(page: Page, window: str | None = None) -> Series | None:
    """Return how a piece of the page's script names the pages, or any piece of it."""
    series = (series_in(page.script, window) if window else None) or series_in(page.script)
    return series and named_like(page, series)


def named_like(page: Page, series: Series) -> Series:
    """Return a series with a name: the page's own, if the script has but the ``_`` behind it."""
    if re.search(r"[\w/=]", series.stem.replace("_", "")):
        return series
    return replace(series, stem=page_name(page.url)[0] + series.stem)


def usual_series(page: Page) -> Series:
    """Return how pages are named where the script does not tell: like the page, with a number.

    An article's second page is always number 1.
    """
    stem, suffix = page_name(page.url)
    if not page.file_name:
        paths = (anchor.shape.path for anchor in page.anchors)
        suffixes = Counter(match[0] for path in paths if (match := _SUFFIX.search(path)))
        suffix = suffixes.most_common(1)[0][0] if suffixes else suffix
    return Series(f"{stem}_", suffix, 1 if is_article_address(page.url) else None)


def links(page: Page, series: Series, total: Total) -> PageLinks:
    """Return the further pages: all of them, or the next one where something is not sure.

    A number that may count records as well as pages, and names that nobody told, lead on one
    by one, until a page is missing. Nothing is lost either way.
    """
    is_sure = bool(series.variable) or series.second is not None
    if total.pages is not None and is_sure:
        names = series.names(min(total.pages, MAX_PAGES))
        return PageLinks(page.all_found(names), pages=total.pages)
    last = total.pages or total.records or 0
    is_last = (series.number_in(page.url) or 1) >= last
    following = () if is_last else series.following(page.url)
    return PageLinks(page.all_found(following), pages=total.pages)
