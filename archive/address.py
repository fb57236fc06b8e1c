"""Addresses: their canonical form, and the names of reports that follow from it.

Pure functions over text; nothing here touches the network or the store.
"""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import canonicalize_url

IMPORT_SCHEME = "import"
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """Return the form under which an address is kept; ``canonical`` of it is itself.

    The fragment goes, query arguments are sorted, host and percent-escapes are normalised,
    default ports go.

    Raises ``ValueError`` if ``url`` has no host or a port that is no number.

    Source: RFC 3986, 6.2.

    >>> canonical("HTTP://WWW.Qingshi.Example:80/a/../b?y=2&x=1#top")
    'http://www.qingshi.example/b?x=1&y=2'
    """
    if url.startswith(f"{IMPORT_SCHEME}:"):
        return url
    parts = urlsplit(canonicalize_url(url.strip()))
    if not parts.hostname:
        raise ValueError(f"no host in {url!r}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    keep_port = parts.port is not None and parts.port != _DEFAULT_PORTS.get(parts.scheme)
    netloc = f"{host}:{parts.port}" if keep_port else host
    return urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))


def host_of(url: str) -> str:
    """Return host and port of an address, the unit of politeness and of site counts."""
    return urlsplit(url).netloc


def import_address(digest: str, name: str) -> str:
    """Return the address of a saved page that came without one.

    The digest makes it unique, the file's name is for people.

    >>> import_address("9f86d081884c7d65", "报告.txt")
    'import:9f86d081884c7d65/报告.txt'
    """
    return f"{IMPORT_SCHEME}:{digest[:16]}/{name}"


def report_id_of(url: str) -> str:
    """Return the stable name of the report at an address: 16 hex digits of a SHA-256.

    64 bits: the chance that two of a million reports share a name is 3 in 10^8. An imported
    file keeps its name when the file is renamed, because only its digest counts.

    >>> report_id_of("import:9f86/a.txt") == report_id_of("import:9f86/b.txt")
    True
    """
    key = canonical(url)
    if key.startswith(f"{IMPORT_SCHEME}:"):
        key = key.partition("/")[0]
    return hashlib.sha256(key.encode()).hexdigest()[:16]
