"""Pages that say in words, not by their status, that there is nothing here: never kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from archive.crawl.page import Page, PageLinks
from archive.model import Outcome, PageKind

_MISSING = re.compile(
    r"页面(?:不存在|未找到|找不到|已(?:被)?删除|无法(?:找到|访问|显示))|找不到(?:该|您|此|页|文件|网页|相关页)|"
    r"无法找到|(?:内容|信息|文章|文件|网页|栏目)(?:不存在|已(?:被|经)?(?:删除|撤销|下线))|"
    r"(?:页面|地址|网址|网页|链接)[^。]{0,12}(?:不存在|有误|已失效|已过期)|"
    r"不存在或(?:者)?(?:已)?(?:被)?删除|访问出错|404\s*(?:错误|页面|not\s*found|-\s*file)|"
    r"\bpage\s+not\s+found\b|\bnot\s+found\b",
    re.IGNORECASE,
)
_MISSING_TITLE = re.compile(
    r"^\W*(?:404|错误(?:页|提示|信息)|出错了?|页面(?:不存在|未找到|找不到|出错)|找不到|无法找到|"
    r"(?:page\s+)?not\s+found|error)\b",
    re.IGNORECASE,
)
_VISIBLE = etree.XPath(
    "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript"
    " or ancestor::template)]"
)
_LOGIN_TITLE = re.compile(r"登[录陆]|统一身份认证|log\s*in|sign\s*in", re.IGNORECASE)
_ERROR_FILE = re.compile(
    r"/(?:404|40x|error|err|not_?found|no_?page|page_?not_?found|missing)[\w-]*"
    r"(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
_LOGIN_FILE = re.compile(r"/(?:login|signin|sso|cas|passport)\b", re.IGNORECASE)
_HOME_FILE = re.compile(r"^/(?:(?:index|default|main)\.\w{2,5})?$", re.IGNORECASE)
_MAX_TEXT_CHARS = (
    400  # a message and its site's name and footer; the shortest reports have twice that
)
_MAX_FORM_TEXT_CHARS = 1500


@dataclass(frozen=True, slots=True)
class SoftError:
    """What a page or a redirect really means; ``detail`` is for people."""

    outcome: Outcome
    detail: str


def error_shown(page: Page, links: PageLinks, kind: PageKind) -> SoftError | None:
    """Return the error that a page shows under the status of success; ``None``: it is fine."""
    has_password = _has_password(page)
    if kind is PageKind.LIST and links.documents and not has_password:
        return None
    title = " ".join("".join(page.tree.xpath("//title[1]//text()")).split())
    text = _visible_text(page)
    if has_password and (_LOGIN_TITLE.search(title) or len(text) < _MAX_FORM_TEXT_CHARS):
        return SoftError(Outcome.REFUSED, "login page")
    if kind is PageKind.LIST and links.documents:
        return None
    is_short = len(text) <= _MAX_TEXT_CHARS and not links.attachments
    if is_short and (_MISSING.search(text) or _MISSING_TITLE.search(title)):
        return SoftError(Outcome.GONE, "soft 404: the page says that it is missing")
    return None


def error_behind(target: str, url: str, kind: PageKind) -> SoftError | None:
    """Return what a redirect means if it leads to an error page, to a login or just home."""
    path, own = urlsplit(target).path, urlsplit(url).path
    if _ERROR_FILE.search(path) and not _ERROR_FILE.search(own):
        return SoftError(Outcome.GONE, f"soft 404: redirects to {target}")
    if _LOGIN_FILE.search(path) and not _LOGIN_FILE.search(own):
        return SoftError(Outcome.REFUSED, f"redirects to a login: {target}")
    if kind is not PageKind.LIST and _HOME_FILE.match(path) and not _HOME_FILE.match(own):
        return SoftError(Outcome.GONE, f"soft 404: redirects home, to {target}")
    return None


def _has_password(page: Page) -> bool:
    inputs = page.tree.iterfind(".//input[@type]")
    return any(element.get("type", "").lower() == "password" for element in inputs)


def _visible_text(page: Page) -> str:
    return " ".join(" ".join(_VISIBLE(page.tree)).split())
