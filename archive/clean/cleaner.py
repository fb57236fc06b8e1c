"""A snapshot becomes a report, or the reason why it cannot.

decode → tree (or flat text) → main text → chrome off → facts. Nothing here does I/O, and the
same bytes with the same guidance always give the same report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.address import report_id_of
from archive.clean.attached import noted, of_file, offer, with_files
from archive.clean.attachments import is_file, read_file
from archive.clean.chrome.outside import read_outside
from archive.clean.chrome.stripping import Stripped
from archive.clean.draft import Chosen, Draft, judged, read
from archive.clean.facts.details import read_details
from archive.clean.facts.gathering import first, read_facts
from archive.clean.facts.locating import locate
from archive.clean.facts.material import Material
from archive.clean.guidance import Guidance
from archive.clean.joining import joined
from archive.clean.main_text.headed import HEADED
from archive.clean.page.lines import Line
from archive.clean.page.page_heading import Heading, page_headings
from archive.clean.paragraphs.marks import marks_of
from archive.clean.words.labels import TITLE, Found
from archive.facts import AttachmentLink
from archive.files import OfferedFile
from archive.model import Rejected, Rejection, Removal, Report, Snapshot

CLEANER_VERSION: Final = 11
"""Grows whenever the same bytes may give another report."""

_NOTHING: Final = Guidance()
_MAX_REMOVED_LINES = 400  # a portal's footer with a hundred sites, three times over
_MAX_REMOVED_CHARS = 500
_NEAR_LINES = 120  # metadata stands within so many lines of the main text


def clean(
    snapshot: Snapshot, guidance: Guidance = _NOTHING, parts: Sequence[Snapshot] = ()
) -> Report | Rejected:
    """Return the report that a snapshot of a document holds, or why it holds none.

    Takes HTML and plain text of any encoding, the text of whole pages with their chrome
    lines included, and the files that :mod:`archive.clean.attachments` reads. ``guidance`` is
    what is known about its site, ``parts`` are the further pages of the article in order.
    Never raises, whatever the bytes.
    """
    return examine(snapshot, guidance, parts).result


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of a snapshot, and which of its lines its host may have on all pages."""

    result: Report | Rejected
    repeatable: frozenset[str] = frozenset()


def examine(
    snapshot: Snapshot,
    guidance: Guidance,
    parts: Sequence[Snapshot] = (),
    files: Sequence[OfferedFile] = (),
) -> Cleaned:
    """Clean a snapshot as :func:`clean` does, and return with it what may be learned.

    ``files`` are what is known of the page's files: where it hardly has a text of its own,
    the links of the result that say ``is_body`` name those that are wanted.
    """
    if is_file(snapshot.body):
        text = read_file(snapshot.body)
        draft = text if isinstance(text, Rejection) else of_file(text)
        return _finished(snapshot, draft, ())
    further = [read(part, guidance) for part in parts]
    return finish(snapshot, read(snapshot, guidance), further, files)


def finish(
    snapshot: Snapshot,
    chosen: Chosen | Rejection,
    parts: Sequence[Chosen | Rejection] = (),
    files: Sequence[OfferedFile] = (),
) -> Cleaned:
    """Return what becomes of a snapshot that was read, its further pages with it."""
    if isinstance(chosen, Rejection):
        return _finished(snapshot, chosen, ())
    draft = judged(chosen)
    if isinstance(draft, Draft):
        further = [judged(part) for part in parts if isinstance(part, Chosen)]
        draft = joined(draft, [part for part in further if isinstance(part, Draft)])
    offered = offer(chosen, draft, snapshot.url)
    return _finished(snapshot, with_files(chosen, draft, offered, files), noted(offered, files))


