"""What a site says of itself below its pages: who runs it, and its code."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.clean.facts.reading import Reading
from archive.clean.page.lines import key_of

_RUNS_IT = re.compile(
    r"主办(?:单位|方)?\s*[:|]?\s*(?P<body>[\u4e00-\u9fff()]{4,30}?)"
    r"(?=\s|版权|承办|协办|维护|技术|地址|联系|[|,;。]|$)"
)
_CODE = re.compile(r"标识码\s*[:|]?\s*(?P<code>[a-zA-Z]{0,2}\d{10})(?!\d)")
_META_CODE = re.compile(r"(?:[a-zA-Z]{0,2})?\d{10}")


def publisher_in(lines: Iterable[str]) -> Reading[str] | None:
    """Return who runs the site, by the line 主办单位: 青石县人民政府办公室."""
    found = ((match, line) for line in lines if (match := _RUNS_IT.search(key_of(line))))
    return next((Reading(match["body"], "footer", line) for match, line in found), None)


def site_code_of(meta: str | None, lines: Iterable[str]) -> Reading[str] | None:
    """Return the site's code (政府网站标识码), by the head's SiteIDCode or the footer.

    Anything but ten digits is a template that was never filled in.

    Source: 政府网站发展指引 (国办发〔2017〕47号), appendix 2.
    """
    if meta and _META_CODE.fullmatch(meta.strip()):
        return Reading(meta.strip(), "SiteIDCode", meta)
    found = ((match, line) for line in lines if (match := _CODE.search(key_of(line))))
    return next((Reading(match["code"], "footer", line) for match, line in found), None)
