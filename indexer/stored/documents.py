"""Documents as bytes, one compressed frame each: a line of JSON, and the text behind it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

import zstandard

from archive.facts import Doubt, Level, Organ, Place, ReportKind, SectionKind
from indexer.document import IndexDocument, TextSection

_LEVEL = 3
_NAMES = tuple(field.name for field in fields(IndexDocument) if field.name != "text")


def to_bytes(documents: Iterable[IndexDocument]) -> list[bytes]:
    """Return each of ``documents`` compressed."""
    compressor = zstandard.ZstdCompressor(_LEVEL)  # which costs half as much as to use it once
    return [compressor.compress(_plain_bytes(document)) for document in documents]


def _plain_bytes(document: IndexDocument) -> bytes:
    values = ((name, getattr(document, name)) for name in _NAMES)
    known = {name: value for name, value in values if value not in (None, ())}
    line = json.dumps(known, ensure_ascii=False, separators=(",", ":"), default=_plain)
    # Lone surrogates are no valid text, but nothing is refused here that was archived.
    return f"{line}\n{document.text}".encode("utf-8", "surrogatepass")


def from_bytes(frame: bytes) -> IndexDocument:
    """Return the document that was compressed. Raises ``ValueError`` if it was not."""
    try:
        content = str(zstandard.decompress(frame), "utf-8", "surrogatepass")
        line, _, text = content.partition("\n")
        known: dict[str, Any] = json.loads(line)
        typed = {name: _typed(name, value) for name, value in known.items()}
        return IndexDocument(text=text, **typed)
    except (zstandard.ZstdError, TypeError) as error:
        raise ValueError("not a document") from error


def _plain(value: date | Place | TextSection) -> object:
    return value.isoformat() if isinstance(value, date) else asdict(value)


def _typed(name: str, value: Any) -> Any:
    return _TYPES[name](value) if name in _TYPES else value


def _section(kind: str, heading: str, start: int, end: int) -> TextSection:
    return TextSection(SectionKind(kind), heading, start, end)


_TYPES: Mapping[str, Callable[[Any], object]] = {
    "published_on": date.fromisoformat,
    "kind": ReportKind,
    "level": Level,
    "organ": Organ,
    "division": lambda value: Place(**value),
    "doubts": lambda value: tuple(map(Doubt, value)),
    "sections": lambda value: tuple(_section(**section) for section in value),
}
