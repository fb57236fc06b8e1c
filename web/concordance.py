"""The pages of the concordance: every occurrence in its context, and collocates."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from indexer.concordance import LineOrder
from indexer.concordance.lines import DEFAULT_WIDTH
from indexer.concordance.neighbours import DEFAULT_SIZE, MOST_SIZE
from web.config import web_config
from web.opening import rooms
from web.paging import Pages
from web.requested import asked_choice, asked_number, asked_query

concordance = Blueprint("concordance", __name__)

WIDTHS = (10, 20, 40)
_NEIGHBOURS = 12  # of each side on the page; the API has them all
_COLLOCATES = 200


@concordance.get("/kwic")
def kwic() -> ResponseReturnValue:
    """Show a page of lines, and what stands beside all of them."""
    query = asked_query()
    if not query:
        return redirect(url_for("pages.search"))
    config = web_config()
    order, number = asked_choice("order", LineOrder.FOUND), asked_number("page", 1, least=1)
    width = asked_number("width", DEFAULT_WIDTH, most=max(WIDTHS))
    size = asked_number("size", DEFAULT_SIZE, least=1, most=MOST_SIZE)
    with rooms().searcher.findings(query, patience_s=config.view_patience_s) as found:
        shown = found.concordance(
            order, width, size, limit=config.lines, offset=(number - 1) * config.lines
        )
        reports = found.total
    turned = Pages.of(shown.neighbours.total, config.lines, number)
    if not turned.exists:
        last = url_for(
            ".kwic", q=query, page=turned.last, order=order.value, width=width, size=size
        )
        return render_template("page_gone.html", query=query, pages=turned, last_address=last), 404
    return render_template(
        "kwic.html", query=query, shown=shown, reports=reports, pages=turned, order=order,
        orders=tuple(LineOrder), width=width, widths=WIDTHS, size=size,
        sizes=range(1, MOST_SIZE + 1), most=_NEIGHBOURS,
    )  # fmt: skip


@concordance.get("/collocates")
def collocates() -> ResponseReturnValue:
    """Show the words that keep an occurrence company."""
    query = asked_query()
    if not query:
        return redirect(url_for("pages.search"))
    with rooms().searcher.findings(query, patience_s=web_config().view_patience_s) as found:
        company, reports = found.collocates(), found.total
    return render_template(
        "collocates.html", query=query, company=company, reports=reports, most=_COLLOCATES
    )
