"""Bytes to text: which encoding a page is really in, whatever it says about itself."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from resiliparse.parse.encoding import detect_encoding
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    resolve_encoding,
)

_WIDE_BOMS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDE_SAMPLE_BYTES = 1 << 12
_WIDE_SHARE = 0.1  # of one of the two bytes of each character is zero where tags are ASCII
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "hz": "gb18030"}
_SAMPLE_BYTES = 1 << 18

# The commonest characters of government prose, simplified and traditional. A text decoded
# with the wrong Chinese encoding consists of rare characters and hits almost none of these.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"
    "政府法治建设行县市区省务部门委书关规制度依推进加强展实理管信息公开报告情况领导组织社会民事项执"
    "監個國這會對發動過門書關規進設實開報領導組織項執縣區務處經與業資產長員議應當總條機構產體"
    "，。、：；（）“”《》"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a page; ``encoding`` is the name of the Python codec that read it."""

    text: str
    encoding: str


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Return the text of ``body``.

    Text of 16-bit units is told by its byte order mark or its zero bytes; bytes that are valid
    UTF-8 are UTF-8, whatever header or page declare. Otherwise the declarations and a detector
    name candidates, and the one that yields the most plausible Chinese wins, declarations
    first. GB2312 and GBK are read as their superset GB18030. Undecodable bytes become U+FFFD;
    nothing is raised.

    >>> decode("青石县".encode("gbk"), "text/html; charset=utf-8")
    Decoded(text='青石县', encoding='gb18030')
    """
    wide = wide_encoding(body)
    if wide is not None:
        return Decoded(body.decode(wide, "replace").removeprefix("\ufeff"), wide)
    body = body.removeprefix(codecs.BOM_UTF8)  # which may lie as any other declaration
    if _is_utf8(body):
        return Decoded(body.decode("utf-8", "replace"), "utf-8")
    sample = body[:_SAMPLE_BYTES]
    encoding = max(_candidates(body, content_type), key=lambda name: _plausibility(sample, name))
    return Decoded(body.decode(encoding, "replace"), encoding)


def declared_encoding(body: bytes, content_type: str | None = None) -> str | None:
    """Return the encoding that header or page claim, as they spell it; ``None`` without one."""
    header = http_content_type_encoding(content_type)
    return header or html_body_declared_encoding(body[:4096])


def wide_encoding(body: bytes) -> str | None:
    """Return the codec of text in 16-bit units, with or without its mark; ``None`` for others.

    >>> wide_encoding("<p>青石</p>".encode("utf-16-be"))
    'utf-16-be'
    """
    marked = next((name for bom, name in _WIDE_BOMS if body.startswith(bom)), None)
    sample = body[:_WIDE_SAMPLE_BYTES]
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if marked is not None or max(first, second) <= _WIDE_SHARE * len(sample) / 2:
        return marked
    encoding = "utf-16-be" if first > second else "utf-16-le"
    return encoding if _is_legible(sample.decode(encoding, "replace")) else None


def _is_legible(text: str) -> bool:
    """Whether a text is Chinese or ASCII nearly throughout, as samples of numbers are not."""
    legible = sum(" " <= c <= "~" or c in "\t\r\n\xa0" or "\u3000" <= c <= "\u9fff" for c in text)
    return legible * 10 >= len(text) * 9


def _is_utf8(body: bytes) -> bool:
    """Whether ``body`` is UTF-8; a character cut off at the very end does not count."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _candidates(body: bytes, content_type: str | None) -> Iterator[str]:
    """Yield codec names, most trusted first: ``max`` keeps the first among equals."""
    declared = (
        html_body_declared_encoding(body[:4096]),
        http_content_type_encoding(content_type),
        detect_encoding(body[:_SAMPLE_BYTES]),
    )
    for name in declared:
        resolved = resolve_encoding(name) if name else None
        if resolved:
            yield _SUPERSETS.get(resolved, resolved)
    yield from ("gb18030", "big5", "utf-8")


def _plausibility(sample: bytes, encoding: str) -> float:
    """Return the share of common minus the share of broken characters, in steps of 5 %.

    The steps make small differences a tie, which the order of the candidates then settles.
    """
    foreign = [char for char in sample.decode(encoding, "replace") if char > "\x7f"]
    if not foreign:
        return 0.0
    common = sum(char in _COMMON for char in foreign)
    broken = foreign.count("\ufffd") + sum("\ue000" <= char <= "\uf8ff" for char in foreign)
    return round(20 * (common - 5 * broken) / len(foreign)) / 20
