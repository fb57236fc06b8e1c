"""Pages that stand in the way of the page: recognised, never defeated, never kept."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from archive.crawl.reply import Reply

_CODE = re.compile(rb"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)
_RELOAD = re.compile(rb"location|reload\s*\(", re.IGNORECASE)
_MAX_CHALLENGE_BYTES = 64 * 1024  # the second page of Jiasule's is about 30 KB
_MAX_TEXT_BYTES = 400  # "please wait", in two languages; no report is that short
_MAX_COOKIE_PAGE_BYTES = 1500  # C3VK's is about 380


def kind_of_block(reply: Reply) -> str | None:
    """Name the protection that answered instead of the site; ``None`` if the site did."""
    if b"__jsl" in _head(reply) or reply.status == 521 or "__jsluid" in reply.header("Set-Cookie"):
        return _jiasule(reply)
    if reply.status == 412 or (b"$_ts" in _head(reply) and _has_no_text(reply)):
        return "ruishu"  # a 412 to a request without If-Match is this product's challenge
    if reply.status == 403:
        return _geo_block(reply)
    if _redirects_to_itself_with_cookie(reply):
        return "cookie loop"
    return _cookie_page(reply)


def _jiasule(reply: Reply) -> str | None:
    # Its cookie also comes with pages that were let through.
    return "jiasule" if reply.status in (512, 521) or _has_no_text(reply) else None


def _geo_block(reply: Reply) -> str | None:
    body = _head(reply).lower()
    is_geo = b"geobl" in body or b"wzws" in body or b"wangsu" in body
    return "geo block" if is_geo else None


def _redirects_to_itself_with_cookie(reply: Reply) -> bool:
    return (
        300 <= reply.status < 400
        and bool(reply.header("Set-Cookie"))
        and urljoin(reply.url, reply.location) == reply.url
    )


def _cookie_page(reply: Reply) -> str | None:
    body = reply.body
    if b"C3VK=" in body and len(body) <= _MAX_COOKIE_PAGE_BYTES:
        return "C3VK"
    is_page = 0 < len(body) < _MAX_COOKIE_PAGE_BYTES and b"document.cookie" in body
    return "cookie page" if is_page and _RELOAD.search(body) else None


def _has_no_text(reply: Reply) -> bool:
    if not reply.body or len(reply.body) > _MAX_CHALLENGE_BYTES:
        return False
    return len(_CODE.sub(b"", reply.body).strip()) <= _MAX_TEXT_BYTES


def _head(reply: Reply) -> bytes:
    return reply.body[:_MAX_CHALLENGE_BYTES]
