"""The pages for people: searching and reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from archive.errors import NotFoundError
from archive.model import Report
from indexer.answers import Sort
from indexer.answers.leaves import leaves
from indexer.errors import IndexUnusableError, QueryError
from indexer.hits import Hit, Passage, Results, Spans
from indexer.query import parse
from web.attachments import shown_attachments
from web.chapters import CHAPTERS
from web.citation import cite
from web.conditions import conditions
from web.config import web_config
from web.facets import shown_facets
from web.formats import beijing_day
from web.language import worded
from web.narrowing import part_text
from web.opening import rooms
from web.paging import Pages, whole_number
from web.queries import as_words, literally
from web.stock import stock_of
from web.typesetting import Pieces, Sheet, mark, typeset
from web.wishes import Wishes, wishes_of

pages = Blueprint("pages", __name__)

_ENDINGS = tuple("。！？；：!?;:”’」』）)")


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage with its highlights as pieces; ``is_cut``: it ends inside a sentence."""

    pieces: Pieces
    is_cut: bool


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit with its highlights as pieces."""

    hit: Hit
    title: Pieces
    passages: tuple[ShownPassage, ...]


@dataclass(frozen=True, slots=True)
class Highlights:
    """Where a report has what was asked for; ``note`` names the message if that is unknown."""

    title: Spans = ()
    text: Spans = ()
    note: str = ""
    reason: str = ""


@pages.get("/")
def search() -> ResponseReturnValue:
    """Answer a search, or show the front page if nothing is asked."""
    text = request.args.get("q", "").strip()
    if not text:
        return render_template("home.html", stock=stock_of(rooms()), examples=web_config().examples)
    number = whole_number(request.args.get("page", "1"), least=1)
    if number is None:
        abort(404)
    size = web_config().page_size
    wishes = wishes_of(request.args)
    results = rooms().searcher.search(
        text,
        limit=size,
        offset=(number - 1) * size,
        sort=wishes.sort,
        fold_copies=wishes.fold_copies,
        facets=web_config().facet_values,
    )
    turned = Pages.of(results.lines, size, number)
    if not turned.exists:
        asked = {"q": text, "page": str(turned.last), **wishes.arguments}
        last = f"{url_for('.search')}?{urlencode(asked)}"
        return render_template("page_gone.html", query=text, pages=turned, last_address=last), 404
    return _results_page(text, results, turned, wishes)


@pages.get("/help")
def language_help() -> ResponseReturnValue:
    """Explain the query language by examples that can be tried."""
    return render_template("help.html", chapters=CHAPTERS)


@pages.get("/report/<report_id>")
def report(report_id: str) -> ResponseReturnValue:
    """Show a cleaned report, with what was asked for highlighted."""
    archive = rooms().archive
    found = archive.reports.find(report_id)
    query = request.args.get("q", "").strip()
    if found.report_id != report_id:
        return redirect(url_for(".report", report_id=found.report_id, q=query or None))
    highlights = _highlights(query, found)
    snapshots = archive.snapshots.of_report(found.report_id)
    return render_template(
        "report.html",
        report=found,
        query=query,
        highlights=highlights,
        sheet=_sheet(found, highlights),
        attachments=shown_attachments(found, archive.snapshots),
        snapshots=snapshots,
        gone_since=_gone_since(found.report_id),
        citation=cite(found, beijing_day(snapshots[-1].visited_at) if snapshots else None),
    )


def _results_page(
    text: str, results: Results, turned: Pages, wishes: Wishes
) -> ResponseReturnValue:
    return render_template(
        "results.html",
        query=text,
        results=results,
        hits=[_shown(hit) for hit in results.hits],
        pages=turned,
        first_number=(turned.current - 1) * web_config().page_size + 1,
        literal_query=literally(text) if results.literal_total < results.total else None,
        seeks_text=bool(list(leaves(parse(text)))),
        barren=tuple(filter(None, map(part_text, results.barren))),
        word_query=None if results.total else as_words(text),
        examples=web_config().examples,
        conditions=conditions(text),
        facets=shown_facets(text, results.facets),
        wishes=wishes,
        sorts=tuple(Sort),
    )


def _shown(hit: Hit) -> ShownHit:
    return ShownHit(
        hit, mark(hit.title, hit.title_spans), tuple(_passage(passage) for passage in hit.passages)
    )


def _passage(passage: Passage) -> ShownPassage:
    is_cut = not passage.text.endswith(_ENDINGS)
    return ShownPassage(mark(passage.text, passage.spans), is_cut)


def _highlights(query: str, found: Report) -> Highlights:
    """Find the query in a report; reading must not fail because highlighting does."""
    if not query:
        return Highlights()
    try:
        spans = rooms().searcher.highlight(query, found)
        return Highlights(spans.title, spans.text)
    except QueryError as error:
        return Highlights(note="report.bad_query", reason=worded(error, g.language))
    except IndexUnusableError:
        return Highlights(note="report.not_marked")


def _sheet(found: Report, highlights: Highlights) -> Sheet:
    return typeset(found.title, found.paragraphs, highlights.title, highlights.text)


def _gone_since(report_id: str) -> datetime | None:
    try:
        last = rooms().archive.reports.last_visit(report_id)
    except NotFoundError:
        return None
    return None if last.gone_unconfirmed else last.gone_since
