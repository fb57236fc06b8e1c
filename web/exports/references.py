"""References: BibTeX, RIS and GB/T 7714, for reference managers and for bibliographies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from web.citation import cite
from web.exports.provenance import Provenance
from web.exports.rows import Row
from web.exports.table import storable
from web.formats import is_imported

# BibTeX counts even escaped braces, so none may be left in a value.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)
_NOT_IN_ADDRESS = re.compile(r"[{}\\\s]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def bibtex_chunks(rows: Iterable[Row], about: Provenance) -> Iterator[bytes]:
    """Yield a BibTeX file of ``@online`` entries.

    Source: BibTeX (Patashnik 1988); the biblatex manual, 2.1.1 (entry types).
    """
    yield f"@comment{{{_tex(about.sentence).replace('@', '(at)')}}}\n".encode()
    for row in rows:
        fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _bibtex_fields(row))
        yield f"\n@online{{baogao-{row.document.report_id},\n{fields}}}\n".encode()


def ris_chunks(rows: Iterable[Row], about: Provenance) -> Iterator[bytes]:
    """Yield a RIS file; publishers, too, say where it is from in lines before the first record.

    Source: RIS Format Specifications (Reference Manager).
    """
    yield f"Provider: 报告 baogao\r\nContent: {_on_one_line(about.sentence)}\r\n".encode()
    for row in rows:
        tags = "".join(f"{tag}  - {value}\r\n" for tag, value in _ris_tags(row))
        yield f"\r\n{tags}ER  - \r\n".encode()


def gbt7714_chunks(rows: Iterable[Row], about: Provenance) -> Iterator[bytes]:
    """Yield a numbered bibliography as text, its provenance on the first line."""
    yield f"{_on_one_line(about.sentence)}\n\n".encode()
    for number, row in enumerate(rows, 1):
        yield f"[{number}] {_on_one_line(cite(row.document, row.seen_on))}\n".encode()


def _bibtex_fields(row: Row) -> Iterator[tuple[str, str]]:
    document, seen_on = row.document, row.seen_on
    yield "title", f"{{{_tex(document.title)}}}"
    if document.issuer:
        yield "author", f"{{{_tex(document.issuer)}}}"
    if document.published_on:
        yield "year", str(document.published_on.year)
        yield "date", document.published_on.isoformat()
    if not is_imported(document.url):
        yield "url", _NOT_IN_ADDRESS.sub(_percent, storable(document.url))
    if seen_on:
        yield "urldate", seen_on.isoformat()
    yield "langid", "chinese"


def _ris_tags(row: Row) -> Iterator[tuple[str, str]]:
    document, seen_on = row.document, row.seen_on
    yield "TY", "RPRT"
    yield "ID", document.report_id
    yield "TI", _on_one_line(document.title)
    if document.issuer:
        yield "AU", _on_one_line(document.issuer)
    if document.published_on:
        yield "PY", str(document.published_on.year)
        yield "DA", document.published_on.strftime("%Y/%m/%d")
    if document.place:
        yield "CY", _on_one_line(document.place)
    if not is_imported(document.url):
        yield "UR", _on_one_line(document.url)
    if seen_on:
        yield "Y2", seen_on.strftime("%Y/%m/%d")
    yield "LA", "zh"


def _tex(text: str) -> str:
    return _on_one_line(text).translate(_TEX)


def _on_one_line(text: str) -> str:
    return storable(_CONTROLS.sub(" ", text)).strip()


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
