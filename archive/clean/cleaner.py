"""A snapshot becomes a report, or the reason why it cannot.

decode → tree (or flat text) → main text → chrome off → facts. Nothing here does I/O, and the
same bytes always give the same report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from archive.address import report_id_of
from archive.clean.body import DENSEST, Main, find_main, repeated
from archive.clean.chrome import Stripped, read_metadata, strip_chrome
from archive.clean.dates import date_in_address, leading_date
from archive.clean.decode import decode
from archive.clean.facts import Known, read_facts
from archive.clean.flat import is_plain, markup_lines, text_length, text_lines
from archive.clean.issuers import delivered_on, find_issuer, read_signature, without_junk
from archive.clean.labels import Field, Found, values
from archive.clean.lines import Line, key_of
from archive.clean.place import place_of
from archive.clean.rules import load
from archive.clean.titles import derived_title, find_site, find_title
from archive.clean.tree import Page, parse, read_page, text_size
from archive.model import Rejected, Rejection, Removal, Report, Snapshot

CLEANER_VERSION: Final = 2
"""Grows whenever the same bytes may give another report."""

_MAX_BYTES = 20_000_000
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0",
           b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x7fELF", b"RIFF", b"\x00\x00\x00")  # fmt: skip
_MAY_LOSE_CHARS = 200  # template code and unclosed tags that the flat reading takes for text
_MAX_REMOVED_LINES = 400  # a portal's footer with a hundred sites, three times over
_MAX_REMOVED_CHARS = 500
_NEAR_LINES = 120  # metadata stands within so many lines of the main text


@dataclass(frozen=True, slots=True)
class _Draft:
    """A page with its main text found and stripped."""

    page: Page
    main: Main
    stripped: Stripped
    copies: tuple[Line, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(line.text for line in self.stripped.kept)


def clean(snapshot: Snapshot) -> Report | Rejected:
    """Return the report that a snapshot of a document holds, or why it holds none.

    Takes HTML and plain text of any encoding, the text of whole pages with their chrome
    lines included. Never raises, whatever the bytes.
    """
    draft = _draft(snapshot)
    if isinstance(draft, Rejection):
        return Rejected(snapshot.snapshot_id, snapshot.url, draft)
    return _report(snapshot, draft)


def _draft(snapshot: Snapshot) -> _Draft | Rejection:
    rejection = _unreadable(snapshot.body)
    if rejection:
        return rejection
    content_type = snapshot.header("Content-Type")
    text = decode(snapshot.body, content_type).text
    if is_plain(text, content_type, snapshot.url):
        page = Page(tuple(text_lines(text)))
        main: Main | None = Main(((0, len(page.lines)),), "plain text")
    else:
        page, main = _read_markup(text)
    return _judged(page, main)


def _unreadable(body: bytes) -> Rejection | None:
    if not body.strip():
        return Rejection.EMPTY
    if len(body) > _MAX_BYTES:
        return Rejection.TOO_LARGE
    is_wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    sample = body[:65536]
    controls = sum(map(sample.count, _CONTROLS))
    is_noise = not is_wide and controls * 100 > len(sample)
    return Rejection.NOT_TEXT if body.startswith(_BINARY) or is_noise else None


_CONTROLS = tuple(bytes([code]) for code in range(32) if code not in b"\t\n\f\r\x1b")


def _read_markup(text: str) -> tuple[Page, Main | None]:
    """Read HTML by its tree, or flat where the tree has lost most of the text."""
    root = parse(text)
    page = read_page(root) if root is not None else Page(())
    in_tree = text_size(root) if root is not None else 0
    shown = sum(len(line.text) for line in page.lines)
    size = text_length(text)
    is_lost = size - in_tree > max(_MAY_LOSE_CHARS, in_tree) or size > in_tree == 0
    if is_lost or (shown < 20 and size > _MAY_LOSE_CHARS):
        flat = Page(tuple(markup_lines(text)), metas=page.metas, head_title=page.head_title)
        return flat, Main(((0, len(flat.lines)),), "flat markup")
    return page, find_main(page)


@cache
def _error_page() -> re.Pattern[str]:
    return re.compile("|".join(load("pages.toml")["error"]), re.IGNORECASE)


def _judged(page: Page, main: Main | None) -> _Draft | Rejection:
    """Tell reports from lists, error pages and nothing; whatever has text is a report."""
    if not page.lines:
        return Rejection.EMPTY
    lines = main.lines(page) if main else ()
    chars = sum(len(line.text) for line in lines)
    shown = [page.head_title, *(line.text for line in (lines or page.lines)[:40])]
    if chars < 300 and _error_page().search("\n".join(shown)):
        return Rejection.ERROR_PAGE
    if _is_list(page, main, lines):
        return Rejection.LIST_PAGE
    if main is None:
        main = Main(((0, len(page.lines)),), "whole page")
    draft = _drafted(page, main)
    return draft if draft.stripped.kept else Rejection.NO_MAIN_TEXT


def _drafted(page: Page, main: Main) -> _Draft:
    lines = main.lines(page)
    copies = repeated(lines)
    once = tuple(line for number, line in enumerate(lines) if number not in copies)
    return _Draft(page, main, strip_chrome(once), tuple(lines[number] for number in sorted(copies)))


def _is_list(page: Page, main: Main | None, lines: Sequence[Line]) -> bool:
    """Whether a page has headlines only: links, and hardly a sentence of its own."""
    links = sum(line.is_link for line in lines)
    if main is not None and main.rule != DENSEST:
        has_prose = any(line.is_prose for line in lines)
        return links >= 5 and links * 2 > len(lines) and not has_prose
    links = sum(line.is_link for line in page.lines)
    prose = [len(line.text) for line in lines if line.is_prose]
    is_report = len(prose) > 1 or sum(prose) >= 150
    return not is_report and links >= 5 and links * 2 > len(page.lines)


def _report(snapshot: Snapshot, draft: _Draft) -> Report:
    page, main, paragraphs = draft.page, draft.main, draft.paragraphs
    found = _found(draft)
    signature = read_signature(paragraphs)
    head = [line.text for line in draft.stripped.kept[: draft.stripped.head]]
    site = find_site(page, page.lines)
    title = find_title(page, site, main.before(page), values(found, Field.TITLE), head)
    sources = (*values(found, Field.SOURCE), page.meta("ContentSource") or "")
    issuer = find_issuer(values(found, Field.ISSUER), signature, title or "", sources)
    known = Known(
        url=snapshot.url,
        title=title or derived_title(paragraphs, issuer),
        is_titled=title is not None,
        issuer=issuer,
        site=site,
        paragraphs=paragraphs,
    )
    return Report(
        report_id=report_id_of(snapshot.url),
        url=snapshot.url,
        snapshot_id=snapshot.snapshot_id,
        cleaner_version=CLEANER_VERSION,
        rule=main.rule,
        title=known.title,
        paragraphs=paragraphs,
        issuer=issuer,
        published_on=_published_on(page, found, snapshot.url),
        written_on=_first_date(values(found, Field.WRITTEN))
        or signature.signed_on
        or delivered_on(head),
        document_number=_code(found, Field.DOCUMENT_NUMBER),
        index_number=_code(found, Field.INDEX_NUMBER),
        site=site,
        place=place_of(issuer, known.title, site),
        removed=tuple(_removed(draft)),
        facts=read_facts(known),
    )


def _found(draft: _Draft) -> tuple[Found, ...]:
    """Return all labels, those in and right above the main text first."""
    before, after = draft.main.before(draft.page), draft.main.after(draft.page)
    return (
        *draft.stripped.found,
        *read_metadata(before[-_NEAR_LINES:]),
        *read_metadata(after[:_NEAR_LINES]),
    )


def _published_on(page: Page, found: tuple[Found, ...], url: str) -> date | None:
    """Return the day of publication: labels, the page's date line, head, address."""
    shown = values(found, Field.PUBLISHED, Field.PAGE_DATE)
    return (
        _first_date(shown)
        or _first_date(iter((page.meta("PubDate") or "",)))
        or _first_date(values(found, Field.UPDATED))
        or date_in_address(url)
    )


def _first_date(texts: Iterator[str]) -> date | None:
    dates = (leading_date(key_of(text).strip(" []()"))[0] for text in texts)
    return next((found for found in dates if found), None)


def _code(found: tuple[Found, ...], field: Field) -> str | None:
    codes = values(found, field)
    return next((code for code in codes if without_junk(code, field.value)), None)


def _removed(draft: _Draft) -> Iterator[Removal]:
    """Yield what was taken off, by the rules first, then what stood outside."""
    yield from draft.stripped.removed
    for line in draft.copies:
        yield Removal(line.text, "second copy")
    outside = (*draft.main.before(draft.page), *draft.main.after(draft.page))
    for line in outside[:_MAX_REMOVED_LINES]:
        yield Removal(line.text[:_MAX_REMOVED_CHARS], "outside main text")
