"""The HTTP interface for scripts: ``/api/search``, ``/api/report/ID`` and ``/health``."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue

from archive.errors import BaogaoError
from web.config import web_config
from web.opening import Rooms, rooms
from web.requested import asked_number, asked_query
from web.shapes import report_shape, search_shape
from web.wishes import wishes_of

api = Blueprint("api", __name__)


@api.get("/api/search")
def search() -> ResponseReturnValue:
    """Answer ``?q=&limit=&offset=&sort=&copies=&facets=&explain=`` as ``search --json`` does.

    ``limit=0`` means all, ``copies=fold`` one line for near-identical reports; ``facets`` is how
    many values of each facet are counted.
    """
    wishes = wishes_of(request.args)
    limit = asked_number("limit", web_config().page_size)
    results = rooms().searcher.search(
        asked_query(),
        limit=limit or None,
        offset=asked_number("offset", 0),
        sort=wishes.sort,
        fold_copies=wishes.fold_copies,
        explained=bool(asked_number("explain", 0)),
        facets=asked_number("facets", 0),
    )
    return jsonify(search_shape(results))


@api.get("/api/report/<report_id>")
def report(report_id: str) -> ResponseReturnValue:
    """Answer as ``show ID --json`` does."""
    archive = rooms().archive
    found = archive.reports.find(report_id)
    return jsonify(report_shape(found, archive.snapshots.of_report(found.report_id)))


@api.get("/api/<path:_>")
def unknown(_: str) -> ResponseReturnValue:
    """Say so in JSON."""
    abort(404)


@api.get("/health")
def health() -> ResponseReturnValue:
    """Tell whether archive and index can be read: 200, or 503 with what is wrong."""
    errors: list[str] = []
    shape: dict[str, object] = {
        "index": _index_health(rooms(), errors),
        "archive": _archive_health(rooms(), errors),
    }
    status = "unavailable" if errors else "ok"
    return jsonify({"status": status, **shape, "errors": errors}), 503 if errors else 200


def _index_health(opened: Rooms, errors: list[str]) -> dict[str, int] | None:
    try:
        return {"documents": opened.searcher.document_count}
    except BaogaoError as error:
        errors.append(str(error))
        return None


def _archive_health(opened: Rooms, errors: list[str]) -> dict[str, int] | None:
    try:
        counts = opened.archive.counts()
    except BaogaoError as error:
        errors.append(str(error))
        return None
    return {
        "sites": counts.sites,
        "snapshots": counts.snapshots,
        "reports": counts.reports,
        "awaiting_cleaning": counts.awaiting_cleaning,
        "waiting_addresses": counts.waiting_addresses,
    }