def _finished(
    snapshot: Snapshot, draft: Draft | Rejection, attachments: tuple[AttachmentLink, ...]
) -> Cleaned:
    if isinstance(draft, Rejection):
        wanted = tuple(link for link in attachments if link.is_body)
        return Cleaned(Rejected(snapshot.snapshot_id, snapshot.url, draft, wanted))
    report = _report(snapshot, draft)
    facts = replace(
        report.facts,
        attachments=attachments,
        warnings=(*report.facts.warnings, *draft.cautions),
    )
    return Cleaned(replace(report, facts=facts), draft.repeatable)


def _report(snapshot: Snapshot, draft: Draft) -> Report:
    details = read_details(_material(snapshot, draft))
    title, issuer = details.title.value, first(details.issuer)
    location = locate(issuer, title, details.site, first(details.site_code), snapshot.url)
    facts = read_facts(details, location, draft.paragraphs, snapshot.url)
    return Report(
        report_id=report_id_of(snapshot.url),
        url=snapshot.url,
        snapshot_id=snapshot.snapshot_id,
        cleaner_version=CLEANER_VERSION,
        rule=draft.main.rule,
        title=title,
        paragraphs=draft.paragraphs,
        issuer=issuer,
        published_on=first(details.published_on),
        written_on=first(details.written_on),
        document_number=first(details.document_number),
        index_number=first(details.index_number),
        site=details.site,
        place=location.path if location else None,
        removed=tuple(_removed(draft)),
        facts=replace(facts, marks=marks_of(draft.lines)),
    )


def _material(snapshot: Snapshot, draft: Draft) -> Material:
    before, after = tuple(_before(draft)), draft.main.after(draft.page)
    above, below = read_outside(before[-_NEAR_LINES:]), read_outside(after[:_NEAR_LINES])
    return Material(
        url=snapshot.url,
        seen_on=snapshot.visited_at.date(),
        page=draft.page,
        found=(*_found(draft), *above.found, *below.found),
        before=before,
        above=above.runs,
        runs=tuple(_runs(draft.stripped)),
        paragraphs=draft.paragraphs,
        outside=(*(one.text for one in draft.stripped.removed), *(line.text for line in after)),
    )


def _runs(stripped: Stripped) -> Iterator[tuple[str, ...]]:
    """Yield the lines before the first sentence, in runs that nothing was taken off between.

    The last one stands right above the first sentence; it may be empty.
    """
    run: list[str] = []
    ends = (*stripped.numbers[: stripped.head + 1], -1)
    for at, number in enumerate(ends[: stripped.head]):
        run.append(stripped.kept[at].text)
        if ends[at + 1] != number + 1:
            yield tuple(run)
            run = []
    yield tuple(run)


def _found(draft: Draft) -> tuple[Found, ...]:
    """Return the labels in the main text; a title that was taken off is one."""
    titles = (one.text for one in draft.stripped.removed if one.rule == "repeated title")
    return (
        *draft.stripped.found,
        *(Found(TITLE, heading.text) for heading in [_heading(draft)] if heading),
        *(Found(TITLE, title) for title in titles),
    )


def _heading(draft: Draft) -> Heading | None:
    """Return the page's heading where the main text is what stands below it."""
    if draft.main.rule != HEADED:
        return None
    below = draft.main.spans[0][0]
    return next((one for one in reversed(page_headings(draft.page)) if one.end <= below), None)


def _before(draft: Draft) -> Iterator[Line]:
    """Yield the lines above the main text; beside the page's heading others are the site's."""
    heading = _heading(draft)
    for number, line in enumerate(draft.main.before(draft.page)):
        is_own = heading is None or heading.start <= number < heading.end
        yield line if is_own or not line.heading else replace(line, heading=0)


def _removed(draft: Draft) -> Iterator[Removal]:
    """Yield what was taken off, by the rules first, then what stood outside."""
    yield from draft.stripped.removed
    for line in draft.copies:
        yield Removal(line.text, "second copy")
    outside = (*draft.main.before(draft.page), *draft.main.after(draft.page))
    for line in outside[:_MAX_REMOVED_LINES]:
        yield Removal(line.text[:_MAX_REMOVED_CHARS], "outside main text")
