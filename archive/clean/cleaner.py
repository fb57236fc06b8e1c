"""A snapshot becomes a report, or the reason why it cannot.

decode → tree (or flat text) → main text → chrome off → facts. Nothing here does I/O, and the
same bytes with the same guidance always give the same report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from archive.address import report_id_of
from archive.clean.chrome import read_metadata
from archive.clean.dates import date_in_address, leading_date
from archive.clean.draft import Chosen, Draft, judged, read
from archive.clean.facts import Known, read_facts
from archive.clean.guidance import Guidance
from archive.clean.issuers import delivered_on, find_issuer, read_signature, without_junk
from archive.clean.labels import Field, Found, values
from archive.clean.lines import key_of
from archive.clean.place import place_of
from archive.clean.titles import derived_title, find_site, find_title
from archive.clean.tree import Page
from archive.model import Rejected, Rejection, Removal, Report, Snapshot

CLEANER_VERSION: Final = 3
"""Grows whenever the same bytes may give another report."""

_NOTHING: Final = Guidance()
_MAX_REMOVED_LINES = 400  # a portal's footer with a hundred sites, three times over
_MAX_REMOVED_CHARS = 500
_NEAR_LINES = 120  # metadata stands within so many lines of the main text


def clean(snapshot: Snapshot, guidance: Guidance = _NOTHING) -> Report | Rejected:
    """Return the report that a snapshot of a document holds, or why it holds none.

    Takes HTML and plain text of any encoding, the text of whole pages with their chrome
    lines included. ``guidance`` is what is known about its site. Never raises, whatever the
    bytes.
    """
    return finish(snapshot, read(snapshot, guidance)).result


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of a snapshot, and which of its lines its host may have on all pages."""

    result: Report | Rejected
    repeatable: frozenset[str] = frozenset()


def examine(snapshot: Snapshot, guidance: Guidance) -> Cleaned:
    """Clean a snapshot as :func:`clean` does, and return with it what may be learned."""
    return finish(snapshot, read(snapshot, guidance))


def finish(snapshot: Snapshot, chosen: Chosen | Rejection) -> Cleaned:
    """Return what becomes of a snapshot that was read."""
    draft = judged(chosen) if isinstance(chosen, Chosen) else chosen
    if isinstance(draft, Rejection):
        return Cleaned(Rejected(snapshot.snapshot_id, snapshot.url, draft))
    return Cleaned(_report(snapshot, draft), draft.repeatable)


def _report(snapshot: Snapshot, draft: Draft) -> Report:
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


def _found(draft: Draft) -> tuple[Found, ...]:
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


def _removed(draft: Draft) -> Iterator[Removal]:
    """Yield what was taken off, by the rules first, then what stood outside."""
    yield from draft.stripped.removed
    for line in draft.copies:
        yield Removal(line.text, "second copy")
    outside = (*draft.main.before(draft.page), *draft.main.after(draft.page))
    for line in outside[:_MAX_REMOVED_LINES]:
        yield Removal(line.text[:_MAX_REMOVED_CHARS], "outside main text")
