"""From snapshots to reports: whatever no cleaner has seen yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from archive.clean import CLEANER_VERSION, SiteRules
from archive.facts import AttachmentLink
from archive.files import OfferedFile
from archive.keep import Archive
from archive.model import Rejected, Rejection, Report, Snapshot
from archive.pipeline.guiding import Guide, site_rules
from archive.pipeline.judging import Case, Verdict, extract, extracted, judge, judged
from archive.pipeline.workers import WorkerPool

_DRAWN = 16  # snapshots held in memory at once; most are under 200 KB, some 10 MB
_SETTLED = 32  # results in one transaction: what a kill makes the next start do again

Draw = Callable[[int, int], Sequence[Snapshot]]
Links = tuple[AttachmentLink, ...]


@dataclass(frozen=True, slots=True)
class CleaningSummary:
    """What became of the snapshots that were cleaned."""

    reports: int
    rejected: tuple[tuple[Rejection, int], ...]


def clean_pending(
    archive: Archive, advance: Callable[[int], object], sites: SiteRules | None = None
) -> CleaningSummary:
    """Read every file and clean every document that no cleaner has seen.

    Works in as many processes as there are processors and stores in the snapshots' order; a
    kill costs the work on a few pages and nothing that was stored. Reports of hosts whose
    habits show only now are cleaned once more. ``advance`` is told how many snapshots are
    done since it was last called. ``sites`` are the user's rules, by default those of the
    home. The caller holds the home's lock.
    """
    read_files(archive, advance)
    guide = Guide(archive, site_rules(archive.home) if sites is None else sites)
    counts = _clean_all(archive, guide, advance)
    if guide.reopen():
        again = _clean_all(archive, guide, lambda _: None)
        counts[None] -= again.total()
        counts.update(again)
    # A report that has changed may have sent pages back that said the same before.
    counts.update(_clean_all(archive, guide, lambda _: None))
    return summed(counts)


def summed(counts: Counter[Rejection | None]) -> CleaningSummary:
    """Return counts of reasons, ``None`` for reports, as a summary."""
    rejected = {reason: number for reason, number in counts.items() if reason is not None}
    return CleaningSummary(counts[None], tuple(sorted(rejected.items())))


def reason_of(result: Report | Rejected) -> Rejection | None:
    """Return why a result is no report, ``None`` if it is one."""
    return result.reason if isinstance(result, Rejected) else None


def read_files(archive: Archive, advance: Callable[[int], object], *, again: bool = False) -> None:
    """Read the text of every file that no cleaner has seen, or (``again``) an earlier one."""
    earlier = partial(archive.snapshots.files_read_before, CLEANER_VERSION)
    with WorkerPool(extract) as readers:
        texts = extracted(readers, drawn(earlier if again else archive.snapshots.unread_files))
        while batch := tuple(islice(texts, _SETTLED)):
            archive.files.settle(batch, CLEANER_VERSION)
            advance(len(batch))


def drawn(draw: Draw) -> Iterator[Snapshot]:
    """Yield all that a query gives, a few at a time; what it gives later included."""
    last = 0
    while found := draw(_DRAWN, last):
        yield from found
        last = found[-1].snapshot_id


def _clean_all(
    archive: Archive, guide: Guide, advance: Callable[[int], object]
) -> Counter[Rejection | None]:
    """Clean what waits and count the reasons, ``None`` for reports."""
    counts: Counter[Rejection | None] = Counter()
    verdicts = cleaned(archive, guide, drawn(archive.snapshots.awaiting_cleaning))
    while batch := tuple(islice(verdicts, _SETTLED)):
        results = [verdict.cleaned.result for verdict in batch]
        archive.reports.settle(results, CLEANER_VERSION)
        guide.note(batch)
        counts.update(map(reason_of, results))
        advance(len(batch))
    return counts


def cleaned(archive: Archive, guide: Guide, snapshots: Iterable[Snapshot]) -> Iterator[Verdict]:
    """Clean snapshots in their order, in worker processes, and store nothing.

    Pages whose text is in a file that the archive has come last: only cleaning tells which
    they are.
    """
    held: dict[int, Links] = {}
    cases = (case_of(archive, guide, snapshot) for snapshot in snapshots)
    with WorkerPool(judge) as judges:
        for verdict in judged(judges, cases):
            links = _bodies(verdict.cleaned.result)
            if any(map(archive.files.of_link, links)):
                held[verdict.snapshot.snapshot_id] = links
            else:
                yield verdict
        yield from judged(judges, _with_files(archive, guide, held))


def files_of(archive: Archive, result: Report | Rejected) -> tuple[OfferedFile, ...]:
    """Return the files that hold a page's text, as far as the archive has them."""
    return tuple(filter(None, map(archive.files.of_link, _bodies(result))))


def _with_files(archive: Archive, guide: Guide, held: Mapping[int, Links]) -> Iterator[Case]:
    for snapshot_id, links in held.items():
        snapshot = archive.snapshots.get(snapshot_id)
        files = tuple(filter(None, map(archive.files.of_link, links)))
        yield replace(case_of(archive, guide, snapshot), files=files)


def case_of(archive: Archive, guide: Guide, snapshot: Snapshot) -> Case:
    """Return a snapshot with what the archive knows about it, but for its files."""
    parts = archive.snapshots.parts_of(snapshot)
    return Case(
        snapshot,
        guide.guidance(snapshot),
        tuple(part.snapshot for part in parts if part.snapshot is not None),
        tuple(part.url for part in parts if part.snapshot is None),
    )


def _bodies(result: Report | Rejected) -> Links:
    """Return the files that hold a page's text."""
    links = result.attachments if isinstance(result, Rejected) else result.facts.attachments
    return tuple(link for link in links if link.is_body)
