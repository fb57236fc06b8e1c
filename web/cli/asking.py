"""Questions to the archive: ``search`` and ``show``."""

from __future__ import annotations

from contextlib import closing

import click

from archive.keep import Archive
from archive.model import Report, SnapshotInfo
from indexer.answers import Sort
from indexer.answers.counting import MOST_VALUES
from indexer.searcher import Searcher
from web.cli.options import HomeChoice, as_json, pass_home
from web.cli.printing import print_facets, print_json, print_results, shown_time
from web.shapes import report_shape, search_shape


@click.command()
@click.argument("query")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(min=0),
              help="How many hits to print; 0 prints all.")  # fmt: skip
@click.option("--offset", default=0, show_default=True, type=click.IntRange(min=0),
              help="How many hits to pass over first.")  # fmt: skip
@click.option("--sort", type=click.Choice([each.value for each in Sort]),
              default=Sort.RELEVANCE.value, show_default=True,
              help="What comes first; ties are broken by id.")  # fmt: skip
@click.option("--fold-copies", is_flag=True,
              help="Give near-identical reports one line, with a count.")  # fmt: skip
@click.option("--explain", "explained", is_flag=True,
              help="Print the ranking formula, and what each word adds to a score.")  # fmt: skip
@click.option("--facets", is_flag=True,
              help="Also count what each filter would leave: year, kind, place, …")  # fmt: skip
@as_json
@pass_home
def search(  # noqa: PLR0913, PLR0917 - one parameter an option
    choice: HomeChoice,
    query: str,
    limit: int,
    offset: int,
    sort: str,
    fold_copies: bool,
    explained: bool,
    facets: bool,
    as_json: bool,
) -> None:
    """Find the reports that contain all of QUERY.

    Words are found wherever they stand; a phrase in quotes (“枫桥经验” or "枫桥经验") is found
    only where it literally stands in title or text, and everywhere it does. Case, width,
    white space, quote marks, title marks 《》 and traditional forms do not count.

    AND, OR, NOT (与 或 非), - and brackets combine; NEAR/20 and ONEAR/句 ask for nearness,
    “矛盾*化解” for a gap, /行政复议\\d+件/ for a regular expression (RE2). Fields: 标题 正文 机构
    机构类别 地区 级别 类型 年份 章节 文号 站点 发布日期 状态 繁简, or title text issuer organ place
    level kind year section number site published status script. 状态:正常 leaves out reports
    that may not be what they say. The README has all of it.

    \b
    Examples:
      baogao search '“枫桥经验”'
      baogao search '矛盾纠纷 “人民调解”' --limit 0 --json
      baogao search '地区:重庆 年份:2019..2024 章节:存在的问题 “枫桥经验”' --sort newest
    """
    with closing(Searcher.open(choice.home)) as searcher:
        results = searcher.search(
            query,
            limit=limit or None,
            offset=offset,
            sort=Sort(sort),
            fold_copies=fold_copies,
            explained=explained,
            facets=MOST_VALUES if facets else 0,
            patience_s=None,
        )
    if as_json:
        print_json(search_shape(results))
    else:
        print_results(results, offset)
        print_facets(results.facets)


@click.command()
@click.argument("report")
@as_json
@pass_home
def show(choice: HomeChoice, report: str, as_json: bool) -> None:
    """Print one cleaned report and where it comes from.

    REPORT is an id as `baogao search` prints it, or the beginning of one.
    """
    with Archive.open(choice.home, create=False) as archive:
        found = archive.reports.find(report)
        snapshots = archive.snapshots.of_report(found.report_id)
    if as_json:
        print_json(report_shape(found, snapshots))
    else:
        _print_report(found, snapshots)


def _print_report(report: Report, snapshots: tuple[SnapshotInfo, ...]) -> None:
    click.secho(report.title, bold=True)
    for name, value in _facts(report):
        if value:
            click.secho(f"{name}: {value}", dim=True)
    click.echo()
    click.echo("\n\n".join(report.paragraphs))
    click.echo()
    for snapshot in snapshots:
        line = f"snapshot {snapshot.digest[:16]} of {shown_time(snapshot.visited_at)}"
        checked = ", certificate not checked" if snapshot.tls_unverified else ""
        click.secho(f"{line}, {snapshot.size_bytes:,} bytes{checked}", dim=True)


def _facts(report: Report) -> tuple[tuple[str, object], ...]:
    return (
        ("发布机构", report.issuer),
        ("发布日期", report.published_on),
        ("成文日期", report.written_on),
        ("文号", report.document_number),
        ("索引号", report.index_number),
        ("站点", report.site),
        ("来源", report.url),
        ("清洗规则", f"{report.rule} (cleaner {report.cleaner_version}, "
                     f"{len(report.removed)} lines removed)"),
    )  # fmt: skip
