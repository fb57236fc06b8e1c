"""Looking after what there is: ``index``, ``status`` and ``verify``."""

from __future__ import annotations

from contextlib import closing

import click

from archive.keep import Archive, Finding, HomeLock
from archive.model import ArchiveCounts, HostStatus, Run
from indexer.engines import EngineName
from indexer.errors import IndexUnusableError
from indexer.searcher import Searcher
from indexer.verify import IndexFinding, verify_index
from web.cli.options import HomeChoice, as_json, pass_home
from web.cli.printing import print_alarms, print_counts, print_json, shown_time
from web.cli.reporting import host_shape, index_shape, status_shape, verify_shape
from web.cli.stages import index_stage


@click.command()
@click.option("--rebuild", is_flag=True,
              help="Build a new index; the old one serves until it is done.")  # fmt: skip
@click.option("--engine", type=click.Choice([name.value for name in EngineName]),
              help="Which engine makes the index: whoosh (the default: pure Python) or tantivy "
                   "(for hundreds of thousands of reports). Kept for later runs.")  # fmt: skip
@as_json
@pass_home
def index(choice: HomeChoice, rebuild: bool, engine: str | None, as_json: bool) -> None:
    """Make new and changed reports searchable.

    An index that is missing, damaged, or made by another version is built anew without being
    asked. Nothing is fetched: reports come from the archive alone.
    """
    with Archive.open(choice.home, create=False) as archive, HomeLock(choice.home):
        name = EngineName(engine) if engine else None
        summary = index_stage(archive, rebuild=rebuild, engine=name)
    if as_json:
        print_json(index_shape(summary))
    else:
        how = "built anew" if summary.rebuilt else "brought up to date"
        click.echo(f"index {how}: {summary.stored} stored, {summary.removed} removed, "
                   f"{summary.total} reports to search")  # fmt: skip


@click.command()
@click.argument("host", required=False)
@as_json
@pass_home
def status(choice: HomeChoice, host: str | None, as_json: bool) -> None:
    """Tell how much there is, how current the index is, and how the last run went.

    With HOST (as in its addresses: www.example.gov.cn): when it last answered, how often it
    failed since, and what is due there.
    """
    with Archive.open(choice.home, create=False) as archive:
        if host is not None:
            _print_host(archive.host_status(host), as_json=as_json)
            return
        counts, last_run = archive.counts(), archive.runs.last()
        hosts = archive.nights.hosts(last_run.run_id) if last_run else ()
    indexed = _indexed_count(choice)
    if as_json:
        print_json(status_shape(counts, indexed, last_run, hosts))
    else:
        _print_status(counts, indexed, last_run)


def _print_host(host: HostStatus, *, as_json: bool) -> None:
    if as_json:
        print_json(host_shape(host))
        return
    click.secho(host.host, bold=True)
    failure = (
        f" ({host.last_failure.value}: {host.last_failure_detail})"
        if host.failures and host.last_failure
        else ""
    )
    print_counts((
        ("last success", shown_time(host.last_success_at)),
        ("failures since", f"{host.failures}{failure}"),
        ("addresses known", f"{host.addresses:,}"),
        ("snapshots", f"{host.snapshots:,}"),
        ("waiting in this run", f"{host.waiting:,}"),
        *((f"due now: {why.value}", f"{count:,}") for why, count in host.due),
    ))  # fmt: skip
    print_alarms(host.alarms)


def _indexed_count(choice: HomeChoice) -> int:
    try:
        with closing(Searcher.open(choice.home)) as searcher:
            return searcher.document_count
    except IndexUnusableError:
        return 0


def _print_status(counts: ArchiveCounts, indexed: int, last_run: Run | None) -> None:
    print_counts((
        ("sites", f"{counts.sites:,}"),
        ("snapshots", f"{counts.snapshots:,}"),
        ("reports", f"{counts.reports:,}"),
        ("indexed reports", f"{indexed:,}"),
        ("waiting to be visited", f"{counts.waiting_addresses:,}"),
        ("waiting to be cleaned", f"{counts.awaiting_cleaning:,}"),
    ))  # fmt: skip
    if last_run is None:
        click.echo("no run yet: `baogao nightly` makes the first")
        return
    ended = shown_time(last_run.finished_at) if last_run.finished_at else "not finished"
    click.echo(f"last run {last_run.run_id} ({last_run.kind.value}): "
               f"{shown_time(last_run.started_at)} to {ended}")  # fmt: skip
    print_counts((outcome.value, count) for outcome, count in last_run.outcomes)
    print_alarms(last_run.alarms)
    if indexed != counts.reports:
        click.echo("the index is behind the reports: run `baogao index`")


@click.command()
@as_json
@pass_home
def verify(choice: HomeChoice, as_json: bool) -> None:
    """Check blobs, reports and index against each other; change nothing.

    Reads everything once. Each finding says what to do. Exits with 1 if there are any.
    """
    with Archive.open(choice.home, create=False) as archive:
        ids = frozenset(archive.reports.ids())
        index_findings = verify_index(choice.home, archive, ids)
        findings = [*archive.verify(), *map(_as_finding, index_findings)]
    if as_json:
        print_json(verify_shape(findings))
    for finding in () if as_json else findings:
        click.echo(f"{finding.what}: {finding.subject}: {finding.advice}")
    if findings:
        raise click.exceptions.Exit(1)
    if not as_json:
        click.echo("all is well: blobs, reports and index agree")


def _as_finding(found: IndexFinding) -> Finding:
    return Finding(f"index: report is {found.fault.value}", found.report_id or "-", found.advice)
