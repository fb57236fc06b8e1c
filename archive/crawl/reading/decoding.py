"""Bytes to text for finding links; the cleaner decodes for itself, with more care."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_GB_FAMILY = ("gb2312", "gbk", "hz-gb-2312", "x-gbk", "gb_2312-80", "chinese")


def decode(body: bytes, content_type: str = "") -> str:
    """Return the text of a page.

    Valid UTF-8 is UTF-8, whatever is declared; else the page's own declaration counts, then
    the header's, then GB18030. GB2312 and GBK are read as GB18030, their superset. Never
    raises: what cannot be decoded becomes U+FFFD.
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _DECLARED.search(body[:_DECLARED_WITHIN]) or _DECLARED.search(
            content_type.encode("latin-1", "replace")
        )
        return body.decode(
            _codec(declared[1].decode("ascii")) if declared else "gb18030", "replace"
        )


def _codec(name: str) -> str:
    if name.lower() in _GB_FAMILY:
        return "gb18030"
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return "gb18030"
    return "gb18030" if found == "utf-8" else found  # UTF-8 has been tried and is not true
