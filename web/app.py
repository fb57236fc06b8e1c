"""The Flask app: its parts put together, and what every page shares."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlencode

from flask import Flask, Response, g, request

from archive.errors import UsageError
from archive.keep import Archive
from indexer.searcher import Searcher
from web import failures, formats
from web.api import api
from web.concordance import concordance
from web.config import WebConfig, configure
from web.finding_api import finding_api
from web.headers import protect, revalidate
from web.language import Language, catalogue, choose
from web.opening import Rooms, install
from web.pages import pages
from web.ports import ReportArchive, ReportSearch
from web.snapshots import snapshots
from web.stock import stock
from web.trends import trends

_COOKIE = "lang"
_YEAR_S = 365 * 24 * 3600


def _open_archive(home: Path) -> ReportArchive:
    return Archive.open(home, create=False)


def create_app(
    config: WebConfig,
    *,
    open_archive: Callable[[Path], ReportArchive] = _open_archive,
    open_searcher: Callable[[Path], ReportSearch] = Searcher.open,
) -> Flask:
    """Return the WSGI app over one archive. Nothing is opened before the first request."""
    app = Flask("web")
    configure(app, config)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    with app.app_context():
        install(Rooms(config.home, open_archive, open_searcher))
    for part in (pages, concordance, trends, snapshots, stock, finding_api, api):
        app.register_blueprint(part)
    failures.register(app)
    _share(app)
    return app


def _share(app: Flask) -> None:
    app.before_request(_choose_language)
    app.before_request(_refuse_other_encodings)
    app.after_request(_remember_language)
    app.after_request(protect)
    app.after_request(revalidate)  # runs first: what is answered then gets the headers, too
    app.context_processor(_context)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        moment=formats.beijing_moment,
        day=formats.beijing_day,
        grouped=formats.grouped,
        milliseconds=formats.milliseconds,
        site_name=formats.site_name,
        percent=formats.percent,
        bytes=formats.size,
    )
    app.jinja_env.tests.update(linkable=formats.is_linkable, imported=formats.is_imported)


def _choose_language() -> None:
    g.language = choose(request.args.get("lang"), request.cookies.get(_COOKIE))


def _refuse_other_encodings() -> None:
    """Werkzeug would look for ``%B7%E3`` as typed and find nothing: that is no answer."""
    try:
        unquote_to_bytes(request.query_string).decode()
    except UnicodeDecodeError as error:
        raise UsageError("the address must be in UTF-8 (percent-encoded), and is not") from error


def _remember_language(response: Response) -> Response:
    response.vary.add("Cookie")
    if request.args.get("lang") in tuple(Language):
        response.set_cookie(
            _COOKIE, g.language.value, max_age=_YEAR_S, httponly=True, samesite="Lax"
        )
    return response


def _context() -> dict[str, object]:
    language: Language = g.language
    return {
        "t": catalogue(language).say,
        "language": language,
        "switch_address": _address_in(language.other),
    }


def _address_in(language: Language) -> str:
    # Relative, because a path may begin with two slashes and would then name a host.
    return "?" + urlencode({**request.args.to_dict(), "lang": language.value})
