"""The content systems the sites imitate: how they name pages and turn the pages of lists."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from archive.model import Scope


def _no_mobile(_path: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Family:
    """One content system.

    ``name`` is its folder of templates. ``list_path`` takes the number of a list page from 0
    and how many there are. ``charset`` is what pages are written in, ``header_charset`` what
    the header declares (``None``: nothing).
    """

    name: str
    seed_path: str
    scope: Scope
    list_path: Callable[[int, int], str]
    article_path: Callable[[date, int], str]
    news_path: Callable[[date, int], str]
    mobile_path: Callable[[str], str | None] = _no_mobile
    per_page: int = 10
    shows_numbers: bool = False
    charset: str = "utf-8"
    header_charset: str | None = "utf-8"


def _trs_list(page: int, _pages: int) -> str:
    return f"/zwgk/fzbg/index{f'_{page}' if page else ''}.html"


def _trs_article(day: date, identity: int) -> str:
    return f"/zwgk/fzbg/{day:%Y%m}/t{day:%Y%m%d}_{identity}.html"


def _trs_news(day: date, identity: int) -> str:
    return f"/xwzx/zwyw/{day:%Y%m}/t{day:%Y%m%d}_{identity}.html"


def _hanweb_list(page: int, _pages: int) -> str:
    if not page:
        return "/col/col1229/index.html"
    return f"/module/web/jpage/dataproxy.jsp?page={page}"


def _hanweb_article(day: date, identity: int) -> str:
    return f"/art/{day.year}/{day.month}/{day.day}/art_1229_{identity}.html"


def _hanweb_news(day: date, identity: int) -> str:
    return f"/art/{day.year}/{day.month}/{day.day}/art_1201_{identity}.html"


def _nfcms_list(page: int, _pages: int) -> str:
    return f"/zwgk/fzbg/index{f'_{page + 1}' if page else ''}.html"


def _nfcms_article(_day: date, identity: int) -> str:
    return f"/zwgk/fzbg/content/post_{identity}.html"


def _nfcms_news(_day: date, identity: int) -> str:
    return f"/xwzx/content/post_{identity}.html"


def _nfcms_mobile(path: str) -> str:
    return path.replace("/post_", "/mpost_")


def _ucap_list(page: int, _pages: int) -> str:
    return f"/zhengwu/baogao/index{f'_{page}' if page else ''}.shtml"


def _ucap_article(day: date, identity: int) -> str:
    return f"/zhengwu/{day:%Y-%m}/{day:%d}/content_{identity}.shtml"


def _ucap_news(day: date, identity: int) -> str:
    return f"/xinwen/{day:%Y-%m}/{day:%d}/content_{identity}.shtml"


def _vsb_list(page: int, pages: int) -> str:
    # This system numbers the pages after the first one backwards.
    return f"/zwgk/fzbg/{pages - page}.htm" if page else "/zwgk/fzbg.htm"


def _vsb_article(_day: date, identity: int) -> str:
    return f"/info/1043/{identity - 2_480_000}.htm"


def _vsb_news(_day: date, identity: int) -> str:
    return f"/info/1021/{identity - 1_900_000}.htm"


def _pager_list(page: int, _pages: int) -> str:
    return f"/xxgk/ndbg/index{f'_{page + 1}' if page else ''}.html"


def _pager_article(day: date, identity: int) -> str:
    return f"/xxgk/ndbg/{day:%Y%m%d}/{_hex_name(identity)}.html"


def _pager_news(day: date, identity: int) -> str:
    return f"/xwdt/{day:%Y%m%d}/{_hex_name(identity)}.html"


def _hex_name(identity: int) -> str:
    return hashlib.sha256(str(identity).encode("ascii")).hexdigest()[:32]


TRS = Family("trs", "/zwgk/fzbg/", Scope.PATH, _trs_list, _trs_article, _trs_news)
HANWEB = Family(
    "hanweb",
    "/col/col1229/index.html",
    Scope.HOST,
    _hanweb_list,
    _hanweb_article,
    _hanweb_news,
    per_page=9,
)
NFCMS = Family(
    "nfcms", "/zwgk/fzbg/", Scope.PATH, _nfcms_list, _nfcms_article, _nfcms_news, _nfcms_mobile
)
UCAP = Family(
    "ucap",
    "/zhengwu/baogao/index.shtml",
    Scope.HOST,
    _ucap_list,
    _ucap_article,
    _ucap_news,
    shows_numbers=True,
)
VSB = Family(
    "vsb",
    "/zwgk/fzbg.htm",
    Scope.HOST,
    _vsb_list,
    _vsb_article,
    _vsb_news,
    per_page=8,
    charset="gbk",
    header_charset=None,
)
PAGER = Family(
    "pager",
    "/xxgk/ndbg/index.html",
    Scope.PATH,
    _pager_list,
    _pager_article,
    _pager_news,
    shows_numbers=True,
)

FAMILIES = (TRS, HANWEB, NFCMS, UCAP, VSB, PAGER)
"""One for each of the first places, in that order."""
