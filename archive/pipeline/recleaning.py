"""Cleaning a whole archive anew, in two steps: everything is proposed, then taken over.

Proposals stand beside the reports, so that a person sees what would be lost and gained before
anything is replaced. Both steps go on where they were when they are killed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from archive.clean import CLEANER_VERSION, edition
from archive.keep import Archive
from archive.model import Rejection, Report
from archive.pipeline.cleaning import (
    CleaningSummary,
    clean_pending,
    cleaned,
    drawn,
    read_files,
    reason_of,
    summed,
)
from archive.pipeline.comparing import compared, is_kept
from archive.pipeline.guiding import Guide, rules_text, site_rules
from archive.pipeline.judging import Verdict
from archive.proposal import Proposal

_SETTLED: Final = 32  # in one transaction: what a kill makes the next start do again


def propose(archive: Archive, advance: Callable[[int], object]) -> None:
    """Clean every document that was cleaned before, and keep what it would become beside it.

    Proposals of this cleaner and these rules that are there already are not made again; those
    of others are dropped. Files are read again at once where an earlier cleaner read them.
    ``advance`` is told how many snapshots are done since it was last called. The caller holds
    the home's lock.
    """
    rules, name = site_rules(archive.home), edition(rules_text(archive.home))
    archive.proposals.begin(name)
    read_files(archive, advance, again=True)
    _propose(archive, Guide(archive, rules), name, advance)
    # What the new texts teach about hosts changes some of them once more.
    taught = Guide(archive, rules, archive.proposals)
    archive.proposals.withdraw(list(_untaught(archive, taught)))
    _propose(archive, taught, name, lambda _: None)


def accept(archive: Archive, advance: Callable[[int], object]) -> CleaningSummary:
    """Take over what was proposed, and clean what has come since.

    Returns what became of the former. The change log tells the index. The caller holds the
    home's lock.
    """
    counts: Counter[Rejection | None] = Counter()
    while results := archive.proposals.results(_SETTLED, CLEANER_VERSION):
        archive.proposals.teach(result.snapshot_id for result in results)
        archive.reports.settle(results, CLEANER_VERSION)
        counts.update(reason_of(result) for result in results)
        advance(len(results))
    archive.proposals.begin("")
    clean_pending(archive, lambda _: None)
    return summed(counts)


def _propose(archive: Archive, guide: Guide, name: str, advance: Callable[[int], object]) -> None:
    verdicts = cleaned(archive, guide, drawn(archive.snapshots.unproposed))
    while batch := tuple(islice(verdicts, _SETTLED)):
        archive.proposals.keep([_proposal(archive, guide, one) for one in batch], name)
        advance(len(batch))


def _proposal(archive: Archive, guide: Guide, verdict: Verdict) -> Proposal:
    snapshot, result = verdict.snapshot, verdict.cleaned.result
    old = archive.proposals.before(snapshot.snapshot_id)
    new = result if isinstance(result, Report) else None
    shown = new or old
    return Proposal(
        snapshot.snapshot_id,
        shown.title if shown else "",
        None if new and is_kept(old, new) else result,
        compared(old, new),
        verdict.cleaned.repeatable,
        guide.guidance(snapshot).habits,
    )


def _untaught(archive: Archive, guide: Guide) -> Iterator[int]:
    """Yield the snapshots that were cleaned without knowing, or still believing, a habit."""
    for snapshot_id, host, lines, habits in archive.proposals.guided():
        if not lines.isdisjoint(habits ^ guide.habits(host)):
            yield snapshot_id
