"""Concordance, collocates, trends and exports for scripts, below ``/api``."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from urllib.parse import quote

from flask import Blueprint, abort, jsonify
from flask.typing import ResponseReturnValue

from indexer.concordance import LineOrder
from indexer.concordance.collocates import AT_LEAST
from indexer.concordance.lines import DEFAULT_WIDTH, MOST_WIDTH
from indexer.concordance.neighbours import DEFAULT_SIZE, MOST_SIZE
from indexer.findings import Findings
from indexer.trends import Grouping, Period
from web.config import web_config
from web.exports import FORMATS
from web.exports.making import export_chunks, file_name
from web.finding_shapes import (
    collocates_shape,
    concordance_pieces,
    found_shape,
    neighbours_shape,
    trend_shape,
)
from web.opening import rooms
from web.requested import asked_choice, asked_number, asked_query
from web.streaming import streamed

finding_api = Blueprint("finding_api", __name__)


@finding_api.get("/api/kwic")
def kwic() -> ResponseReturnValue:
    """Answer ``?q=&order=&width=&limit=&offset=`` as ``kwic --json`` does; all by default."""
    order = asked_choice("order", LineOrder.FOUND)
    width = asked_number("width", DEFAULT_WIDTH, most=MOST_WIDTH)
    limit, offset = asked_number("limit", 0) or None, asked_number("offset", 0)
    return streamed(
        asked_query(),
        "application/json",
        lambda found: concordance_pieces(
            found, found.lines(order, width, limit=limit, offset=offset)
        ),
    )


@finding_api.get("/api/neighbours")
def neighbours() -> ResponseReturnValue:
    """Answer ``?q=&size=`` as ``kwic --show neighbours --json`` does."""
    size = asked_number("size", DEFAULT_SIZE, least=1, most=MOST_SIZE)
    with _findings() as found:
        return jsonify(found_shape(found) | neighbours_shape(found.neighbours(size)))


@finding_api.get("/api/collocates")
def collocates() -> ResponseReturnValue:
    """Answer ``?q=&at_least=`` as ``kwic --show collocates --json`` does."""
    at_least = asked_number("at_least", AT_LEAST, least=1)
    with _findings() as found:
        return jsonify(found_shape(found) | collocates_shape(found.collocates(at_least)))


@finding_api.get("/api/trends")
def trends() -> ResponseReturnValue:
    """Answer ``?q=&period=&by=`` as ``trends --json`` does."""
    period, grouping = asked_choice("period", Period.YEAR), asked_choice("by", Grouping.NONE)
    with _findings() as found:
        return jsonify(found_shape(found) | trend_shape(found.trend(period, grouping)))


def _findings() -> AbstractContextManager[Findings]:
    return rooms().searcher.findings(asked_query(), patience_s=web_config().view_patience_s)


@finding_api.get("/api/export")
@finding_api.get("/api/export/<name>")
def export(name: str = "csv") -> ResponseReturnValue:
    """Send ``?q=`` as a file of one of the formats of ``baogao export``."""
    chosen = FORMATS.get(name) or abort(404)
    query, now = asked_query(), datetime.now(UTC)
    archive = rooms().archive
    response = streamed(
        query, chosen.media_type, lambda found: export_chunks(chosen, found, archive, now)
    )
    file = quote(file_name(query, chosen), safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=baogao{chosen.suffix}; filename*=UTF-8''{file}"  # RFC 6266
    )
    return response
