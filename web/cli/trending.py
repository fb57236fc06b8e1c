"""How much was found year by year: ``trends``."""

from __future__ import annotations

import click

from indexer.trends import Grouping, Period, Series, Tally, Trend
from web.cli.options import HomeChoice, as_json, pass_home
from web.cli.printing import findings_of, print_json
from web.finding_shapes import found_shape, trend_shape


@click.command()
@click.argument("query")
@click.option(
    "--period",
    default=Period.YEAR.value,
    show_default=True,
    type=click.Choice([each.value for each in Period]),
    help="The year reported on, or the year or month of publication.",
)
@click.option(
    "--by",
    "grouping",
    default=Grouping.NONE.value,
    show_default=True,
    type=click.Choice([each.value for each in Grouping]),
    help="Also tell places, levels or kinds apart, by first appearance.",
)
@as_json
@pass_home
def trends(choice: HomeChoice, query: str, period: str, grouping: str, as_json: bool) -> None:
    """Count the reports that QUERY finds, year by year, beside all reports there are.

    A share is that of the found reports among the reports there are of the same period and
    group that satisfy the query's filters, such as a place.

    \b
    Examples:
      baogao trends '“枫桥经验”'
      baogao trends '“枫桥经验”' --by place --json
      baogao trends '“一网通办”' --period month
    """  # fmt: skip
    with findings_of(choice.home, query) as found:
        counted = found.trend(Period(period), Grouping(grouping))
        if as_json:
            print_json(found_shape(found) | trend_shape(counted))
        else:
            _print_trend(counted)


def _print_trend(trend: Trend) -> None:
    click.secho(f"{'':9} {'found':>7} {'of':>7} {'share':>7} {'occurrences':>12}", bold=True)
    _print_series(trend.overall)
    for series in trend.groups:
        first = f"first in {series.first}" if series.first else "never"
        click.secho(f"\n{series.name or '(not known)'}: {first}", bold=True)
        _print_series(series)


def _print_series(series: Series) -> None:
    for point in series.points:
        _print_tally(point.period, point.tally)
    if series.undated.out_of:
        _print_tally("undated", series.undated)
    _print_tally("total", series.total)


def _print_tally(name: str, tally: Tally) -> None:
    share = "-" if tally.share is None else f"{tally.share:.1%}"
    click.echo(f"{name:9} {tally.reports:>7} {tally.out_of:>7} {share:>7} {tally.occurrences:>12}")
