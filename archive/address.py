"""Addresses: their canonical form, and the names of reports that follow from it.

Pure functions over text; nothing here touches the network or the store.

Some lists are only given to a POST. Such a request is kept as an address, too: the body
stands behind ``#post:``, where no server ever sees it as part of the address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from archive.dialects import is_suffix, keeps_fragment, rewritten, undressed

IMPORT_SCHEME = "import"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_POST = "post:"
_BODY_SAFE = "!$&'()*+,;:=@/?{}\"[]|-._~"
_REMEMBERED = 8192  # the pages of a site share most of their links
_MAX_REMEMBERED_LENGTH = 512  # characters, so that no page fills the memory

T = TypeVar("T")


def remembered(function: Callable[[str], T]) -> Callable[[str], T]:
    """Let a pure function of an address remember what it returned for the last ones."""
    cached = lru_cache(maxsize=_REMEMBERED)(function)

    @wraps(function)
    def remembering(url: str) -> T:
        return cached(url) if len(url) <= _MAX_REMEMBERED_LENGTH else function(url)

    return remembering


@remembered
def canonical(url: str) -> str:
    """Return the form under which an address is kept; ``canonical`` of it is itself.

    The fragment goes, query arguments are sorted, host and percent-escapes are normalised,
    default ports go; the rules of ``dialects.toml`` turn gates and copies for phones into the
    address they lead to. The body of a POST stays.

    Raises ``ValueError`` if ``url`` has no host or a port that is no number.

    Source: RFC 3986, 6.2.

    >>> canonical("HTTP://WWW.Qingshi.Example:80/a/../b?y=2&x=1#top")
    'http://www.qingshi.example/b?x=1&y=2'
    >>> canonical("http://big5.qingshi.example/gate/big5/www.qingshi.example//b/mpost_7.html")
    'http://www.qingshi.example/b/post_7.html'
    """
    if url.startswith(f"{IMPORT_SCHEME}:"):
        return url
    stripped, _, fragment = url.strip().partition("#")
    simple = normalised(stripped)
    for _ in range(len(simple) + 1):  # every rule shortens, so this ends by itself before
        simpler = normalised(rewritten(simple))
        if simpler == simple:
            break
        simple = simpler
    return simple + _kept_fragment(simple, fragment)


@remembered
def normalised(url: str) -> str:
    """Return an address without fragment by the rules of RFC 3986 alone; errors as above."""
    parts = urlsplit(canonicalize_url(url.strip()))
    host = (parts.hostname or "").rstrip(".")
    if not host:
        raise ValueError(f"no host in {url!r}")
    host = f"[{host}]" if ":" in host else host
    keep_port = parts.port is not None and parts.port != _DEFAULT_PORTS.get(parts.scheme)
    netloc = f"{host}:{parts.port}" if keep_port else host
    return urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))


def _kept_fragment(url: str, fragment: str) -> str:
    if fragment.startswith(_POST):
        return _post_fragment(unquote(fragment.removeprefix(_POST)))
    return f"#{fragment}" if keeps_fragment(f"{url}#{fragment}") else ""


def _post_fragment(body: str) -> str:
    return f"#{_POST}{quote(body, safe=_BODY_SAFE, errors='replace')}"


def posting(url: str, body: str) -> str:
    """Return the address that stands for a POST of ``body`` to ``url``.

    >>> posting("http://www.qingshi.example/list.jsp", "col=1&name=%25E9")
    'http://www.qingshi.example/list.jsp#post:col=1&name=%2525E9'
    """
    return url.partition("#")[0] + _post_fragment(body)


def posted_body(url: str) -> str | None:
    """Return the body that :func:`posting` put into an address; ``None``: it is a plain GET.

    >>> posted_body(posting("http://www.qingshi.example/list.jsp", "col=1&name=%25E9"))
    'col=1&name=%25E9'
    """
    fragment = url.partition("#")[2]
    return unquote(fragment.removeprefix(_POST)) if fragment.startswith(_POST) else None


def host_of(url: str) -> str:
    """Return host and port of an address, the unit of politeness and of site counts."""
    return urlsplit(url).netloc


def site_of(url: str) -> str:
    """Return the registered domain of an address's host, or the host if it is a number.

    >>> site_of("http://sfj.qingshi.gov.cn/a"), site_of("http://www.qingshi.example:8080/")
    ('qingshi.gov.cn', 'qingshi.example')
    """
    host = urlsplit(url).hostname or ""
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return host
    return ".".join(labels[-3:] if is_suffix(".".join(labels[-2:])) else labels[-2:])


def import_address(digest: str, name: str) -> str:
    """Return the address of a saved page that came without one.

    The digest makes it unique, the file's name is for people.

    >>> import_address("9f86d081884c7d65", "报告.txt")
    'import:9f86d081884c7d65/报告.txt'
    """
    return f"{IMPORT_SCHEME}:{digest[:16]}/{name}"


def report_id_of(url: str) -> str:
    """Return the stable name of the report at an address: 16 hex digits of a SHA-256.

    Addresses that differ only in scheme, ``www.`` and the like name one report. 64 bits: the
    chance that two of a million reports share a name is 3 in 10^8. An imported file keeps its
    name when the file is renamed, because only its digest counts.

    >>> report_id_of("import:9f86/a.txt") == report_id_of("import:9f86/b.txt")
    True
    >>> report_id_of("https://www.qingshi.example/a") == report_id_of("http://qingshi.example/a")
    True
    """
    key = canonical(url)
    is_import = key.startswith(f"{IMPORT_SCHEME}:")
    key = key.partition("/")[0] if is_import else undressed(key)
    return hashlib.sha256(key.encode()).hexdigest()[:16]
