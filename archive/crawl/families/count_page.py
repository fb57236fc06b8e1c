"""Pagers that a script writes from ``countPage`` and ``currentPage`` (ministries, Handan).

Counted from 0: page k is ``index_{k-1}``.
"""

from __future__ import annotations

import re

from archive.crawl.addresses import is_article_address, page_name
from archive.crawl.page import Page, PageLinks

NAME = "countPage"

_COUNT = re.compile(r"\bvar\s+countPage\s*=\s*[\"']?(\d+)")
_JOINT = re.compile(r"""["']\s*\+\s*["']|\\""")  # "index"+"_" is "index_"
_TARGET = re.compile(
    r"""([\w./-]+)_["']\s*\+\s*\(?\w[^"'+]{0,12}\+\s*["'](\.(?:s?html?|jhtml|htm))\b"""
)
_FIRST_IS_ONE = re.compile(r"\bvar\s+currentPage\s*=\s*1\s*;?\s*//[^\n]*从\s*1\s*开始")
_MAX_PAGES = 10_000


def recognises(page: Page) -> bool:
    """Whether the page counts its pages in that variable."""
    return bool(_COUNT.search(page.text))


def read(page: Page) -> PageLinks:
    """Return the pages of the list, or the further pages of an article."""
    count = _COUNT.search(page.text)
    pages = min(int(count[1]), _MAX_PAGES) if count else 0
    stem, suffix = _name(page)
    first = 2 if _FIRST_IS_ONE.search(page.text) else 1
    further = page.all_found(f"{stem}_{n}{suffix}" for n in range(first, first + pages - 1))
    if is_article_address(page.url):
        return PageLinks(documents=further)
    return PageLinks(list_pages=further)


def _name(page: Page) -> tuple[str, str]:
    target = _TARGET.search(_JOINT.sub("", page.text))
    return (target[1], target[2]) if target else page_name(page.url)
