"""What a page shows: a list, a document or a file."""

from __future__ import annotations

import re

from archive.crawl.fetching.reply import Reply
from archive.crawl.judging.parts import whole_of
from archive.crawl.reading.addresses import is_article_address, is_attachment_address
from archive.crawl.reading.links import PageLinks
from archive.crawl.reading.page import Page
from archive.model import PageKind

_TEXT_TYPES = re.compile(
    r"|text/(?:html|xml|plain)|application/(?:xml|xhtml\+xml|rss\+xml|atom\+xml|rdf\+xml)|"
    r".*(?:javascript|json)"
)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|div|p|datastore)\b", re.IGNORECASE)
_ARTICLE_META = re.compile(r"""<meta[^>]+["']?(?:ArticleTitle|PubDate)["']?""", re.IGNORECASE)
_BODY_MARKS = re.compile(
    r"UCAP-CONTENT|<UCAPCONTENT|TRS_(?:Editor|UEDITOR)|trs_editor_view|ZJEG_RSS\.content|"
    r"""id\s*=\s*["']?(?:zoom|zoomcon|ivs_content|con_con)\b""",
    re.IGNORECASE,
)
_PROSE_ELEMENTS = ".//p|.//td|.//div|.//span"
_MIN_SENTENCE = 40  # characters of one element's own text; titles in lists are shorter
_MIN_PROSE = 400  # characters; the shortest annual reports have twice that
_MIN_LISTED = 3  # documents; fewer may be related ones
_PROSE_PER_LINK = 60  # a list may give a line or two of summary under each title


def is_markup(reply: Reply) -> bool:
    """Whether a reply is a page rather than a file, by its type or else by its bytes."""
    if is_attachment_address(reply.url) and not _MARKUP.search(reply.body[:2048]):
        return False
    return bool(_TEXT_TYPES.fullmatch(reply.media_type)) and b"\x00" not in reply.body[:2048]


def kind_shown(page: Page, links: PageLinks, expected: PageKind) -> PageKind:
    """Return whether a page is a list, a document or a later page of one.

    A page reached as a document stays one: short reports beside long boxes of links look like
    lists, and the cleaner knows better. A page that was taken for a list is a document if it
    has sentences rather than links, or an article's address and any sentence.
    """
    if expected in (PageKind.DOCUMENT, PageKind.PART):
        is_part = expected is PageKind.PART or whole_of(page, links) is not None
        return PageKind.PART if is_part else PageKind.DOCUMENT
    if is_article_address(page.url) and not _is_bare_listing(page, links):
        return PageKind.PART if whole_of(page, links) else PageKind.DOCUMENT
    if links.list_pages or links.mapped or page.data is not None or "<datastore>" in page.text:
        return PageKind.LIST
    return PageKind.DOCUMENT if _is_prose(page, links) else PageKind.LIST


def _is_bare_listing(page: Page, links: PageLinks) -> bool:
    """Whether a page is links without a sentence, as columns with an article's address are."""
    return len(links.documents) >= _MIN_LISTED and _prose_length(page) == 0


def _is_prose(page: Page, links: PageLinks) -> bool:
    is_marked = _ARTICLE_META.search(page.text) or _BODY_MARKS.search(page.text)
    enough = _MIN_PROSE / 2 if is_marked else _MIN_PROSE
    return _prose_length(page) >= max(enough, _PROSE_PER_LINK * len(links.documents))


def _prose_length(page: Page) -> int:
    own = ("".join(e.xpath("text()")).strip() for e in page.tree.xpath(_PROSE_ELEMENTS))
    return sum(len(text) for text in own if len(text) >= _MIN_SENTENCE)
