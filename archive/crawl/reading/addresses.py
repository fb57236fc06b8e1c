"""What an address tells: the dialects of article addresses, files, pages of a list.

Only the shape is judged, never the host.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urlsplit

from archive.address import remembered
from archive.crawl.reading.turning import OFFSET_ARGUMENTS, PAGE_ARGUMENTS, page_number, turned

_HTML = r"\.(?:s?html?|jhtml|htm)"
_NAME = r"(?!index|list)[\w-]+"  # a month's own index is no article
_UUID = r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}"

# One line a dialect; the order does not matter.
_ARTICLES = re.compile(
    "|".join(
        (
            rf"/t\d{{8}}_\d+(?:_\w+)?{_HTML}$",  # TRS dated
            rf"/t\d+{_HTML}$",  # TRS undated
            rf"/\d{{6}}/\d{{8}}_\d+{_HTML}$",  # TRS-like, without the t
            rf"/art/\d{{4}}/(?:\d+/\d+/)?art_\w+{_HTML}$",  # Hanweb
            rf"/content/(?:\w+/)*m?post_\d+{_HTML}$",  # Guangdong
            rf"/content_\d+{_HTML}$",
            rf"/content/{_UUID}{_HTML}$",
            rf"/info/\d+/\d+{_HTML}$",  # VSB
            rf"/{_UUID}{_HTML}$",
            rf"/c\d+_\d+{_HTML}$",
            rf"/\d{{6}}/0\d{{14,15}}{_HTML}$",  # Liaoning: unix seconds behind a zero
            rf"/\d{{4}}(?:-\d\d|/\d\d?|/?\d\d[-/]?\d\d|-\d\d[-/]\d\d)/{_NAME}{_HTML}$",
            rf"/\d{{8}}/(?:\w+/)?{_NAME}{_HTML}$",
            r"/20\d\d/\d\d/\d\d/ARTI\w+\.s?html$",
            rf"/(?:xxgk|zwgk)\w*-(?:show-)?[\d-]+{_HTML}$",
            r"/(?:XxgkAnnualReport|OpennessAnnualReport|XxgkContent)/show/\d+\.html$",
            r"/xxgkAnnualReport\.jsp$",  # Hanweb; who and when are arguments
            rf"/public/(?:column/)?\d+/\d+{_HTML}$",  # Anhui
            r"/doc_[0-9a-f]{24}\.html$",
            rf"/[Cc]ontent-\d+{_HTML}$",
            rf"/c\d+/content{_HTML}$",
            r"/(?:\d{5,9}|\d{14})/index\.s?html$",
            rf"/pnidpv\w+{_HTML}$",
            rf"/(?:\d{{4,9}}|\d{{16,20}}|[0-9a-f]{{24}}){_HTML}$",  # a plain number
        )
    )
)
_ARTICLE_ARGUMENTS = frozenset(
    {
        *("id", "infoid", "articleid", "docid", "newsid", "contentid", "wbnewsid"),
        *("noticeid", "itemid", "guid", "nid", "aid"),
    }
)
_TURNING_ARGUMENTS = PAGE_ARGUMENTS | OFFSET_ARGUMENTS | {"startrecord", "endrecord"}
_ATTACHMENT = re.compile(r"\.(pdf|docx?|xlsx?|ofd|wps|et|zip|rar|7z|ceb)$", re.IGNORECASE)
_PAGE_NUMBER = re.compile(rf"(?:_|-)(\d{{1,4}})({_HTML}|\.json)$")
_INDEX_FILE = re.compile(rf"/index{_HTML}$")
_LIST_FILE = re.compile(rf"/(?:(?:index|list|default)[\w-]*{_HTML})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shape:
    """What an address tells. ``stem`` is what all pages of one list have in common."""

    netloc: str
    path: str
    stem: str
    is_article: bool
    is_attachment: bool
    is_list: bool


@remembered
def shape_of(url: str) -> Shape:
    """Return what an address tells; the anchors of a site's pages ask for few, again and again."""
    parts = urlsplit(url)
    arguments = parse_qsl(parts.query)
    return Shape(
        parts.netloc,
        parts.path,
        stem=_stem(parts, arguments),
        is_article=_ARTICLES.search(parts.path) is not None
        or any(name.lower() in _ARTICLE_ARGUMENTS for name, _ in arguments),
        is_attachment=_ATTACHMENT.search(parts.path) is not None
        or any(
            name.lower() in ("filename", "file") and _ATTACHMENT.search(value)
            for name, value in arguments
        ),
        is_list=not parts.query and _LIST_FILE.search(parts.path) is not None,
    )


def _stem(parts: SplitResult, arguments: Sequence[tuple[str, str]]) -> str:
    path = _INDEX_FILE.sub("/", _PAGE_NUMBER.sub(r"\2", parts.path))
    kept = [f"{n}={v}" for n, v in arguments if n.lower() not in _TURNING_ARGUMENTS]
    return f"{parts.netloc}{path}?{'&'.join(kept)}"


def is_article_address(url: str) -> bool:
    """Whether an address has the shape of a single document's.

    >>> is_article_address("http://www.qingshi.example/zwgk/202401/t20240119_88.html")
    True
    >>> is_article_address("http://www.qingshi.example/zwgk/index_2.html")
    False
    """
    return shape_of(url).is_article


def is_attachment_address(url: str) -> bool:
    """Whether an address names a file of a kind that reports come in."""
    return shape_of(url).is_attachment


def is_list_address(url: str) -> bool:
    """Whether an address has the shape of a column's: a folder, an index or a list file."""
    return shape_of(url).is_list


def list_stem(url: str) -> str:
    """Return what all pages of one list have in common: the address without its page number.

    >>> list_stem("http://a.example/x/index_12.html") == list_stem("http://a.example/x/")
    True
    """
    return shape_of(url).stem


def is_same_page(url: str, other: str) -> bool:
    """Whether two addresses differ only in naming a folder's index file.

    >>> is_same_page("http://a.example/x/", "http://a.example/x/index.html")
    True
    """
    return _INDEX_FILE.sub("/", url) == _INDEX_FILE.sub("/", other)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An address with a page's number in it."""

    url: str
    number: int

    def with_number(self, number: int) -> str:
        """Return the address of another page of the same list."""
        if _PAGE_NUMBER.search(urlsplit(self.url).path):
            head, dot, rest = self.url.rpartition(f"{self.number}.")
            return f"{head}{number}{dot.removeprefix(str(self.number))}{rest}"
        return turned(self.url, number) or self.url


def numbered_address(url: str) -> Numbered | None:
    """Return an address with its page number; ``None`` if it has none.

    >>> numbered_address("http://a.example/x/index_12.html").with_number(3)
    'http://a.example/x/index_3.html'
    """
    if match := _PAGE_NUMBER.search(urlsplit(url).path):
        return Numbered(url, int(match[1]))
    number = page_number(url)
    return None if number is None else Numbered(url, number)


def page_name(url: str) -> tuple[str, str]:
    """Return stem and suffix of a list page's file, as ``("index", ".html")``.

    >>> page_name("http://a.example/x/list_3.shtml")
    ('list', '.shtml')
    """
    name = urlsplit(url).path.rpartition("/")[2]
    match = re.fullmatch(rf"(t\d+_\d+|.+?)(?:_\d{{1,4}})?({_HTML})", name)
    return (match[1], match[2]) if match else ("index", ".html")
