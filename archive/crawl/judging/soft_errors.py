"""Pages that say in words, not by their status, that there is nothing here: never kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from archive.crawl.judging.blocking import block_in_words
from archive.crawl.reading.addresses import is_article_address
from archive.crawl.reading.links import PageLinks
from archive.crawl.reading.page import Page
from archive.model import Outcome, PageKind

_MISSING = re.compile(
    r"页面(?:不存在|未找到|找不到|已(?:被)?删除|无法(?:找到|访问|显示))|找不到(?:该|您|此|页|文件|网页|相关页)|"
    r"无法找到|(?:内容|信息|文章|文件|网页|栏目)(?:不存在|已(?:被|经)?(?:删除|撤销|下线|移除))|"
    r"(?:页面|地址|网址|网页|链接)[^。]{0,12}(?:不存在|有误|已失效|已过期|已移除|找不到)|"
    r"(?:文章|信息|内容)[^。]{0,8}(?:审核中|未发布|未审核)|"
    r"不存在或(?:者)?(?:已)?(?:被)?删除|访问出错|404\s*(?:错误|页面|not\s*found|-\s*file)|"
    r"\bpage\b[^.]{0,30}\b(?:does not exist|cannot be found|no longer)|\bnot\s+found\b",
    re.IGNORECASE,
)
_MISSING_TITLE = re.compile(
    r"^\W*(?:404|错误(?:页|提示|信息)|出错了?|页面(?:不存在|未找到|找不到|出错)|找不到|无法找到|"
    r"(?:page\s+)?not\s+found|error)\b",
    re.IGNORECASE,
)
_NUMBER_ONLY = re.compile(r"(?<!\w)404(?!\w)")
_BROKEN = re.compile(
    r"(?:系统|网站|平台|服务器?)[^。]{0,8}(?:维护|升级|繁忙|错误|故障|异常)|数据库(?:连接)?(?:错误|失败)|"
    r"internal server error|service (?:temporarily )?unavailable|bad gateway",
    re.IGNORECASE,
)
_TITLE = etree.XPath("string(//title[1])")
_TYPES_OF_INPUT = etree.XPath("//input/@type")
_PARAGRAPHS = etree.XPath("//p[not(ancestor::noscript or ancestor::template)]/text()")
_UNSEEN = ("script", "style", "noscript", "template")
_LOGIN_TITLE = re.compile(r"登[录陆]|统一身份认证|log\s*in|sign\s*in", re.IGNORECASE)
_ERROR_FILE = re.compile(
    r"/(?:404|40x|errors?|err|not_?found|no_?page|page_?not_?found|missing)[\w-]*"
    r"(?:\.\w{2,5}|/(?:index\.\w{2,5})?)?$",
    re.IGNORECASE,
)
_LOGIN_FILE = re.compile(r"/(?:login|signin|sso|cas|passport)\b", re.IGNORECASE)
_HOME_FILE = re.compile(r"^/(?:(?:index|default|main)\.\w{2,5})?$", re.IGNORECASE)
_MAX_TEXT_CHARS = (
    400  # a message and its site's name and footer; the shortest reports have twice that
)
_MAX_MESSAGE_CHARS = 100  # a notice of planned maintenance is longer, and may be a document
_MAX_STUB_CHARS = 64  # bodies of 3, 13 and 54 bytes were seen
_MAX_FORM_TEXT_CHARS = 1500


@dataclass(frozen=True, slots=True)
class SoftError:
    """What a page or a redirect really means; ``detail`` is for people."""

    outcome: Outcome
    detail: str


_MISSING_PAGE = SoftError(Outcome.GONE, "soft 404: the page says that it is missing")


def error_shown(page: Page, links: PageLinks, kind: PageKind) -> SoftError | None:
    """Return the error that a page shows under the status of success; ``None``: it is fine."""
    has_password = _has_password(page)
    is_list = kind is PageKind.LIST and bool(links.documents)
    title = " ".join(str(_TITLE(page.tree)).split())
    if is_list and not has_password:
        return _MISSING_PAGE if _MISSING_TITLE.search(title) else None
    if not has_password and _is_prose(page):  # quicker than looking at all that is visible
        return None
    text = _visible_text(page)
    if has_password and (_LOGIN_TITLE.search(title) or len(text) < _MAX_FORM_TEXT_CHARS):
        return SoftError(Outcome.REFUSED, "login page")
    if is_list or links.attachments or len(text) > _MAX_TEXT_CHARS:
        return None
    if kind is not PageKind.LIST and 0 < len(page.text) <= _MAX_STUB_CHARS and "<" not in page.text:
        return SoftError(Outcome.GONE, "soft 404: a stub")
    return _error_said(title, text or _alerted(page))


def _error_said(title: str, text: str) -> SoftError | None:
    """Return the error that a title and a short text tell."""
    if block := block_in_words(f"{title} {text}"):
        return SoftError(Outcome.BLOCKED, block)
    is_number = len(text) <= _MAX_MESSAGE_CHARS and _NUMBER_ONLY.search(text)
    if is_number or _MISSING.search(text) or _MISSING_TITLE.search(title):
        return _MISSING_PAGE
    if len(text) <= _MAX_MESSAGE_CHARS and _BROKEN.search(f"{title} {text}"):
        return SoftError(Outcome.SERVER_ERROR, "the page says that the server is out of order")
    return None


def error_behind(target: str, url: str, kind: PageKind) -> SoftError | None:
    """Return what a redirect means if it leads to an error page, a login, home or to a list."""
    path, own = urlsplit(target).path, urlsplit(url).path
    if _ERROR_FILE.search(path) and not _ERROR_FILE.search(own):
        return SoftError(Outcome.GONE, f"soft 404: redirects to {target}")
    if _LOGIN_FILE.search(path) and not _LOGIN_FILE.search(own):
        return SoftError(Outcome.REFUSED, f"redirects to a login: {target}")
    is_list_moved = kind is PageKind.LIST and urlsplit(target).netloc != urlsplit(url).netloc
    if _HOME_FILE.match(path) and not _HOME_FILE.match(own) and not is_list_moved:
        return SoftError(Outcome.GONE, f"soft 404: redirects home, to {target}")
    is_above = own.startswith(path) and path.endswith("/") and is_article_address(url)
    if kind is PageKind.DOCUMENT and is_above:
        return SoftError(Outcome.GONE, f"soft 404: redirects to its list, {target}")
    return None


def _has_password(page: Page) -> bool:
    return any(kind.lower() == "password" for kind in _TYPES_OF_INPUT(page.tree))


def _is_prose(page: Page) -> bool:
    """Whether paragraphs alone have more text than any message."""
    return sum(len(text.strip()) for text in _PARAGRAPHS(page.tree)) > _MAX_TEXT_CHARS


def _visible_text(page: Page) -> str:
    """Return the text that readers see, or as much of it as no message or form has."""
    body = page.tree.find("body")
    pieces: list[str] = []
    length = 0
    for text in _visible(body) if body is not None else ():
        words = text.split()
        pieces += words
        length += sum(map(len, words)) + len(words)
        if length > _MAX_FORM_TEXT_CHARS:
            break
    return " ".join(pieces)


def _visible(body: etree._Element) -> Iterator[str]:
    walk = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start" and element.tag in _UNSEEN:
            walk.skip_subtree()
        elif event == "start" and element.text:
            yield element.text
        elif event != "start" and element is not body and element.tail:
            yield element.tail


def _alerted(page: Page) -> str:
    """Return what the scripts of a page without text say to its readers."""
    return " ".join(call.arguments[0] for call in page.script.calls("alert"))
