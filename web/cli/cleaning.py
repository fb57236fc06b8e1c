"""From pages to reports, again and explained: ``clean``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from archive.clean import CLEANER_VERSION
from archive.keep import Archive, HomeLock
from archive.pipeline.cleaning import CleaningSummary
from archive.proposal import Difference, Effect, Preview
from web.cli.explaining import Asking, explain_page
from web.cli.options import HomeChoice, as_json, pass_home
from web.cli.printing import print_counts, print_json
from web.cli.reporting import cleaned_shape, preview_shape
from web.cli.stages import accept_stage, clean_stage, propose_stage

_EFFECTS = {
    Effect.SAME: "unchanged",
    Effect.FACTS: "other facts",
    Effect.TEXT: "other text",
    Effect.LOST: "no report any more",
    Effect.FOUND: "a report now",
}
_OPTIONS = (
    click.option("--all", "everything", is_flag=True,
                 help="Clean the whole archive anew: show what would change, then replace it."),
    click.option("--yes", is_flag=True, help="With --all: replace without being asked."),
    click.option("--dry-run", is_flag=True, help="With --all: only show what would change."),
    click.option("--limit", default=10, show_default=True, type=click.IntRange(min=0),
                 help="With --all: show so many losses and gains; 0 shows all."),
    click.option("--explain", "subject", metavar="URL|FILE|ID",
                 help="Print how a page is cleaned: what each step sees, what is chosen, and "
                      "what goes by which rule. Changes nothing."),
    click.option("--address", metavar="URL", help="With --explain FILE: where it came from."),
    click.option("--contact", default="", envvar="BAOGAO_CONTACT", metavar="URL_OR_MAIL",
                 help="With --explain URL: contact that the user agent names if the page has to "
                      "be fetched (environment: BAOGAO_CONTACT)."),
    click.option("--allow-loopback", is_flag=True,
                 help="With --explain URL: also fetch from this machine (for tests)."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be done, as said on the command line."""

    everything: bool
    yes: bool
    dry_run: bool
    limit: int
    subject: str | None
    address: str | None
    contact: str
    allow_loopback: bool

    def check(self) -> None:
        if self.everything and self.subject is not None:
            raise click.UsageError("--all and --explain do not go together")
        if (self.yes or self.dry_run) and not self.everything:
            raise click.UsageError("--yes and --dry-run need --all")
        if self.yes and self.dry_run:
            raise click.UsageError("--yes and --dry-run do not go together")
        if self.address is not None and self.subject is None:
            raise click.UsageError("--address needs --explain")


def _with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@_with_options
@as_json
@pass_home
def clean(choice: HomeChoice, /, as_json: bool, **wish: Any) -> None:
    """Clean the pages that wait for it, or the whole archive anew.

    Without options: what `baogao crawl` brought and a kill kept from being cleaned.

    After an update of baogao, or a change of the rules in sites.toml, `baogao clean --all`
    cleans every document again, on all processors, and keeps the results aside. Then it shows
    what would change, the biggest losses and gains first, and asks before it replaces
    anything; where nobody can be asked it stops there unless told --yes. Killed at any moment,
    it goes on where it was. `baogao index` makes the new texts searchable.

    \b
    Examples:
      baogao clean --all --dry-run
      baogao clean --explain https://www.example.gov.cn/art/2025/1/8/art_1.html
      baogao clean --explain saved.html --address https://www.example.gov.cn/1.html
    """
    wanted = _Wish(**wish)
    wanted.check()
    if wanted.subject is not None:
        asking = Asking(wanted.subject, wanted.address, wanted.contact, wanted.allow_loopback)
        explain_page(choice.home, asking, as_json=as_json)
    elif wanted.everything:
        _clean_all(choice.home, wanted, as_json=as_json)
    else:
        _clean_pending(choice.home, as_json=as_json)


def _clean_pending(home: Path, *, as_json: bool) -> None:
    with Archive.open(home, create=False) as archive, HomeLock(home):
        summary = clean_stage(archive)
        old = archive.reports.made_before(CLEANER_VERSION)
    if as_json:
        print_json({"cleaned": cleaned_shape(summary), "made_by_earlier_cleaners": old})
        return
    print_cleaned(summary)
    if old:
        click.echo(f"{old} reports were made by an earlier cleaner: `baogao clean --all` "
                   "shows what would change")  # fmt: skip


def print_cleaned(summary: CleaningSummary) -> None:
    """Print what became of the pages that were cleaned."""
    rejected = "".join(f", {count} {reason.value}" for reason, count in summary.rejected)
    click.echo(f"cleaned {summary.reports} reports{rejected}")


def _clean_all(home: Path, wish: _Wish, *, as_json: bool) -> None:
    with Archive.open(home, create=False) as archive:
        with HomeLock(home):  # not held while somebody thinks about the answer
            propose_stage(archive)
        preview = archive.proposals.preview(wish.limit or None)
        if not as_json:
            _print_preview(preview)
        replaced = _is_wanted(preview, wish, as_json=as_json) and _replace(archive, home)
    if as_json:
        shape = cleaned_shape(replaced) if replaced else None
        print_json({**preview_shape(preview), "replaced": shape})
    elif replaced:
        click.echo("replaced: ", nl=False)
        print_cleaned(replaced)
        click.echo("run `baogao index` to make the changes searchable")


def _is_wanted(preview: Preview, wish: _Wish, *, as_json: bool) -> bool:
    if wish.dry_run or wish.yes:
        return wish.yes
    if not preview.changes:
        return True  # only the cleaner's version would move on
    if as_json or not sys.stdin.isatty():
        click.echo("nothing was replaced: `baogao clean --all --yes` does it", err=True)
        return False
    return click.confirm("Replace them?", err=True)


def _replace(archive: Archive, home: Path) -> CleaningSummary:
    with HomeLock(home):
        propose_stage(archive)  # what came while somebody thought
        return accept_stage(archive)


def _print_preview(preview: Preview) -> None:
    click.echo(f"{preview.documents:,} documents cleaned anew, nothing replaced yet")
    print_counts((_EFFECTS[effect], f"{count:,}") for effect, count in preview.effects)
    if preview.rejections:
        why = ", ".join(f"{count} {reason.value}" for reason, count in preview.rejections)
        click.echo(f"no report any more: {why}")
    if preview.fields:
        named = ", ".join(f"{name} {count:,}" for name, count in preview.fields)
        click.echo(f"differs: {named}")
    click.echo(f"{preview.lost_chars:,} characters lost, {preview.gained_chars:,} gained")
    for name, differences in (("losses", preview.losses), ("gains", preview.gains)):
        if differences:
            click.secho(f"\nbiggest {name}", bold=True)
        for difference in differences:
            _print_difference(difference, is_loss=name == "losses")


def _print_difference(difference: Difference, *, is_loss: bool) -> None:
    found = difference.comparison
    words = found.lost_words if is_loss else found.gained_words
    why = f" ({difference.rejection.value})" if difference.rejection else ""
    click.echo(f"  -{found.lost:,} +{found.gained:,}  {difference.title}{why}")
    click.secho(f"      {difference.report_id}  {difference.url}", dim=True)
    click.secho(f"      {'-' if is_loss else '+'} {words}", fg="red" if is_loss else "green")
