"""Articles split over several pages: ``t20240301_3.html`` goes on at ``t20240301_3_1.html``."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archive.crawl.reading.addresses import list_stem, numbered_address
from archive.crawl.reading.links import Found, PageLinks
from archive.crawl.reading.page import Page

_FILE = re.compile(r"^(?P<stem>.+?)(?P<suffix>\.(?:s?html?|jhtml|htm|jspx?|aspx?|php))$")
_PART = re.compile(r"^(?P<stem>.+)[_-](?P<number>\d{1,3})$")
_MAX_PARTS = 200


def parts_of(page: Page, links: PageLinks) -> tuple[Found, ...]:
    """Return the second page of an article and all after it, as far as ``page`` names them.

    They have the article's own file name with a number behind it, or its address with a
    page's number.
    """
    numbered = {
        number: found
        for found in (*links.documents, *links.list_pages)
        if (number := _number(page.url, found.url)) is not None
    }
    return tuple(numbered[number] for number in sorted(numbered))[:_MAX_PARTS]


def whole_of(page: Page, links: PageLinks) -> Found | None:
    """Return the first page of the article that ``page`` is a later page of.

    ``None``: it is none. Its name alone is no proof, it has to lead to its neighbours, too.
    """
    file = _FILE.match(page.url)
    part = _PART.match(file["stem"]) if file else None
    if not (file and part):
        return None
    whole = page.found(f"{part['stem']}{file['suffix']}")
    if whole is None:
        return None
    others = {found.url for found in (*links.documents, *links.list_pages)} - {page.url}
    leads_back = whole.url in others
    leads_on = any(_number(whole.url, url) is not None for url in others)
    return whole if leads_back or (leads_on and _names(page, whole.url)) else None


def _number(whole: str, url: str) -> int | None:
    file, other = _FILE.match(whole), _FILE.match(url)
    if file and other and other["suffix"] == file["suffix"]:
        part = _PART.match(other["stem"])
        if part and part["stem"] == file["stem"]:
            return int(part["number"])
    turned = numbered_address(url)
    is_argument = turned is not None and urlsplit(url).path == urlsplit(whole).path
    if turned and is_argument and turned.number > 1 and list_stem(url) == list_stem(whole):
        return turned.number
    return None


def _names(page: Page, whole: str) -> bool:
    """Whether the page's source has the name of the article's file, as its pager would."""
    stem = urlsplit(whole).path.rpartition("/")[2].rpartition(".")[0]
    return re.search(rf"[\"'/]{re.escape(stem)}(?:[\"'.]|[_-]\d)", page.text) is not None
