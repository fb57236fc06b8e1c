"""What ``crawl --dry-run`` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from archive.keep import Archive, FrontierPolicy
from archive.model import PageKind, Planned, Seed, Why
from web.cli.printing import print_counts, print_json, shown_time
from web.cli.reporting import plan_shape

_REASONS = {
    Why.SEED_OR_LIST: "front page of a list, every night",
    Why.FURTHER_LIST_PAGE: "further page of a list, now and then",
    Why.NEW: "never visited",
    Why.AGAIN: "could not be reached the last time",
    Why.GONE: "vanished; is it back?",
    Why.RESTED: "its rest is over",
}


def print_plan(home: Path, seeds: Sequence[Seed], policy: FrontierPolicy, *, as_json: bool) -> None:
    """Print what a crawl would visit, in order and why; an archive is not needed."""
    if not Archive.exists(home):
        _print(_first_visits(seeds), as_json=as_json)
        return
    with Archive.open(home, create=False) as archive:
        _print(archive.plan(seeds, policy=policy), as_json=as_json)


def _first_visits(seeds: Sequence[Seed]) -> Iterable[Planned]:
    return (Planned(seed.url, PageKind.LIST, Why.SEED_OR_LIST, None) for seed in seeds)


def _print(planned: Iterable[Planned], *, as_json: bool) -> None:
    if as_json:
        print_json(plan_shape(planned))
        return
    counts: Counter[Why] = Counter()
    left_over = 0
    for each in planned:
        counts[each.why] += 1
        left_over += not each.fits
        mark = "" if each.fits else "  (no room tonight)"
        click.echo(f"{each.why.value:<17}  {shown_time(each.due_at):<16}  {each.url}{mark}")
    click.echo(f"{sum(counts.values())} addresses are due, {left_over} of them do not fit:")
    print_counts((_REASONS[why], f"{count:,}") for why, count in sorted(counts.items()))
    click.echo("what the lists lead to comes on top")
