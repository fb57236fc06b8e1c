"""Getting pages in: ``crawl``, ``import`` and ``nightly``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from archive.crawl import CrawlSettings
from archive.keep import Archive, FrontierPolicy, HomeLock
from archive.model import Became, Fate, Run, RunKind
from archive.pipeline.cleaning import CleaningSummary
from archive.pipeline.importing import FileFate, ImportedFile, import_files
from archive.pipeline.saved_files import FoundFiles, find_files, read_addresses, readable
from archive.seeds import load_seeds
from indexer.sync import IndexSummary
from web.cli.cleaning import print_cleaned
from web.cli.options import HomeChoice, as_json, pass_home, seeds_argument
from web.cli.planning import print_plan
from web.cli.printing import print_alarms, print_counts, print_json
from web.cli.progress import bar
from web.cli.reporting import import_shape, nightly_shape, run_shape
from web.cli.stages import clean_stage, crawl_stage, index_stage, join_stage

_NOT_TAKEN = frozenset({FileFate.UNKNOWN_TYPE, FileFate.TOO_LARGE, FileFate.UNREADABLE})
_MOST_NAMED = 20  # of thousands of files nobody reads all names; --json has them


@dataclass(frozen=True, slots=True)
class Manners:
    """How a crawl behaves, as said on the command line."""

    delay: float
    max_pages: int | None
    max_minutes: float | None
    max_pages_per_host: int | None
    revisit_days: float
    contact: str
    allow_loopback: bool

    @property
    def settings(self) -> CrawlSettings:
        """The same for the crawler."""
        return CrawlSettings(
            delay_s=self.delay, contact=self.contact, allow_loopback=self.allow_loopback
        )

    @property
    def policy(self) -> FrontierPolicy:
        """The same for the frontier."""
        return FrontierPolicy(
            revisit_after=timedelta(days=self.revisit_days),
            max_pages_per_run=self.max_pages,
            max_pages_per_host=self.max_pages_per_host,
            max_duration=None if self.max_minutes is None else timedelta(minutes=self.max_minutes),
        )


def _sendable(_context: click.Context, _option: click.Parameter, contact: str) -> str:
    if not (contact.isascii() and contact.isprintable()):
        raise click.BadParameter("a mail or web address in ASCII, for it goes into a header")
    return contact


_MANNERS = (
    click.option("--delay", default=1.0, show_default=True, type=click.FloatRange(min=0),
                 metavar="SECONDS", help="Pause between two requests to one host."),
    click.option("--max-pages", type=click.IntRange(min=1), metavar="N",
                 help="End the night after N pages; what does not fit goes first the next night."),
    click.option("--max-minutes", type=click.FloatRange(min=0), metavar="MINUTES",
                 help="End the crawl after so many minutes, likewise."),
    click.option("--max-pages-per-host", type=click.IntRange(min=1), default=2000,
                 show_default=True, help="At most so many pages of one host in a run."),
    click.option("--revisit-days", default=7.0, show_default=True, type=click.FloatRange(min=0),
                 help="Look at a known document again after so many days at the earliest, at a "
                      "calm one up to 16 times later; front pages of lists: every run."),
    click.option("--contact", default="", envvar="BAOGAO_CONTACT", metavar="URL_OR_MAIL",
                 callback=_sendable,
                 help="Contact that the user agent names (environment: BAOGAO_CONTACT)."),
    click.option("--allow-loopback", is_flag=True,
                 help="Also visit addresses of this machine (for tests; off for a good reason)."),
)  # fmt: skip


def _with_manners(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_MANNERS):
        command = option(command)
    return command


@click.command()
@seeds_argument
@_with_manners
@click.option(
    "--dry-run", is_flag=True, help="Visit nothing; print what would be visited, in order, and why."
)
@click.option(
    "--join",
    is_flag=True,
    help="Help with the crawl that another process is doing; SEEDS and limits are its.",
)
@as_json
@pass_home
def crawl(
    choice: HomeChoice, /, seeds: Path, dry_run: bool, join: bool, as_json: bool, **manners: Any
) -> None:
    """Visit what is due from SEEDS (default: crawl_seeds.txt) and clean what came.

    A crawl that was killed or interrupted goes on where it was. `baogao index` makes the new
    reports searchable; `baogao nightly` does both.

    Any number of processes may `--join` a crawl: each host stays with one of them, and the
    hosts of one that dies go to the others. Who began the crawl cleans what all have brought.
    """
    if dry_run and join:
        raise click.UsageError("--dry-run and --join do not go together")
    if dry_run:
        print_plan(choice.home, load_seeds(seeds), Manners(**manners).policy, as_json=as_json)
    elif join:
        _join(choice.home, Manners(**manners), as_json=as_json)
    else:
        _crawl(choice.home, seeds, Manners(**manners), as_json=as_json, with_index=False)


@click.command()
@seeds_argument
@_with_manners
@as_json
@pass_home
def nightly(choice: HomeChoice, /, seeds: Path, as_json: bool, **manners: Any) -> None:
    """Crawl SEEDS, clean, index, and report: the one command for a timer.

    Only one runs at a time in a home; a second says so and exits with 5. Safe to kill at any
    moment: the next one goes on.

    \b
    Example crontab line (02:30 every night):
      30 2 * * *  cd /srv/baogao && ./.venv/bin/baogao nightly --contact you@example.org
    """
    _crawl(choice.home, seeds, Manners(**manners), as_json=as_json, with_index=True)


def _crawl(
    home: Path, seed_file: Path, manners: Manners, *, as_json: bool, with_index: bool
) -> None:
    seeds = load_seeds(seed_file)
    with Archive.open(home) as archive, HomeLock(home):
        run = crawl_stage(archive, seeds, manners.settings, manners.policy)
        if run.finished_at is None:
            raise KeyboardInterrupt
        cleaned = clean_stage(archive)
        run = replace(run, alarms=archive.nights.judge(run))
        indexed = index_stage(archive) if with_index else None
        if as_json:
            hosts = archive.nights.hosts(run.run_id)
            print_json(nightly_shape(run, hosts, archive.visits.of_run(run), cleaned, indexed))
        else:
            _print_night(run, cleaned, indexed)


def _join(home: Path, manners: Manners, *, as_json: bool) -> None:
    with Archive.open(home, create=False) as archive:
        run = join_stage(archive, manners.settings, manners.policy)
    if as_json:
        print_json({"run": run_shape(run)})
    else:
        click.echo(f"nothing left for this process to do in run {run.run_id}")


def _print_night(run: Run, cleaned: CleaningSummary, indexed: IndexSummary | None) -> None:
    click.echo(f"run {run.run_id}: {sum(count for _, count in run.outcomes)} visits")
    print_counts((outcome.value, count) for outcome, count in run.outcomes)
    print_cleaned(cleaned)
    print_alarms(run.alarms)
    if indexed is None:
        click.echo("run `baogao index` to make them searchable")
    else:
        _print_indexed(indexed)


def _print_indexed(indexed: IndexSummary) -> None:
    click.echo(
        f"indexed {indexed.stored}, removed {indexed.removed}: {indexed.total} reports to search"
    )


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--addresses", type=click.Path(path_type=Path, dir_okay=False), metavar="TABLE",
              help="Lines of FILE<TAB>ADDRESS: where the saved pages came from; FILE is "
                   "relative to the table.")  # fmt: skip
@as_json
@pass_home
def import_(
    choice: HomeChoice, paths: tuple[Path, ...], addresses: Path | None, as_json: bool
) -> None:
    """Take in saved pages and files from files and folders, and index them.

    Pages are .html .htm .shtml .txt, files .pdf .docx .doc .wps .xlsx .xls .et .ofd, and .zip
    of these. They go the same way as crawled pages: kept as they are, cleaned, indexed.
    Importing a file again changes nothing. Without an address in TABLE, or one that a browser
    wrote into the page when saving it, a report's address is import:DIGEST/NAME.

    Of a .warc or .warc.gz all pages are taken, with their addresses, dates and headers; visits
    that brought none are passed over. What is older than what the archive has of a page becomes
    an earlier state of it.

    Exits with 1 if a file was not taken (unknown type, unreadable, too large).
    """
    found = find_files(paths)
    known = read_addresses(addresses) if addresses else {}
    with Archive.open(choice.home) as archive, HomeLock(choice.home):
        run = archive.runs.begin(RunKind.IMPORT, datetime.now(UTC))
        with bar("import", "file", len(found.files)) as drawn:
            imported = []
            for file in import_files(archive, run, found.files, known):
                imported.append(file)
                drawn.update()
        archive.runs.finish(run, datetime.now(UTC))
        cleaned = clean_stage(archive)
        indexed = index_stage(archive)
        judged = [(file, _became(archive, file)) for file in imported]
    if as_json:
        print_json(import_shape(judged, indexed))
    else:
        _print_imported(judged, cleaned, indexed)
    _print_left_out(found, addresses, known)
    if any(file.fate in _NOT_TAKEN for file in imported):
        raise click.exceptions.Exit(1)


def _became(archive: Archive, file: ImportedFile) -> Became:
    if file.snapshot_id is None:
        return Became(Fate.NOTHING)
    return archive.visits.became(file.snapshot_id)


def _print_imported(
    judged: list[tuple[ImportedFile, Became]], cleaned: CleaningSummary, indexed: IndexSummary
) -> None:
    for fate, count in Counter(file.fate for file, _ in judged).items():
        click.echo(f"{fate.value}: {count}")
    print_cleaned(cleaned)
    _print_indexed(indexed)
    no_report = [
        f"{readable(file.path)}: {detail}"
        for file, became in judged
        if (detail := file.detail or (became.rejection and f"kept, no report: {became.rejection}"))
    ]
    for line in no_report[:_MOST_NAMED]:
        click.echo(f"  {line}", err=True)
    if len(no_report) > _MOST_NAMED:
        click.echo(f"  and {len(no_report) - _MOST_NAMED} more: --json has all", err=True)


def _print_left_out(found: FoundFiles, table: Path | None, known: Iterable[Path]) -> None:
    if found.passed_over:
        click.echo(f"passed over {found.passed_over} files of other types", err=True)
    if unused := sorted(set(known) - {path.resolve() for path in found.files}):
        click.echo(f"{table}: {len(unused)} of its files were not imported, "
                   f"such as {readable(unused[0])}", err=True)  # fmt: skip
