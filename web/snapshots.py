"""Pages as fetched: shown in a sandbox or downloaded, never run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from werkzeug.http import parse_options_header

from archive.address import report_id_of
from archive.clean.page.decode import decode
from archive.errors import NotFoundError
from archive.model import PageKind, Snapshot
from web.headers import SNAPSHOT_POLICY
from web.opening import rooms

snapshots = Blueprint("snapshots", __name__)

_HEX = frozenset("0123456789abcdef")
# XHTML is served as HTML too: nothing in it may run, and a strict parser would hide it.
_SHOWN = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
}
_MAX_EXTENSION = 5


@dataclass(frozen=True, slots=True)
class Serving:
    """How a snapshot goes out; ``attachment`` is the name of a download or ``None``."""

    content_type: str
    attachment: str | None = None


@snapshots.get("/snapshot/<digest>")
def frame(digest: str) -> ResponseReturnValue:
    """Show a snapshot inside a sandboxed frame."""
    snapshot = _find(digest)
    return render_template(
        "snapshot.html",
        snapshot=snapshot,
        serving=serving_of(snapshot),
        report_id=_report_id(snapshot),
    )


@snapshots.get("/snapshot/<digest>/raw")
def raw(digest: str) -> ResponseReturnValue:
    """Serve the bytes as they were fetched."""
    snapshot = _find(digest)
    serving = serving_of(snapshot)
    response = Response(snapshot.body, content_type=serving.content_type)
    response.set_etag(snapshot.digest)
    response.headers["Content-Security-Policy"] = SNAPSHOT_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    if serving.attachment is not None:
        response.headers.set("Content-Disposition", "attachment", filename=serving.attachment)
    return response


def serving_of(snapshot: Snapshot) -> Serving:
    """Decide how a snapshot may go out: text as text, everything else as a download."""
    declared = snapshot.header("Content-Type") or ""
    media, _ = parse_options_header(declared)
    shown = _SHOWN.get(media.lower() or _guessed(snapshot.body))
    decoded = decode(snapshot.body, declared)
    if shown is None or snapshot.kind is PageKind.ATTACHMENT or "\0" in decoded.text:
        return Serving("application/octet-stream", _download_name(snapshot))
    return Serving(f"{shown}; charset={decoded.encoding}")


def _guessed(body: bytes) -> str:
    # Imported files come without headers.
    return "text/html" if b"<" in body[:4096] else "text/plain"


def _download_name(snapshot: Snapshot) -> str:
    extension = PurePosixPath(urlsplit(snapshot.url).path).suffix[1:]
    plain = extension.isascii() and extension.isalnum() and len(extension) <= _MAX_EXTENSION
    return f"{snapshot.digest[:16]}.{extension if plain else 'bin'}"


def _find(digest: str) -> Snapshot:
    if len(digest) != 64 or not _HEX.issuperset(digest):
        abort(404)
    return rooms().archive.snapshots.by_digest(digest)


def _report_id(snapshot: Snapshot) -> str | None:
    """Return the id of the report made of a snapshot's address, ``None`` if it made none."""
    report_id = report_id_of(snapshot.url)
    try:
        return rooms().archive.reports.find(report_id).report_id
    except NotFoundError:
        return None
