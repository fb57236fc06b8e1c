"""What went wrong, as the web says it: a status and words, as a page or as JSON."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from archive.errors import BaogaoError, BusyError, NotFoundError, StoreError, UsageError
from indexer.errors import IndexUnusableError, QueryError
from web.language import Language, worded

_STATUSES: tuple[tuple[type[BaogaoError], int], ...] = (
    (IndexUnusableError, 503),
    (StoreError, 503),
    (BusyError, 503),
    (NotFoundError, 404),
    (UsageError, 400),
)
_WORDED = frozenset({400, 404, 405, 500, 503})


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer that is none.

    ``detail`` is for people and may be empty; ``position`` and ``suggestion`` are of a query
    that was not understood.
    """

    status: int
    detail: str = ""
    position: int | None = None
    suggestion: str | None = None
    index_missing: bool = False

    @property
    def wording(self) -> str:
        """The status as a name in the message catalogues."""
        return str(self.status if self.status in _WORDED else 500 if self.status >= 500 else 400)


def failure_of(error: Exception, language: Language = Language.ZH) -> Failure:
    """Map an exception to a failure; what was not raised on purpose gives nothing away."""
    if isinstance(error, HTTPException):
        return Failure(error.code or 500)
    if isinstance(error, QueryError):
        said = worded(error, language)
        return Failure(400, said, error.position, error.suggestion)
    if isinstance(error, BaogaoError):
        status = next((code for kind, code in _STATUSES if isinstance(error, kind)), 500)
        return Failure(status, str(error), index_missing=isinstance(error, IndexUnusableError))
    return Failure(500)


def register(app: Flask) -> None:
    """Answer every exception with a page, or with JSON below ``/api``."""
    app.register_error_handler(Exception, _answer)


def _answer(error: Exception) -> ResponseReturnValue:
    failure = failure_of(error, g.get("language", Language.ZH))
    if failure.status == 500:
        current_app.logger.error("%s %s", request.method, request.path, exc_info=error)
    if isinstance(error, HTTPException) and failure.status < 400:
        return error.get_response()
    if request.path.startswith("/api/"):
        return jsonify(_shape(failure)), failure.status, _headers(error)
    name = "query_error.html" if failure.position is not None else "error.html"
    asked = request.args.get("q", "").strip()
    return render_template(name, failure=failure, query=asked), failure.status, _headers(error)


def _headers(error: Exception) -> dict[str, str]:
    """What must go with a status: the methods that would do (RFC 9110, 15.5.6)."""
    if not isinstance(error, MethodNotAllowed):
        return {}
    return {"Allow": ", ".join(sorted(error.valid_methods or ()))}


def _shape(failure: Failure) -> dict[str, object]:
    return {
        "error": failure.detail or f"HTTP {failure.status}",
        "position": failure.position,
        "suggestion": failure.suggestion,
    }
