"""Pages that stand in the way of the page: recognised, never defeated, never kept."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from archive.crawl.fetching.reply import Reply
from archive.crawl.reading.decoding import decode
from archive.crawl.reading.pieces import without

_UNSEEN = (
    (re.compile(rb"<!--"), re.compile(rb"-->")),
    (re.compile(rb"<script\b", re.IGNORECASE), re.compile(rb"</script\s*>", re.IGNORECASE)),
    (re.compile(rb"<style\b", re.IGNORECASE), re.compile(rb"</style\s*>", re.IGNORECASE)),
)
_TAG = re.compile(rb"<[^<>]*>")
_RELOAD = re.compile(rb"location|reload\s*\(", re.IGNORECASE)
_WANGSU = re.compile(r"wangsu|chinanetcenter|cdn cache server|^x-ws-request-id", re.IGNORECASE)
_FIREWALL = re.compile(
    r"(?:访问|请求)(?:已|已经)?被(?:[^。，]{0,12})(?:阻断|拦截|拒绝|禁止|限制)|"
    r"(?:访问|请求)[^。]{0,20}(?:安全威胁|存在威胁|恶意|攻击)|(?:访问|操作|请求)(?:过于|太)频繁|"
    r"web application firewall|request (?:was |has been )?(?:blocked|rejected)|access denied",
    re.IGNORECASE,
)
_CAPTCHA = re.compile(
    r"(?:安全|人机|滑动|滑块|访问|行为|身份)验证|请(?:先)?(?:完成|进行|通过)[^。，]{0,8}验证|"
    r"输入[^。，]{0,6}验证码|captcha|verify (?:that )?you are (?:a )?human",
    re.IGNORECASE,
)
_MAX_CHALLENGE_BYTES = 64 * 1024  # the second page of Jiasule's is about 30 KB
_MAX_TEXT_BYTES = 400  # "please wait", in two languages; no report is that short
_MAX_COOKIE_PAGE_BYTES = 1500  # C3VK's is about 380


def kind_of_block(reply: Reply) -> str | None:
    """Name the protection that answered instead of the site; ``None`` if the site did."""
    return next((kind for check in _CHECKS if (kind := check(reply))), None)


def block_in_words(text: str) -> str | None:
    """Name the kind of protection that a page's short text speaks of; ``None``: of none."""
    if _FIREWALL.search(text):
        return "firewall"
    return "captcha" if _CAPTCHA.search(text) else None


def has_no_text(body: bytes) -> bool:
    """Whether a page of a few kilobytes is all code."""
    if not body or len(body) > _MAX_CHALLENGE_BYTES:
        return False
    return len(_text(body)) <= _MAX_TEXT_BYTES


def _text(body: bytes) -> bytes:
    for marks in _UNSEEN:
        body = without(body, *marks)
    return _TAG.sub(b" ", body).strip()


def _jiasule(reply: Reply) -> str | None:
    if reply.status in (512, 521):
        return "jiasule"
    # Its cookie also comes with pages that were let through.
    is_marked = b"__jsl" in _head(reply) or "__jsluid" in _cookies(reply)
    return "jiasule" if is_marked and has_no_text(reply.body) else None


def _ruishu(reply: Reply) -> str | None:
    if reply.status == 412:  # in answer to a request without If-Match
        return "ruishu"
    return "ruishu" if b"$_ts" in _head(reply) and has_no_text(reply.body) else None


def _put_off(reply: Reply) -> str | None:
    # "Accepted" (RFC 9110, 15.3.3) is no answer to a question for a page.
    if reply.status != 202:
        return None
    return "challenge" if not reply.body or has_no_text(reply.body) else None


def _cookie_loop(reply: Reply) -> str | None:
    is_loop = 300 <= reply.status < 400 and urljoin(reply.url, reply.location) == reply.url
    return "cookie loop" if is_loop and _cookies(reply) else None


def _geo_block(reply: Reply) -> str | None:
    if reply.status != 403:
        return None
    body = _head(reply).lower()
    is_named = b"geobl" in body or b"wzws" in body or b"wangsu" in body
    by_header = any(_WANGSU.search(text) for header in reply.headers for text in header)
    return "geo block" if is_named or by_header else None


def _refused_in_words(reply: Reply) -> str | None:
    # Pages that come as if all were well are read for themselves.
    if reply.status < 400 or len(reply.body) > _MAX_CHALLENGE_BYTES:
        return None
    return block_in_words(decode(_text(reply.body), reply.header("Content-Type")))


def _cookie_page(reply: Reply) -> str | None:
    body = reply.body
    if b"C3VK=" in body and len(body) <= _MAX_COOKIE_PAGE_BYTES:
        return "C3VK"
    is_page = 0 < len(body) < _MAX_COOKIE_PAGE_BYTES and b"document.cookie" in body
    return "cookie page" if is_page and _RELOAD.search(body) else None


_CHECKS = (
    *(_jiasule, _ruishu, _put_off, _cookie_loop),
    *(_geo_block, _refused_in_words, _cookie_page),
)


def _cookies(reply: Reply) -> str:
    return " ".join(value for name, value in reply.headers if name.lower() == "set-cookie")


def _head(reply: Reply) -> bytes:
    return reply.body[:_MAX_CHALLENGE_BYTES]
