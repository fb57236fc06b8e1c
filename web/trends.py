"""The page of trends: charts drawn on the server, and the numbers behind them."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from indexer.trends import Grouping, Period, Series
from web.chart import Chart, Datum, chart
from web.config import web_config
from web.formats import grouped, percent
from web.opening import rooms
from web.requested import asked_choice, asked_query

trends = Blueprint("trends", __name__)


@trends.get("/trends")
def page() -> ResponseReturnValue:
    """Show how much was found year by year, or month by month."""
    query = asked_query()
    if not query:
        return redirect(url_for("pages.search"))
    period, grouping = asked_choice("period", Period.YEAR), asked_choice("by", Grouping.NONE)
    with rooms().searcher.findings(query, patience_s=web_config().view_patience_s) as found:
        trend, reports = found.trend(period, grouping), found.total
    return render_template(
        "trends.html", query=query, trend=trend, reports=reports,
        counts=_counts(trend.overall), shares=_shares(trend.overall),
        periods=tuple(Period), groupings=tuple(Grouping),
    )  # fmt: skip


def _counts(series: Series) -> Chart:
    return chart(
        [
            Datum(
                point.period,
                f"{point.period}: {grouped(point.tally.reports)} / {grouped(point.tally.out_of)}",
                point.tally.reports,
                point.tally.out_of,
            )
            for point in series.points
        ]
    )


def _shares(series: Series) -> Chart:
    return chart(
        [
            Datum(
                point.period,
                f"{point.period}: {percent(point.tally.share)}",
                100 * (point.tally.share or 0),
            )
            for point in series.points
        ]
    )
