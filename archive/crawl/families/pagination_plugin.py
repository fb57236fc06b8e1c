"""Pagers of a jQuery plugin whose callback builds ``index_2`` for page 2 (Shanghai).

One off from TRS, where page 2 is ``index_1``.
"""

from __future__ import annotations

import re

from archive.crawl.page import Page, PageLinks

NAME = "jQuery pagination"

_TOTAL = re.compile(r"\btotalPages?\s*:\s*[\"']?(\d+)")
_TARGET = re.compile(
    r"""["']([\w./-]*?)_["']\s*\+\s*\w+\s*\+\s*["'](\.(?:s?html?|jhtml|htm))["']"""
)
_CALL = ".pagination("
_MAX_PAGES = 10_000


def recognises(page: Page) -> bool:
    """Whether the plugin is called and says how many pages there are."""
    return _CALL in page.text and bool(_TOTAL.search(page.text) and _TARGET.search(page.text))


def read(page: Page) -> PageLinks:
    """Return the pages of the list."""
    total, target = _TOTAL.search(page.text), _TARGET.search(page.text)
    if not (total and target):
        return PageLinks()
    numbers = range(2, min(int(total[1]), _MAX_PAGES) + 1)
    return PageLinks(page.all_found(f"{target[1]}_{number}{target[2]}" for number in numbers))
