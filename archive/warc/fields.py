"""Fields of records that WARC has no names for; other readers pass them over."""

KIND = "Baogao-Kind"
"""A :class:`archive.model.PageKind`: what the crawler took the page for."""

FIRST_PAGE = "Baogao-First-Page"
"""Of a further page of an article: the address of the first one."""

TLS = "Baogao-TLS"
"""``unverified`` if nobody checked whose server the page came from."""

DIGEST = "Baogao-Digest"
"""The SHA-256 of a body that came and was not kept, where the record is truncated."""

UNVERIFIED = "unverified"
